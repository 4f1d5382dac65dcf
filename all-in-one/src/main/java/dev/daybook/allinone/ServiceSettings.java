package dev.daybook.allinone;

import dev.daybook.allinone.aws.StandInCredentials;
import dev.daybook.allinone.database.DatabaseAccount;
import dev.daybook.ingest.IngestConfig;
import dev.daybook.processor.ProcessorConfig;
import dev.daybook.report.ReportConfig;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The environment that each service of the all-in-one reads: the user's own, with the embedded parts under the names that the
 * services know them by.
 */
final class ServiceSettings {
    /** An empty setting counts as none. */
    static final String NONE = "";

    private final Map<String, String> environment;

    private ServiceSettings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    ServiceSettings(Map<String, String> user, AllInOneConfig config, HomeKeys keys, Neighbours neighbours) {
        this(environment(
                user,
                config,
                keys,
                neighbours.broker().bootstrapServers(),
                neighbours.aws().endpoint().toString(),
                neighbours.aws().credentials(),
                neighbours.reportTopicArn(),
                neighbours.database()));
    }

    private static Map<String, String> environment(
            Map<String, String> user,
            AllInOneConfig config,
            HomeKeys keys,
            String kafka,
            String aws,
            StandInCredentials credentials,
            String reportTopicArn,
            DatabaseAccount database) {
        Map<String, String> own = new HashMap<>();
        own.put("BIND_ADDRESS", config.bindAddress());
        own.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        own.put("API_KEYS_FILE", keys.file().toString());
        own.put("API_KEY_PEPPER", keys.pepper().reveal());
        own.put("SERVICE_API_KEY", keys.serviceKey().reveal());
        own.put("AWS_REGION", ReportSubscription.REGION);
        own.put("AWS_ENDPOINT_URL_S3", aws);
        own.put("AWS_ENDPOINT_URL_SNS", aws);
        own.putAll(credentials(credentials));
        own.put("REPORT_BUCKET", Neighbours.BUCKET);
        own.put("RAW_BUCKET", Neighbours.BUCKET);
        own.put("REPORT_TOPIC_ARN", reportTopicArn);
        own.put("DB_URL", database.jdbcUrl());
        own.put("DB_USER", database.user());
        own.put("DB_PASSWORD", database.password());
        Map<String, String> all = over(user, own);
        all.putIfAbsent("ARCHIVE_INSTANCE_ID", "all-in-one");
        // Reports wait for the archive, and a person at the demo waits for the report.
        all.putIfAbsent("ARCHIVE_FLUSH_AFTER", "1s");
        all.putIfAbsent("PROCESSOR_STATE_DIR", streamsFolder(config.home()).toString());
        // With a name that stays the next process takes the partitions over at once, even after a SIGKILL.
        all.putIfAbsent("PROCESSOR_INSTANCE_ID", "all-in-one");
        all.putIfAbsent("PROCESSOR_URL", "http://127.0.0.1:1");
        return all;
    }

    /** The user's environment with Daybook's own settings in place of theirs, and of the files that theirs come out of. */
    static Map<String, String> over(Map<String, String> user, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(user);
        own.forEach((name, value) -> {
            all.remove(name + "_FILE");
            all.put(name, value);
        });
        return all;
    }

    /** Those of the stand-in, and no session of the user's at AWS itself: with one the key pair would be left to the SDK. */
    static Map<String, String> credentials(StandInCredentials credentials) {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                credentials.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                credentials.secretAccessKey(),
                "AWS_SESSION_TOKEN",
                NONE);
    }

    static Path streamsFolder(Path home) {
        return home.resolve("streams");
    }

    /**
     * Reads the services' settings before anything is started, so that all that is wrong is said at once.
     *
     * @param own what is wrong with the all-in-one's own settings
     * @throws WrongSettings with everything that is wrong
     */
    static void check(Map<String, String> user, AllInOneConfig config, HomeKeys keys, List<String> own) {
        // Addresses that nothing listens on stand for the parts: reading settings connects to nothing.
        ServiceSettings settings = new ServiceSettings(environment(
                user,
                config,
                keys,
                "127.0.0.1:1",
                "http://127.0.0.1:1",
                new StandInCredentials("unstarted", "unstarted"),
                "arn:aws:sns:" + ReportSubscription.REGION + ":000000000000:unstarted",
                new DatabaseAccount("jdbc:mariadb://127.0.0.1:1/unstarted", "unstarted", "unstarted")));
        Set<String> errors = new LinkedHashSet<>(own);
        for (Function<Settings, ?> service :
                List.<Function<Settings, ?>>of(IngestConfig::from, ProcessorConfig::from, ReportConfig::from)) {
            try {
                settings.read(service, Map.of());
            } catch (WrongSettings wrong) {
                errors.addAll(wrong.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw new WrongSettings(List.copyOf(errors));
        }
    }

    /** The configuration that a service reads. */
    <C> C read(Function<Settings, C> from, Map<String, String> more) {
        return from.apply(Settings.of(environment(more)));
    }

    Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return all;
    }
}
