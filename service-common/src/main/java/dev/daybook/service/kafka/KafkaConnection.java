package dev.daybook.service.kafka;

import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Settings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How every Kafka client of a service reaches the cluster: the bootstrap servers, and whatever {@code KAFKA_CONFIG_*} adds
 * (security, mostly), where {@code KAFKA_CONFIG_SECURITY_PROTOCOL} sets {@code security.protocol}. Never shown, since it may
 * hold passwords.
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> extra) {

    public KafkaConnection {
        extra = Map.copyOf(extra);
    }

    public static KafkaConnection from(Settings settings) {
        Map<String, String> extra = new TreeMap<>();
        settings.withPrefix(CommonSettings.KAFKA_CONFIG_PREFIX)
                .forEach(
                        (name, value) -> extra.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return new KafkaConnection(settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS), extra);
    }

    /** The client's own properties over the connection's, which the operator's {@code KAFKA_CONFIG_*} have the last word over. */
    public Map<String, Object> properties(Map<String, Object> ofClient) {
        Map<String, Object> properties = new HashMap<>(ofClient);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.putAll(extra);
        return properties;
    }

    @Override
    public String toString() {
        return "KafkaConnection[" + bootstrapServers + "]";
    }
}
