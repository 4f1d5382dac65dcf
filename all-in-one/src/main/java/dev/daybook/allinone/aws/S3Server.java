package dev.daybook.allinone.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * S3Proxy on a loopback port of its own: S3's protocol with signatures of version 4 checked, one plain file per object
 * under {@code <folder>/buckets/<bucket>}. Racing conditional puts have one winner, and a killed upload leaves no object.
 */
final class S3Server implements AutoCloseable {
    /** S3's own limit is 5 GB; a report is some kilobytes and an archive object some megabytes. */
    static final long MAX_OBJECT_BYTES = 256L << 20;
    /** A signed body that is not sent in chunks is held in memory while its signature is checked. */
    private static final long MAX_UNCHUNKED_BYTES = 64L << 20;

    private static final int MAX_THREADS = 24;
    private static final long STOP_LIMIT_MILLIS = 5_000;

    private final S3Proxy proxy;
    private final AtomicBoolean closed = new AtomicBoolean();

    private S3Server(S3Proxy proxy) {
        this.proxy = proxy;
    }

    static S3Server start(Path folder, StandInCredentials credentials) throws IOException {
        Path buckets = Files.createDirectories(folder.resolve("buckets"));
        UnfinishedPuts unfinished = new UnfinishedPuts(folder.resolve("unfinished"));
        unfinished.clean(buckets);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new OneWriterPerKey(new FilesystemNio2BlobStore(buckets.toString()), unfinished))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKeyId(), credentials.secretAccessKey())
                .maxSinglePartObjectSize(MAX_OBJECT_BYTES)
                .v4MaxNonChunkedRequestSize(MAX_UNCHUNKED_BYTES)
                .jettyMaxThreads(MAX_THREADS)
                .stopTimeout(STOP_LIMIT_MILLIS)
                .ignoreUnknownHeaders(true)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("the S3 server did not start: " + e.getMessage(), e);
        }
        return new S3Server(proxy);
    }

    int port() {
        return proxy.getPort();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                proxy.stop();
            } catch (Exception e) {
                throw new IllegalStateException("the S3 server did not stop", e);
            }
        }
    }
}
