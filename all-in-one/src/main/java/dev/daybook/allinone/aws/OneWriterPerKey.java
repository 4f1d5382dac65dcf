package dev.daybook.allinone.aws;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Lets one writer at a time at a key, so that of any number of racing puts with {@code If-None-Match: *} exactly one
 * wins, as in S3. S3Proxy 4.1.0 sees to that itself where the file system has hard links; where it has none, it looks
 * first and writes later. Also notes each put for {@link UnfinishedPuts}. Thread-safe.
 */
final class OneWriterPerKey extends ForwardingBlobStore {
    /** Two keys that share a lock merely wait for each other; more locks than request threads make that rare. */
    private static final int LOCKS = 256;

    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);
    private final UnfinishedPuts unfinished;

    OneWriterPerKey(BlobStore store, UnfinishedPuts unfinished) {
        super(store);
        this.unfinished = unfinished;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        return write(request.bucket(), request.key(), () -> super.putBlob(request, content));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return write(request.destinationBucket(), request.destinationKey(), () -> super.copyBlob(request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return write(request.bucket(), request.key(), () -> super.completeMultipartUpload(upload, request));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return exclusively(request.bucket(), request.key(), () -> super.removeBlob(request));
    }

    private <T> T write(String bucket, String key, Supplier<T> put) {
        return exclusively(bucket, key, () -> {
            Path note = unfinished.begin(bucket, key);
            try {
                return put.get();
            } finally {
                unfinished.end(note);
            }
        });
    }

    private <T> T exclusively(String bucket, String key, Supplier<T> work) {
        Lock lock = locks[Math.floorMod((bucket + "/" + key).hashCode(), LOCKS)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
