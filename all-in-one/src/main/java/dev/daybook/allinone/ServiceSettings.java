package dev.daybook.allinone;

import dev.daybook.service.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The environment that each service of the all-in-one reads: the user's own, with the embedded parts under the names that the
 * services know them by.
 */
final class ServiceSettings {
    private final Map<String, String> environment;

    ServiceSettings(Map<String, String> user, AllInOneConfig config, HomeKeys keys, Neighbours neighbours) {
        Map<String, String> all = new HashMap<>(user);
        all.put("BIND_ADDRESS", config.bindAddress());
        all.put("KAFKA_BOOTSTRAP_SERVERS", neighbours.broker().bootstrapServers());
        all.put("API_KEYS_FILE", keys.file().toString());
        all.put("API_KEY_PEPPER", keys.pepper().reveal());
        all.put("SERVICE_API_KEY", keys.serviceKey().reveal());
        all.put("AWS_REGION", ReportSubscription.REGION);
        all.put("AWS_ENDPOINT_URL_S3", neighbours.aws().endpoint().toString());
        all.put("AWS_ENDPOINT_URL_SNS", neighbours.aws().endpoint().toString());
        all.put("AWS_ACCESS_KEY_ID", neighbours.aws().credentials().accessKeyId());
        all.put("AWS_SECRET_ACCESS_KEY", neighbours.aws().credentials().secretAccessKey());
        all.put("REPORT_BUCKET", Neighbours.BUCKET);
        all.put("RAW_BUCKET", Neighbours.BUCKET);
        all.put("REPORT_TOPIC_ARN", neighbours.reportTopicArn());
        all.put("DB_URL", neighbours.database().jdbcUrl());
        all.put("DB_USER", neighbours.database().user());
        all.put("DB_PASSWORD", neighbours.database().password());
        all.putIfAbsent("PROCESSOR_STATE_DIR", config.home().resolve("streams").toString());
        this.environment = Map.copyOf(all);
    }

    /** The configuration that a service reads, or all that is wrong with it. */
    <C> C read(Function<Settings, C> from, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return from.apply(Settings.of(all));
    }
}
