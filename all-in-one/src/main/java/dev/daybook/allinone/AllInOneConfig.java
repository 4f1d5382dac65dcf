package dev.daybook.allinone;

import dev.daybook.allinone.database.DatabaseAccount;
import dev.daybook.allinone.database.EmbeddedMariaDb;
import dev.daybook.events.Topics;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What the all-in-one takes from the environment beside the services' own settings, which all work here as well.
 *
 * @param home where state lies
 * @param database the user's own; empty for the embedded one
 * @param presetApiKey empty where one is made at the first start
 * @param subscriber the address that the report's mails go to
 */
public record AllInOneConfig(
        Path home,
        String bindAddress,
        int awsPort,
        int kafkaPort,
        int dbPort,
        int partitions,
        String topicPrefix,
        Optional<DatabaseAccount> database,
        Optional<Secret> presetApiKey,
        String subscriber,
        ZoneId timeZone,
        LocalTime dayStartsAt) {

    static final Setting<Path> HOME = Setting.path("DAYBOOK_HOME", "Where the all-in-one keeps its state.")
            .withDefault(".daybook");
    private static final Setting<String> BIND_ADDRESS = Setting.text(
                    "BIND_ADDRESS", "The address that everything in the all-in-one listens on.")
            .withDefault("127.0.0.1");
    private static final Setting<Integer> AWS_PORT =
            Setting.port("AWS_PORT", 8083, "The port of S3, SNS and the inbox.");
    private static final Setting<Integer> KAFKA_PORT = Setting.port("KAFKA_PORT", 9092, "The port of the broker.");
    private static final Setting<Integer> DB_PORT = Setting.port("DB_PORT", 3307, "The port of the embedded MariaDB.");
    private static final Setting<Integer> TOPIC_PARTITIONS = Setting.integer(
                    "TOPIC_PARTITIONS", 1, 1_000, "How many partitions the topics are created with.")
            .withDefault(Integer.toString(Topics.DEFAULT_PARTITIONS));
    private static final Setting<String> DB_URL =
            Setting.text("DB_URL", "The JDBC URL of a MariaDB database of your own, in place of the embedded one.");
    private static final Setting<String> DB_USER = Setting.text("DB_USER", "The user of DB_URL.");
    private static final Setting<Secret> DB_PASSWORD = Setting.secret("DB_PASSWORD", "The password of DB_USER.");
    static final Setting<Secret> API_KEY =
            Setting.secret("DAYBOOK_API_KEY", "The API key, in place of the one that is made at the first start.");
    private static final Setting<String> SUBSCRIBER = Setting.text(
                    "DAYBOOK_SUBSCRIBER", "The e-mail address that the day's report is sent to.")
            .withDefault("owner@cafe.example");

    static final List<Setting<?>> ALL = List.of(
            HOME,
            BIND_ADDRESS,
            AWS_PORT,
            KAFKA_PORT,
            DB_PORT,
            TOPIC_PARTITIONS,
            DB_URL,
            DB_USER,
            DB_PASSWORD,
            API_KEY,
            SUBSCRIBER);

    /** Reads it; the caller ends the reading with {@link Settings#throwIfWrong()} before it uses the result. */
    public static AllInOneConfig from(Settings settings) {
        settings.refuseUnknown("DAYBOOK_", ALL);
        return new AllInOneConfig(
                settings.get(HOME).toAbsolutePath().normalize(),
                settings.get(BIND_ADDRESS),
                settings.get(AWS_PORT),
                settings.get(KAFKA_PORT),
                settings.get(DB_PORT),
                settings.get(TOPIC_PARTITIONS),
                settings.get(CommonSettings.TOPIC_PREFIX),
                database(settings),
                settings.find(API_KEY),
                settings.get(SUBSCRIBER),
                settings.get(CommonSettings.DEFAULT_TIME_ZONE),
                settings.get(CommonSettings.DAY_STARTS_AT));
    }

    private static Optional<DatabaseAccount> database(Settings settings) {
        Optional<String> url = settings.find(DB_URL);
        Optional<String> user = settings.find(DB_USER);
        Optional<Secret> password = settings.find(DB_PASSWORD);
        if (url.isPresent() != user.isPresent() || url.isPresent() != password.isPresent()) {
            settings.wrong(
                    "DB_URL, DB_USER and DB_PASSWORD go together: set all three, or none for the embedded database");
        } else if (url.isEmpty() && !EmbeddedMariaDb.isSupported()) {
            settings.wrong(
                    "DB_URL, DB_USER and DB_PASSWORD have to name a MariaDB database: the embedded one runs on Linux"
                            + " x86-64 only");
        }
        return url.flatMap(at -> user.flatMap(as -> password.map(with -> new DatabaseAccount(at, as, with.reveal()))));
    }
}
