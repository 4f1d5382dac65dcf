package dev.daybook.service.objects;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * One bucket. An object is written whole and once: the first writer of a key wins, and a second learns that it stands. Calls
 * block, each at most {@link Timeouts#call()}, retries of the SDK included. Thread-safe.
 */
public final class ObjectStore implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 16;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    /** S3 answers 409 while another conditional write of the key is under way; that takes milliseconds. */
    private static final int MAX_CONFLICTS = 10;

    private final S3Client s3;
    private final String bucket;
    private final Optional<String> kmsKeyId;

    /** What became of a write. */
    public enum Put {
        STORED,
        ALREADY_STANDS
    }

    /**
     * How long a call may take.
     *
     * @param call with the SDK's own retries
     * @param attempt one of them
     */
    public record Timeouts(Duration call, Duration attempt) {
        public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    public ObjectStore(ObjectStoreAccess access, String bucket) {
        this(access, bucket, Timeouts.DEFAULT);
    }

    public ObjectStore(ObjectStoreAccess access, String bucket, Timeouts timeouts) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(access.region()))
                .credentialsProvider(credentials(access.keyPair()))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(MAX_CONNECTIONS))
                .overrideConfiguration(
                        calls -> calls.apiCallTimeout(timeouts.call()).apiCallAttemptTimeout(timeouts.attempt()));
        access.endpoint().ifPresent(endpoint -> at(builder, endpoint));
        this.s3 = builder.build();
        this.bucket = bucket;
        this.kmsKeyId = access.kmsKeyId();
    }

    private static void at(S3ClientBuilder builder, URI endpoint) {
        builder.endpointOverride(endpoint).forcePathStyle(true);
    }

    /** The pair's credentials, or the SDK's default chain without one. */
    public static AwsCredentialsProvider credentials(Optional<ObjectStoreAccess.AwsKeyPair> keyPair) {
        return keyPair.<AwsCredentialsProvider>map(pair -> StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        pair.accessKeyId(), pair.secretAccessKey().reveal())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    /**
     * Writes the object unless its key is taken.
     *
     * @throws ObjectStoreUnavailable where S3 didn't take it; it may stand all the same, which trying again finds out
     */
    public Put putIfAbsent(String key, byte[] bytes, String contentType) {
        PutObjectRequest request = put(key, contentType).ifNoneMatch("*").build();
        for (int conflicts = 0; ; conflicts++) {
            try {
                s3.putObject(request, RequestBody.fromBytes(bytes));
                return Put.STORED;
            } catch (S3Exception refused) {
                if (refused.statusCode() == PRECONDITION_FAILED) {
                    return Put.ALREADY_STANDS;
                }
                if (refused.statusCode() != CONFLICT || conflicts == MAX_CONFLICTS) {
                    throw unavailable("write " + key, refused);
                }
            } catch (SdkException failed) {
                throw unavailable("write " + key, failed);
            }
        }
    }

    /**
     * Writes the object over whatever stands: only for what can be made again from other objects.
     *
     * @throws ObjectStoreUnavailable where S3 didn't take it; it may stand all the same
     */
    public void replace(String key, byte[] bytes, String contentType) {
        try {
            s3.putObject(put(key, contentType).build(), RequestBody.fromBytes(bytes));
        } catch (SdkException failed) {
            throw unavailable("write " + key, failed);
        }
    }

    private PutObjectRequest.Builder put(String key, String contentType) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(bucket).key(key).contentType(contentType);
        kmsKeyId.ifPresent(
                id -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(id));
        return request;
    }

    /** The object's bytes, or empty where there is none of that key. */
    public Optional<byte[]> get(String key) {
        try {
            return Optional.of(s3.getObjectAsBytes(
                            GetObjectRequest.builder().bucket(bucket).key(key).build())
                    .asByteArrayUnsafe());
        } catch (NoSuchKeyException absent) {
            return Optional.empty();
        } catch (SdkException failed) {
            throw unavailable("read " + key, failed);
        }
    }

    /** The keys that start with the prefix, in order. */
    public List<String> list(String prefix) {
        try {
            return s3
                    .listObjectsV2Paginator(ListObjectsV2Request.builder()
                            .bucket(bucket)
                            .prefix(prefix)
                            .build())
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        } catch (SdkException failed) {
            throw unavailable("list " + prefix, failed);
        }
    }

    /** What stands between the prefix and the next slash of keys that start with it, in order: its folders, without slash. */
    public List<String> folders(String prefix) {
        try {
            return s3
                    .listObjectsV2Paginator(ListObjectsV2Request.builder()
                            .bucket(bucket)
                            .prefix(prefix)
                            .delimiter("/")
                            .build())
                    .commonPrefixes()
                    .stream()
                    .map(CommonPrefix::prefix)
                    .map(folder -> folder.substring(prefix.length(), folder.length() - 1))
                    .toList();
        } catch (SdkException failed) {
            throw unavailable("list the folders of " + prefix, failed);
        }
    }

    /** Throws unless the bucket answers to these credentials. */
    public void check() {
        try {
            s3.headBucket(HeadBucketRequest.builder().bucket(bucket).build());
        } catch (SdkException failed) {
            throw unavailable("reach it", failed);
        }
    }

    private ObjectStoreUnavailable unavailable(String what, SdkException cause) {
        return new ObjectStoreUnavailable(
                "bucket " + bucket + ": could not " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        s3.close();
    }
}
