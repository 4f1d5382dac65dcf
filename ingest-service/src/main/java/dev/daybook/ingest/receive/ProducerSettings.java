package dev.daybook.ingest.receive;

import dev.daybook.service.kafka.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How the door's Kafka clients are set: a record is acknowledged by all in-sync replicas or reported as failed within
 * {@link #DELIVERY_TIMEOUT}, and no caller waits for a client longer than {@link #MAX_BLOCK}.
 */
public final class ProducerSettings {
    /** From a record's send to its acknowledgement or failure, all retries included. */
    public static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(8);
    /** One request to a broker: a broker that hangs leaves time for a second try at its successor. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    /** What a worker may lose to a full buffer or missing metadata. */
    static final Duration MAX_BLOCK = Duration.ofMillis(50);
    /** Batches fill for this long: events of several requests share one write. */
    private static final Duration LINGER = Duration.ofMillis(5);

    private static final int BATCH_BYTES = 64 * 1024;
    /** An event of 512 KiB with its headers, and room for a setting that allows larger ones. */
    static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;
    /** Idle metadata is never dropped: a door that was quiet for minutes must not block its next request to fetch it. */
    private static final Duration METADATA_MAX_IDLE = Duration.ofDays(365);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RECONNECT_BACKOFF_MAX = Duration.ofMillis(500);

    /** What a promise hangs on, so that {@code KAFKA_CONFIG_*} may not change it. */
    private static final Map<String, Object> FIXED = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            MAX_BLOCK.toMillis(),
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            Math.toIntExact(DELIVERY_TIMEOUT.toMillis()),
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
            false);

    private static final Set<String> REFUSED = Set.of("partitioner.class", "transactional.id", "interceptor.classes");

    private ProducerSettings() {}

    /** Those of the {@code KAFKA_CONFIG_*} that a promise forbids, by the name of their setting. */
    public static List<String> forbidden(KafkaConnection connection) {
        return connection.extra().keySet().stream()
                .filter(name -> FIXED.containsKey(name) || REFUSED.contains(name))
                .map(name -> "KAFKA_CONFIG_" + name.toUpperCase(Locale.ROOT).replace('.', '_'))
                .sorted()
                .toList();
    }

    /** What can't be right in the {@code KAFKA_CONFIG_*}, wherever Kafka is. */
    public static Optional<String> invalid(KafkaConnection connection) {
        try {
            new ProducerConfig(ofProducer(connection, MAX_REQUEST_BYTES));
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.getMessage());
        }
    }

    static Map<String, Object> ofProducer(KafkaConnection connection, long bufferBytes) {
        Map<String, Object> own = new TreeMap<>(common("daybook-ingest"));
        own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_TIMEOUT.toMillis()));
        own.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
        own.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        own.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        own.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
        own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        own.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_MAX_IDLE.toMillis());
        Map<String, Object> properties = new HashMap<>(connection.properties(own));
        properties.putAll(FIXED);
        return properties;
    }

    /** For the few records of the store registry, whose sender is a thread of its own and may wait for metadata. */
    public static Map<String, Object> ofRegistry(KafkaConnection connection) {
        Map<String, Object> own = new TreeMap<>(common("daybook-ingest-stores-writer"));
        own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_TIMEOUT.toMillis()));
        own.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) MAX_REQUEST_BYTES);
        Map<String, Object> properties = new HashMap<>(connection.properties(own));
        properties.putAll(FIXED);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT.toMillis());
        return properties;
    }

    static Map<String, Object> ofAdmin(KafkaConnection connection) {
        Map<String, Object> own = new TreeMap<>(common("daybook-ingest-probe"));
        own.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(TopicProbe.TIMEOUT.toMillis()));
        own.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(TopicProbe.TIMEOUT.toMillis()));
        return connection.properties(own);
    }

    private static Map<String, Object> common(String clientId) {
        return Map.of(
                CommonClientConfigs.CLIENT_ID_CONFIG,
                clientId,
                CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                CONNECT_TIMEOUT.toMillis(),
                CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
                CONNECT_TIMEOUT.toMillis(),
                CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                RECONNECT_BACKOFF_MAX.toMillis(),
                CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG,
                false);
    }
}
