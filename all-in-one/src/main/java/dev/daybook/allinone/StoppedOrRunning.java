package dev.daybook.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.aws.AwsStandIn;
import dev.daybook.allinone.aws.StandInCredentials;
import dev.daybook.allinone.broker.EmbeddedBroker;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The settings under which a command reaches a home's archive: those of the running Daybook, or, where none runs, of the parts that
 * the command needs, started on free ports over the home's state and stopped with {@link #close}. Meanwhile no Daybook can start
 * there.
 */
final class StoppedOrRunning implements AutoCloseable {
    /** What a command needs besides S3. */
    enum Needs {
        S3,
        S3_AND_BROKER,
        /** A broker with the topics, and no service that writes to them. */
        S3_AND_TOPICS_ALONE;

        /** What {@code archive} needs to do that. */
        static Needs ofArchive(String what) {
            return switch (what) {
                case "check" -> S3_AND_BROKER;
                case "restore" -> S3_AND_TOPICS_ALONE;
                default -> S3;
            };
        }
    }

    private final Map<String, String> environment;
    private final Lifecycle parts;

    private StoppedOrRunning(Map<String, String> environment, Lifecycle parts) {
        this.environment = environment;
        this.parts = parts;
    }

    /**
     * Finds or starts what the command needs.
     *
     * @param user the environment, whose settings hold beside those of the home
     * @throws NoState where there is no Daybook's state, it is just starting, or it must not run
     */
    static StoppedOrRunning open(Map<String, String> user, Needs needs, Clock clock, Consumer<String> progress)
            throws IOException {
        Settings settings = Settings.of(user);
        AllInOneConfig config = AllInOneConfig.from(settings);
        settings.throwIfWrong();
        if (!StateFolder.isHome(config.home())) {
            throw new NoState("there is no state of Daybook in " + config.home()
                    + "; ./daybook demo or ./daybook up makes some, DAYBOOK_HOME says where");
        }
        return Lifecycle.starting("daybook", parts -> {
            Map<String, String> own = new HashMap<>();
            try {
                parts.add("home", FolderLock.of(config.home()));
                own.putAll(stopped(config, needs, clock, parts, progress));
            } catch (FolderInUse running) {
                if (needs == Needs.S3_AND_TOPICS_ALONE) {
                    throw new NoState(
                            "Daybook runs on " + config.home() + ", and only a stopped one's topics can be restored");
                }
                own.putAll(running(config.home()));
            }
            own.put("AWS_REGION", ReportSubscription.REGION);
            own.put("RAW_BUCKET", Neighbours.BUCKET);
            own.put("REPORT_BUCKET", Neighbours.BUCKET);
            return new StoppedOrRunning(ServiceSettings.over(user, own), parts);
        });
    }

    /** There is nothing that a command could look at. */
    static final class NoState extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoState(String message) {
            super(message);
        }
    }

    private static Map<String, String> running(Path home) throws IOException {
        if (!Files.exists(Addresses.file(home))) {
            throw new NoState("a Daybook is starting or ending on " + home + "; try again when it is up");
        }
        JsonNode addresses = Addresses.read(home);
        Map<String, String> running = new HashMap<>();
        running.put("AWS_ENDPOINT_URL_S3", addresses.path("aws").asText());
        running.put("KAFKA_BOOTSTRAP_SERVERS", addresses.path("kafka").asText());
        running.put("PROCESSOR_URL", addresses.path("processor").asText());
        running.put("SERVICE_API_KEY", HomeKeys.serviceKey(home).reveal());
        running.putAll(ServiceSettings.credentials(StandInCredentials.in(Neighbours.awsFolder(home))));
        return running;
    }

    private static Map<String, String> stopped(
            AllInOneConfig config, Needs needs, Clock clock, Lifecycle parts, Consumer<String> progress) {
        progress.accept("Daybook is not running on " + config.home() + ": starting its S3"
                + (needs == Needs.S3 ? "" : " and its broker") + " alone …");
        AwsStandIn aws = parts.add(
                "S3", AwsStandIn.start(Neighbours.awsFolder(config.home()), freePort(config, "AWS_PORT"), clock));
        Map<String, String> stopped = new HashMap<>();
        stopped.put("AWS_ENDPOINT_URL_S3", aws.endpoint().toString());
        stopped.put("PROCESSOR_URL", ServiceSettings.NONE);
        stopped.putAll(ServiceSettings.credentials(aws.credentials()));
        if (needs != Needs.S3) {
            EmbeddedBroker broker = parts.add(
                    "broker",
                    EmbeddedBroker.start(
                            Neighbours.brokerFolder(config.home()),
                            freePort(config, "KAFKA_PORT"),
                            failure -> progress.accept("the embedded broker gave up: " + failure.getMessage())));
            if (needs == Needs.S3_AND_TOPICS_ALONE) {
                Neighbours.createTopics(broker, config);
            }
            stopped.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        } else {
            // Read with the archive's settings, and connected to by no command that needs S3 alone.
            stopped.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        }
        return stopped;
    }

    private static ListenAddress freePort(AllInOneConfig config, String setting) {
        return new ListenAddress(config.bindAddress(), 0, setting);
    }

    Settings settings() {
        return Settings.of(environment);
    }

    @Override
    public void close() {
        parts.close();
    }
}
