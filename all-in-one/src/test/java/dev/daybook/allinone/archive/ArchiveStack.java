package dev.daybook.allinone.archive;

import static org.awaitility.Awaitility.await;

import dev.daybook.allinone.ListenAddress;
import dev.daybook.allinone.aws.AwsStandIn;
import dev.daybook.allinone.broker.EmbeddedBroker;
import dev.daybook.events.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real broker and an S3 server for the tests of the archive; each test takes topics and a bucket of its own. */
final class ArchiveStack implements AutoCloseable {
    static final short ONE_REPLICA = 1;

    private final EmbeddedBroker broker;
    private final AwsStandIn aws;
    private final Admin admin;
    private final S3Client s3;
    private int cases;

    ArchiveStack(Path folder) {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), ListenAddress.loopback(0, "KAFKA_PORT"), failure -> {
            throw failure;
        });
        aws = AwsStandIn.start(folder.resolve("aws"), ListenAddress.loopback(0, "AWS_PORT"), Clock.systemUTC());
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        s3 = S3Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.EU_WEST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        aws.credentials().accessKeyId(), aws.credentials().secretAccessKey())))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    /** New topics and a new bucket. */
    ArchiveCase newCase(int partitions) throws ExecutionException, InterruptedException {
        cases++;
        Topics topics = new Topics("case" + cases);
        String bucket = "raw-" + cases;
        ArchiveCase created = new ArchiveCase(this, "case" + cases, partitions, bucket);
        admin.createTopics(topics.definitions(partitions, ONE_REPLICA)).all().get();
        // A producer whose first batch meets a leader that isn't up yet, but not its second, never gets the first one
        // in.
        await("leaders of " + topics.events().name())
                .ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> created.ends().size() == 2 * partitions);
        s3.createBucket(request -> request.bucket(bucket));
        return created;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    URI s3Endpoint() {
        return aws.endpoint();
    }

    String accessKeyId() {
        return aws.credentials().accessKeyId();
    }

    String secretAccessKey() {
        return aws.credentials().secretAccessKey();
    }

    Admin admin() {
        return admin;
    }

    S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        s3.close();
        admin.close();
        aws.close();
        broker.close();
    }
}
