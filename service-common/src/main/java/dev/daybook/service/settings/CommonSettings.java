package dev.daybook.service.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** The settings that more than one service reads, under the same name and with the same meaning in each. */
public final class CommonSettings {
    private static final List<String> LEVELS = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    public static final Setting<String> BIND_ADDRESS = Setting.text(
                    "BIND_ADDRESS", "The address that the HTTP server listens on.")
            .withDefault("0.0.0.0");
    public static final Setting<Path> API_KEYS_FILE = Setting.path(
                    "API_KEYS_FILE", "The file that holds the keyed hashes of the API keys.")
            .asRequired();
    public static final Setting<Secret> API_KEY_PEPPER = Setting.secret(
                    "API_KEY_PEPPER", "The secret that the hashes in API_KEYS_FILE are keyed with.")
            .asRequired();
    public static final Setting<Secret> SERVICE_API_KEY = Setting.secret(
                    "SERVICE_API_KEY", "The key that Daybook's services show each other.")
            .asRequired();
    public static final Setting<String> KAFKA_BOOTSTRAP_SERVERS = Setting.text(
                    "KAFKA_BOOTSTRAP_SERVERS", "Where the Kafka cluster is: host:port, several separated by commas.")
            .asRequired();
    public static final Setting<String> TOPIC_PREFIX = Setting.text(
                    "TOPIC_PREFIX", "What the names of the topics start with.")
            .withDefault("daybook");
    public static final Setting<URI> PROCESSOR_URL =
            Setting.uri("PROCESSOR_URL", "Where the processor service is.").asRequired();
    public static final Setting<ZoneId> DEFAULT_TIME_ZONE = Setting.zone(
                    "DEFAULT_TIME_ZONE", "The time zone of every store that isn't registered with one.")
            .withDefault("UTC");
    public static final Setting<LocalTime> DAY_STARTS_AT = Setting.timeOfDay(
                    "DAY_STARTS_AT", "When the business day of every store starts that isn't registered with a time.")
            .withDefault("00:00");
    public static final Setting<String> AWS_REGION = Setting.text(
                    "AWS_REGION", "The AWS region of the buckets and topics.")
            .withDefault("eu-west-1");
    public static final Setting<URI> AWS_ENDPOINT_URL_S3 =
            Setting.uri("AWS_ENDPOINT_URL_S3", "Where S3 is, if not at AWS.");
    public static final Setting<String> S3_SSE_KMS_KEY_ID =
            Setting.text("S3_SSE_KMS_KEY_ID", "The KMS key that objects are encrypted with on the server.");
    public static final Setting<Secret> AWS_ACCESS_KEY_ID = Setting.secret(
            "AWS_ACCESS_KEY_ID",
            "The AWS access key. Without one the AWS SDK looks where it always does: web identity, instance profile.");
    public static final Setting<Secret> AWS_SECRET_ACCESS_KEY =
            Setting.secret("AWS_SECRET_ACCESS_KEY", "The secret of AWS_ACCESS_KEY_ID.");
    public static final Setting<Secret> AWS_SESSION_TOKEN = Setting.secret(
            "AWS_SESSION_TOKEN", "Belongs to temporary credentials, which are left to the AWS SDK to read and renew.");
    public static final Setting<String> RAW_BUCKET = Setting.text(
                    "RAW_BUCKET", "The S3 bucket that the raw archive is kept in.")
            .asRequired();
    /** Read by logback.xml, before anything else; checked with the rest. */
    public static final Setting<String> LOG_FORMAT = oneOf(
                    "LOG_FORMAT", List.of("json", "console"), "How lines of the log look: for machines, or for people.")
            .withDefault("json");

    public static final Setting<String> LOG_LEVEL = oneOf(
                    "LOG_LEVEL", LEVELS, "What Daybook logs; libraries log warnings only.")
            .withDefault("INFO");
    public static final Setting<String> LOG_LEVEL_ACCESS =
            oneOf("LOG_LEVEL_ACCESS", LEVELS, "The level of the log of requests; LOG_LEVEL without it.");
    public static final String KAFKA_CONFIG_PREFIX = "KAFKA_CONFIG_";

    public static final List<Setting<?>> ALL = List.of(
            BIND_ADDRESS,
            API_KEYS_FILE,
            API_KEY_PEPPER,
            SERVICE_API_KEY,
            KAFKA_BOOTSTRAP_SERVERS,
            TOPIC_PREFIX,
            PROCESSOR_URL,
            DEFAULT_TIME_ZONE,
            DAY_STARTS_AT,
            AWS_REGION,
            AWS_ENDPOINT_URL_S3,
            S3_SSE_KMS_KEY_ID,
            AWS_ACCESS_KEY_ID,
            AWS_SECRET_ACCESS_KEY,
            AWS_SESSION_TOKEN,
            RAW_BUCKET);

    /** Those of the log, which every process has. */
    public static final List<Setting<?>> LOGGING = List.of(LOG_FORMAT, LOG_LEVEL, LOG_LEVEL_ACCESS);

    private CommonSettings() {}

    private static Setting<String> oneOf(String name, List<String> choices, String description) {
        String type = "one of " + String.join(", ", choices);
        return new Setting<>(name, type, null, false, false, description, text -> {
            // Logback takes a level in any case; the format is part of a file's name.
            if (choices.contains(text) || choices.contains(text.toUpperCase(Locale.ROOT))) {
                return text;
            }
            throw new IllegalArgumentException("must be " + type);
        });
    }
}
