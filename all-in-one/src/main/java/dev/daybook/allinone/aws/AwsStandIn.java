package dev.daybook.allinone.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.FolderLock;
import dev.daybook.allinone.ListenAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S3, SNS with e-mail subscribers, and the inbox that their mails arrive in, on one HTTP port; works with the AWS SDK
 * (path-style access for S3). What a call answered survives close and SIGKILL in its folder. All methods may be called
 * from any thread.
 *
 * <p>{@code /inbox} is a page, {@code /inbox.json} an array of {@link Mail}, newest last. Both need no credentials, so
 * bind it to an address that only readers of the mails can reach. {@code /health/ready} is for orchestrators.
 */
public final class AwsStandIn implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AwsStandIn.class);
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_REQUEST_LINE_BYTES = 8 << 10;
    private static final int IDLE_SECONDS = 60;
    private static final Duration STEP_LIMIT = Duration.ofSeconds(15);

    private interface Step {
        void run() throws Exception;
    }

    private final Deque<Step> closing = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean ready = new AtomicBoolean();
    private StandInCredentials credentials;
    private SnsStandIn sns;
    private Inbox inbox;
    private URI endpoint;

    private AwsStandIn() {}

    /**
     * Starts everything and returns once it answers.
     *
     * @param folder holds objects, topics, mails and the generated credentials; made where missing
     * @param clock stamps the mails
     * @throws dev.daybook.service.PortTaken if something listens at {@code address}
     * @throws dev.daybook.allinone.FolderInUse if a running Daybook works in {@code folder}
     */
    public static AwsStandIn start(Path folder, ListenAddress address, Clock clock) {
        return start(folder, Optional.empty(), address, clock);
    }

    /**
     * As {@link #start(Path, ListenAddress, Clock)}.
     *
     * @param given the credentials to accept; those of the folder where empty
     */
    public static AwsStandIn start(
            Path folder, Optional<StandInCredentials> given, ListenAddress address, Clock clock) {
        AwsStandIn standIn = new AwsStandIn();
        boolean started = false;
        try {
            standIn.startIn(folder.toAbsolutePath().normalize(), given, address, clock);
            started = true;
            LOG.info("S3, SNS and the inbox are ready at {}", standIn.endpoint());
            return standIn;
        } catch (IOException e) {
            throw new UncheckedIOException("the AWS stand-in did not start: " + e.getMessage(), e);
        } finally {
            if (!started) {
                standIn.close();
            }
        }
    }

    private void startIn(Path folder, Optional<StandInCredentials> given, ListenAddress address, Clock clock)
            throws IOException {
        FolderLock lock = FolderLock.of(folder);
        closing.push(lock::close);
        ObjectMapper json = new ObjectMapper();
        credentials = given.isPresent() ? given.get() : StandInCredentials.in(folder);
        inbox = Inbox.in(folder.resolve("inbox"), json);
        sns = new SnsStandIn(folder, credentials.accessKeyId(), inbox, json, clock);
        address.withFreePort(); // fails fast: Jetty takes longer to start than a bind to be refused
        S3Server s3 = S3Server.start(folder.resolve("s3"), credentials);
        closing.push(s3::close);
        Vertx vertx = vertx();
        closing.push(() -> await(vertx.close()));
        AwsFront front = new AwsFront(vertx, new S3Relay(vertx, s3.port()), sns, inbox, json, ready::get);
        HttpServer server = listen(vertx, front, address);
        closing.push(() -> await(server.close()));
        endpoint = URI.create("http://" + ListenAddress.hostInUrl(address.clientHost()) + ":" + server.actualPort());
    }

    private static Vertx vertx() {
        FileSystemOptions noCacheFolder =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4)
                .setFileSystemOptions(noCacheFolder));
    }

    private static HttpServer listen(Vertx vertx, AwsFront front, ListenAddress address) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address.bindAddress())
                .setPort(address.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES);
        try {
            return await(vertx.createHttpServer(options)
                    .requestHandler(front::handle)
                    .listen());
        } catch (CompletionException e) {
            throw e.getCause() instanceof BindException bind ? address.bindFailure(bind) : e;
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(STEP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Where S3 and SNS answer, for example {@code http://127.0.0.1:8083}; {@code /inbox} is below it. */
    public URI endpoint() {
        return endpoint;
    }

    /** The only credentials that S3 and SNS accept. */
    public StandInCredentials credentials() {
        return credentials;
    }

    /** From now on {@code /health/ready} answers 200: buckets and topics are as those who wait for it need them. */
    public void announceReady() {
        ready.set(true);
    }

    public Inbox inbox() {
        return inbox;
    }

    public SnsStandIn sns() {
        return sns;
    }

    /** Stops answering and waits for its end; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        while (!closing.isEmpty()) {
            try {
                closing.pop().run();
            } catch (Exception e) {
                LOG.error("a part of the AWS stand-in did not close", e);
            }
        }
    }
}
