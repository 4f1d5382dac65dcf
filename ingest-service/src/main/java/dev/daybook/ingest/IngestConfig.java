package dev.daybook.ingest;

import dev.daybook.events.EventLimits;
import dev.daybook.events.Topics;
import dev.daybook.ingest.archive.ArchiveConfig;
import dev.daybook.ingest.receive.ProducerSettings;
import dev.daybook.service.http.HttpLimits;
import dev.daybook.service.http.HttpService.Binding;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything the ingest service is told from outside, checked: what {@link #from} returns can be started with.
 *
 * @param binding where it listens
 * @param http what it takes on at a time
 * @param events how large a body and an event may be
 * @param kafka where the cluster is
 * @param topics the names of the topics
 * @param bufferBytes of events that wait to be sent to Kafka
 * @param keyRate events a second that each API key may send; empty for any
 * @param zone of every store that is not registered
 * @param dayStartsAt of every store that is not registered, on the wall clock
 * @param roles one or both
 * @param archive present for the role of the same name
 * @param apiKeysFile see {@link dev.daybook.service.http.ApiKeys}
 */
public record IngestConfig(
        Binding binding,
        HttpLimits http,
        EventLimits events,
        KafkaConnection kafka,
        Topics topics,
        long bufferBytes,
        Optional<Integer> keyRate,
        ZoneId zone,
        LocalTime dayStartsAt,
        Path apiKeysFile,
        Secret apiKeyPepper,
        Secret serviceApiKey,
        Set<Role> roles,
        Optional<ArchiveConfig> archive) {

    /** What one process of the service does; each role can run alone. */
    public enum Role {
        /** Takes events over HTTP. */
        API,
        /** Keeps the topics in S3. */
        ARCHIVE
    }

    public static final Setting<Integer> PORT = Setting.port("INGEST_PORT", 8080, "The port that takes events.");
    public static final Setting<Set<Role>> ROLES = new Setting<Set<Role>>(
                    "INGEST_ROLES",
                    "api, archive, or both with a comma",
                    null,
                    false,
                    false,
                    "What this process does: api takes events over HTTP, archive keeps the topics in S3.",
                    IngestConfig::roles)
            .withDefault("api,archive");
    public static final Setting<Integer> MANAGEMENT_PORT = Setting.integer(
            "INGEST_MANAGEMENT_PORT",
            0,
            65_535,
            "A port of its own for health and metrics; they are served beside the events where it is not set.");
    public static final Setting<Integer> MAX_BODY_BYTES = Setting.integer(
                    "INGEST_MAX_BODY_BYTES", 1024, 64 * 1024 * 1024, "Bytes that a request's body may have.")
            .withDefault("4194304");
    public static final Setting<Integer> MAX_EVENTS = Setting.integer(
                    "INGEST_MAX_EVENTS", 1, 100_000, "Events that a request may hold.")
            .withDefault("1000");
    public static final Setting<Integer> MAX_EVENT_BYTES = Setting.integer(
                    "INGEST_MAX_EVENT_BYTES", 1024, 1024 * 1024, "Bytes that an event may have.")
            .withDefault("524288");
    public static final Setting<Integer> MAX_LINES = Setting.integer(
                    "INGEST_MAX_LINES", 1, 10_000, "Lines that a sale may have.")
            .withDefault("2000");
    public static final Setting<Integer> MAX_IN_FLIGHT_BYTES = Setting.integer(
                    "INGEST_MAX_IN_FLIGHT_BYTES",
                    1024,
                    1024 * 1024 * 1024,
                    "Bytes of all bodies that are being read or wait for Kafka; beyond them requests are answered 503.")
            .withDefault("67108864");
    public static final Setting<Integer> BUFFER_BYTES = Setting.integer(
                    "INGEST_BUFFER_BYTES",
                    1024 * 1024,
                    1024 * 1024 * 1024,
                    "Bytes of events that may wait to be sent to Kafka; beyond them events are answered 503.")
            .withDefault("33554432");
    public static final Setting<Integer> KEY_RATE = Setting.integer(
            "INGEST_KEY_RATE",
            1,
            10_000_000,
            "Events a second that each API key may send to this process, beyond a burst of INGEST_MAX_EVENTS; more is answered"
                    + " 429. Any number where it is not set.");
    public static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
                    "INGEST_MAX_CONNECTIONS", 1, 100_000, "Connections at a time; beyond them new ones are closed.")
            .withDefault("1024");

    /** The service's own, in the order of the documentation; those it shares are in {@link CommonSettings}. */
    public static final List<Setting<?>> SETTINGS = List.of(
            PORT,
            ROLES,
            MANAGEMENT_PORT,
            MAX_BODY_BYTES,
            MAX_EVENTS,
            MAX_EVENT_BYTES,
            MAX_LINES,
            MAX_IN_FLIGHT_BYTES,
            BUFFER_BYTES,
            KEY_RATE,
            MAX_CONNECTIONS);

    private static final String PREFIX = "INGEST_";
    /** An event takes more of the buffer than its bytes, and what an empty buffer can't hold would be refused for good. */
    private static final long BUFFERED_EVENTS = 2;
    /** A worker parses and hands over to Kafka's own thread; more of them than cores would only take turns. */
    private static final int MIN_WORKERS = 2;
    /** Requests that wait for a worker: a second's worth on two cores. */
    private static final int MAX_QUEUED = 1024;

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);
    /** Longer than {@link ProducerSettings#DELIVERY_TIMEOUT}, so that it is Kafka's answer that the client gets and never a cut connection. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private static Set<Role> roles(String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : text.split(",")) {
            switch (name.strip()) {
                case "api" -> roles.add(Role.API);
                case "archive" -> roles.add(Role.ARCHIVE);
                default -> throw new IllegalArgumentException("must be api, archive, or both with a comma");
            }
        }
        return roles;
    }

    /**
     * Reads the settings.
     *
     * @throws dev.daybook.service.settings.WrongSettings with everything that is wrong with them
     */
    public static IngestConfig from(Settings settings) {
        settings.refuseUnknown(PREFIX, SETTINGS);
        Optional<Integer> managementPort = settings.find(MANAGEMENT_PORT);
        Binding binding = new Binding(
                settings.get(CommonSettings.BIND_ADDRESS),
                settings.get(PORT),
                PORT.name(),
                managementPort.map(OptionalInt::of).orElseGet(OptionalInt::empty));
        EventLimits byDefault = EventLimits.DEFAULT;
        EventLimits events = new EventLimits(
                settings.get(MAX_EVENTS),
                settings.get(MAX_EVENT_BYTES),
                settings.get(MAX_LINES),
                byDefault.maxPayments(),
                byDefault.maxDepth());
        KafkaConnection kafka = KafkaConnection.from(settings);
        Set<Role> roles = settings.get(ROLES);
        IngestConfig config = new IngestConfig(
                binding,
                httpLimits(settings),
                events,
                kafka,
                new Topics(settings.get(CommonSettings.TOPIC_PREFIX)),
                settings.get(BUFFER_BYTES),
                settings.find(KEY_RATE),
                settings.get(CommonSettings.DEFAULT_TIME_ZONE),
                settings.get(CommonSettings.DAY_STARTS_AT),
                settings.get(CommonSettings.API_KEYS_FILE),
                settings.get(CommonSettings.API_KEY_PEPPER),
                settings.get(CommonSettings.SERVICE_API_KEY),
                roles,
                roles.contains(Role.ARCHIVE) ? Optional.of(ArchiveConfig.from(settings)) : Optional.empty());
        config.together().forEach(settings::wrong);
        settings.throwIfWrong();
        return config;
    }

    private static HttpLimits httpLimits(Settings settings) {
        return new HttpLimits(
                settings.get(MAX_BODY_BYTES),
                settings.get(MAX_IN_FLIGHT_BYTES),
                settings.get(MAX_CONNECTIONS),
                Math.max(MIN_WORKERS, Runtime.getRuntime().availableProcessors()),
                MAX_QUEUED,
                READ_TIMEOUT,
                ANSWER_TIMEOUT);
    }

    /** What is wrong with settings that are right one by one. */
    private List<String> together() {
        List<String> wrong = new ArrayList<>();
        if (http.maxBodyBytesInFlight() < http.maxBodyBytes()) {
            wrong.add(MAX_IN_FLIGHT_BYTES.name() + " must not be less than " + MAX_BODY_BYTES.name() + " ("
                    + http.maxBodyBytes() + ")");
        }
        if (http.maxBodyBytes() < events.maxEventBytes()) {
            wrong.add(MAX_EVENT_BYTES.name() + " must not be more than " + MAX_BODY_BYTES.name() + " ("
                    + http.maxBodyBytes() + ")");
        }
        if (bufferBytes < BUFFERED_EVENTS * events.maxEventBytes()) {
            wrong.add(BUFFER_BYTES.name() + " must not be less than twice " + MAX_EVENT_BYTES.name() + " ("
                    + events.maxEventBytes() + ")");
        }
        ProducerSettings.forbidden(kafka)
                .forEach(name -> wrong.add(name + " can't be set: that a 202 means durable depends on it"));
        if (kafka.bootstrapServers() != null) {
            ProducerSettings.invalid(kafka).ifPresent(why -> wrong.add("KAFKA_CONFIG_* is wrong: " + why));
        }
        return wrong;
    }
}
