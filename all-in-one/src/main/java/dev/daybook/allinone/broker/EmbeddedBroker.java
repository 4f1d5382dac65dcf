package dev.daybook.allinone.broker;

import dev.daybook.allinone.FolderInUse;
import dev.daybook.allinone.FolderLock;
import dev.daybook.allinone.ListenAddress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, its own controller, inside this JVM; what it acknowledged survives close and SIGKILL in its data
 * folder. It never ends the process: a failed start throws {@link BrokerFailed} or {@link dev.daybook.service.PortTaken}
 * and leaves nothing running, a later failure is told to the given listener. It can be closed and started again in one
 * JVM on the same port and folder; all methods may be called from any thread.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    /** How often another free port is tried when a process takes one between its choice and the bind. */
    private static final int PORT_ATTEMPTS = 5;

    private final ListenAddress address;
    private final Consumer<BrokerFailed> onFailure;
    private final AtomicReference<BrokerFailed> failure = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Consumer<BrokerFailed> trapped = this::failed;
    private FolderLock lock;
    private KafkaRaftServer server;

    private EmbeddedBroker(ListenAddress address, Consumer<BrokerFailed> onFailure) {
        this.address = address;
        this.onFailure = onFailure;
    }

    /**
     * Starts a broker and returns once clients can use it.
     *
     * @param dataFolder holds the log folders; made where missing; one broker at a time
     * @param onFailure told once, from a thread of Kafka, if the running broker gives up
     * @throws dev.daybook.service.PortTaken if something listens at {@code address}
     * @throws BrokerFailed if Kafka refuses to start, with its reason
     */
    public static EmbeddedBroker start(Path dataFolder, ListenAddress address, Consumer<BrokerFailed> onFailure) {
        for (int attempt = 1; ; attempt++) {
            ListenAddress free = address.withFreePort();
            EmbeddedBroker broker = new EmbeddedBroker(free, onFailure);
            try {
                broker.startOn(dataFolder.toAbsolutePath());
                return broker;
            } catch (BrokerFailed e) {
                broker.close();
                BindException bind = causeOf(e, BindException.class);
                if (bind == null) {
                    throw e;
                }
                if (attempt == PORT_ATTEMPTS) {
                    throw free.bindFailure(bind);
                }
            }
        }
    }

    /** {@code host:port} for clients on this machine. */
    public String bootstrapServers() {
        return address.clientAddress();
    }

    /** The port that clients connect to; never 0. */
    public int port() {
        return address.port();
    }

    /** Why the broker gave up, if it did. */
    public Optional<BrokerFailed> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Stops the broker and waits for its end; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
            }
        } finally {
            ExitTrap.release(trapped);
            if (lock != null) {
                lock.close();
            }
        }
    }

    private void startOn(Path dataFolder) {
        try {
            lock = FolderLock.of(dataFolder);
        } catch (FolderInUse running) {
            throw new BrokerFailed("the Kafka broker did not start: " + running.getMessage(), running);
        }
        Path logFolder = dataFolder.resolve("log");
        // Loads the trap before the first line of Kafka's server code runs.
        ExitTrap.tell(trapped);
        try {
            Files.createDirectories(logFolder);
            int controllerPort = controllerPort();
            Map<String, String> settings = BrokerSettings.of(logFolder, address, controllerPort);
            if (DeadRegistration.isIn(logFolder)) {
                DeadRegistration.remove(settings, controllerPort);
            }
            if (!Files.exists(logFolder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                format(logFolder);
            }
            server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            LOG.info("Kafka broker is ready at {}", bootstrapServers());
        } catch (BrokerFailed e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerFailed("the Kafka broker did not start: interrupted", e);
        } catch (Exception | LinkageError e) {
            throw new BrokerFailed("the Kafka broker did not start: " + e.getMessage(), e);
        }
    }

    /** Nobody listens on the clients' port yet, so the system may pick it once more: now and then it does. */
    private int controllerPort() {
        int port = address.port();
        while (port == address.port()) {
            port = ListenAddress.loopback(0, "the controller's port")
                    .withFreePort()
                    .port();
        }
        return port;
    }

    private static void format(Path logFolder) throws Exception {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(logFolder.toString())
                    .addDirectory(logFolder.toString())
                    .run();
        }
    }

    private void failed(BrokerFailed reason) {
        if (!closed.get() && failure.compareAndSet(null, reason)) {
            LOG.error("{}", reason.getMessage());
            onFailure.accept(reason);
        }
    }

    private static <T extends Throwable> T causeOf(Throwable thrown, Class<T> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
