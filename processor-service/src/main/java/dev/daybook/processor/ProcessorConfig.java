package dev.daybook.processor;

import dev.daybook.events.Topics;
import dev.daybook.processor.aggregate.FoldSettings;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.http.HttpService.Binding;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What the processor runs with.
 *
 * @param advertisedUrl where other instances reach this one, http://host:port; empty for the address that it binds,
 *     or the host's own where it binds all
 * @param zone of every store that isn't registered, as {@code dayStartsAt}
 */
public record ProcessorConfig(
        Binding http,
        Optional<URI> advertisedUrl,
        ApiKeys apiKeys,
        Secret serviceApiKey,
        KafkaConnection kafka,
        Topics topics,
        StreamsSettings streams,
        FoldSettings fold,
        ZoneId zone,
        LocalTime dayStartsAt) {

    public static final Setting<Integer> PROCESSOR_PORT =
            Setting.port("PROCESSOR_PORT", 8081, "The port of the processor's HTTP server.");
    public static final Setting<Integer> PROCESSOR_MANAGEMENT_PORT = Setting.integer(
            "PROCESSOR_MANAGEMENT_PORT",
            0,
            65_535,
            "A port for health and metrics alone; they are served beside the API without it.");
    public static final Setting<URI> PROCESSOR_ADVERTISED_URL = Setting.uri(
            "PROCESSOR_ADVERTISED_URL",
            "Where other instances reach this one, http://host:port; without it the address that it binds, or the host's own"
                    + " where it binds all.");
    public static final Setting<String> PROCESSOR_APPLICATION_ID = Setting.text(
            "PROCESSOR_APPLICATION_ID",
            "The application id of the topology: consumer group, changelogs, state; TOPIC_PREFIX-processor without it.");
    public static final Setting<String> PROCESSOR_INSTANCE_ID = Setting.text(
            "PROCESSOR_INSTANCE_ID",
            "A name that stays with the instance over restarts (the pod's name), for static group membership.");
    public static final Setting<Path> PROCESSOR_STATE_DIR = Setting.path(
                    "PROCESSOR_STATE_DIR", "The folder of the state stores; what is lost there is restored from Kafka.")
            .withDefault("/var/lib/daybook/processor");
    public static final Setting<Integer> PROCESSOR_THREADS = Setting.integer(
                    "PROCESSOR_THREADS", 1, 64, "Threads that process partitions.")
            .withDefault("1");
    public static final Setting<Integer> PROCESSOR_STANDBY_REPLICAS = Setting.integer(
                    "PROCESSOR_STANDBY_REPLICAS", 0, 5, "Warm copies of each partition's state on other instances.")
            .withDefault("0");
    public static final Setting<Integer> PROCESSOR_REPLICATION_FACTOR = Setting.integer(
                    "PROCESSOR_REPLICATION_FACTOR",
                    -1,
                    9,
                    "Replicas of the changelog topics; -1 leaves it to the broker's default.")
            .withDefault("-1");
    public static final Setting<Duration> PROCESSOR_SESSION_TIMEOUT = Setting.duration(
                    "PROCESSOR_SESSION_TIMEOUT",
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(30),
                    "After how long a silent instance loses its partitions; with PROCESSOR_INSTANCE_ID longer than a restart.")
            .withDefault("45s");
    public static final Setting<Duration> PROCESSOR_TRANSACTION_TIMEOUT = Setting.duration(
                    "PROCESSOR_TRANSACTION_TIMEOUT",
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(15),
                    "After how long the broker gives up the transaction of a silent instance: a shorter stall harms nothing,"
                            + " and after a crash others may have to wait that long for its partitions.")
            .withDefault("30s");
    public static final Setting<Boolean> PROCESSOR_LEAVE_GROUP_ON_CLOSE = Setting.flag(
                    "PROCESSOR_LEAVE_GROUP_ON_CLOSE",
                    "Whether an orderly end gives the partitions away at once; false where the instance comes back.")
            .withDefault("true");
    /** The report service's: an environment that all services share is not refused for it. */
    private static final Setting<URI> PROCESSOR_URL =
            Setting.uri("PROCESSOR_URL", "Where the report service finds the processor.");

    public static final Setting<Duration> DEDUP_WINDOW = Setting.duration(
                    "DEDUP_WINDOW",
                    Duration.ofSeconds(1),
                    Duration.ofDays(30),
                    "How long after an event's first receipt the same event is known again.")
            .withDefault("7d");
    public static final Setting<Duration> ORDER_RETENTION = Setting.duration(
                    "ORDER_RETENTION",
                    Duration.ofSeconds(1),
                    Duration.ofDays(3_660),
                    "How long an order's row is kept after the last record that changed it.")
            .withDefault("35d");

    /** What the processor reads besides {@link CommonSettings#ALL}. */
    public static final List<Setting<?>> ALL = List.of(
            PROCESSOR_PORT,
            PROCESSOR_MANAGEMENT_PORT,
            PROCESSOR_ADVERTISED_URL,
            PROCESSOR_APPLICATION_ID,
            PROCESSOR_INSTANCE_ID,
            PROCESSOR_STATE_DIR,
            PROCESSOR_THREADS,
            PROCESSOR_STANDBY_REPLICAS,
            PROCESSOR_REPLICATION_FACTOR,
            PROCESSOR_SESSION_TIMEOUT,
            PROCESSOR_TRANSACTION_TIMEOUT,
            PROCESSOR_LEAVE_GROUP_ON_CLOSE,
            DEDUP_WINDOW,
            ORDER_RETENTION);

    /**
     * Reads the environment.
     *
     * @throws dev.daybook.service.settings.WrongSettings with everything that is wrong with it
     */
    public static ProcessorConfig from(Settings settings) {
        String prefix = settings.get(CommonSettings.TOPIC_PREFIX);
        Optional<URI> advertised = settings.find(PROCESSOR_ADVERTISED_URL);
        if (advertised.isPresent() && !isHostAndPort(advertised.get())) {
            settings.wrong("PROCESSOR_ADVERTISED_URL must be http://host:port, without a path");
        }
        StreamsSettings streams = streams(settings, prefix);
        Binding http = new Binding(
                settings.get(CommonSettings.BIND_ADDRESS),
                settings.get(PROCESSOR_PORT),
                PROCESSOR_PORT.name(),
                settings.find(PROCESSOR_MANAGEMENT_PORT).map(OptionalInt::of).orElse(OptionalInt.empty()));
        ZoneId zone = settings.get(CommonSettings.DEFAULT_TIME_ZONE);
        FoldSettings fold = new FoldSettings(settings.get(DEDUP_WINDOW), settings.get(ORDER_RETENTION), zone);
        LocalTime dayStartsAt = settings.get(CommonSettings.DAY_STARTS_AT);
        Path keysFile = settings.get(CommonSettings.API_KEYS_FILE);
        Secret pepper = settings.get(CommonSettings.API_KEY_PEPPER);
        Secret serviceKey = settings.get(CommonSettings.SERVICE_API_KEY);
        settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS);
        settings.refuseUnknown(
                "PROCESSOR_",
                Stream.concat(ALL.stream(), Stream.of(PROCESSOR_URL)).toList());
        settings.throwIfWrong();
        return new ProcessorConfig(
                http,
                advertised,
                ApiKeys.load(keysFile, pepper, serviceKey),
                serviceKey,
                KafkaConnection.from(settings),
                new Topics(prefix),
                streams,
                fold,
                zone,
                dayStartsAt);
    }

    private static StreamsSettings streams(Settings settings, String prefix) {
        return new StreamsSettings(
                settings.find(PROCESSOR_APPLICATION_ID).orElse(prefix + "-processor"),
                settings.find(PROCESSOR_INSTANCE_ID),
                settings.get(PROCESSOR_STATE_DIR),
                settings.get(PROCESSOR_THREADS),
                settings.get(PROCESSOR_STANDBY_REPLICAS),
                settings.get(PROCESSOR_REPLICATION_FACTOR),
                settings.get(PROCESSOR_SESSION_TIMEOUT),
                settings.get(PROCESSOR_TRANSACTION_TIMEOUT),
                settings.get(PROCESSOR_LEAVE_GROUP_ON_CLOSE));
    }

    private static boolean isHostAndPort(URI url) {
        return "http".equals(url.getScheme())
                && url.getHost() != null
                && url.getPort() > 0
                && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawUserInfo() == null;
    }
}
