package dev.daybook.processor;

import dev.daybook.events.Topics;
import dev.daybook.processor.aggregate.RocksDbMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.state.HostInfo;

/**
 * How the topology runs.
 *
 * @param applicationId the consumer group, and what the changelog topics' names start with
 * @param instanceId for static membership; empty for an instance that doesn't come back under its name
 * @param replicationFactor of the changelog topics, -1 for the broker's default
 * @param leaveGroupOnClose whether closing gives the partitions away at once
 */
public record StreamsSettings(
        String applicationId,
        Optional<String> instanceId,
        Path stateDir,
        int threads,
        int standbyReplicas,
        int replicationFactor,
        Duration sessionTimeout,
        Duration transactionTimeout,
        boolean leaveGroupOnClose) {

    /** A report waits for the commit that covers its cut; a commit costs some ten milliseconds of every thread. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);
    /** Heartbeats that must be missed one after the other before the session is over. */
    private static final int HEARTBEATS_PER_SESSION = 3;

    private static final Duration MAX_HEARTBEAT_INTERVAL = Duration.ofSeconds(3);
    /** A new instance warms its state up first and gets its share of the partitions then; the default looks every ten minutes. */
    private static final Duration PROBING_REBALANCE_INTERVAL = Duration.ofMinutes(1);
    /** Eight times the default: a sale makes about ten small changelog records, and small batches cost more than their bytes. */
    private static final int PRODUCER_BATCH_BYTES = 128 * 1024;

    /** Properties of Streams and, prefixed, of its clients; what reaches the cluster is added by the connection. */
    Map<String, Object> properties(HostInfo self) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self.host() + ":" + self.port());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        // The order of the two topics to each other changes nothing, so neither waits for the other.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_REBALANCE_INTERVAL.toMillis());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        // It tries again what may pass and fails on the rest: a lost copy of a refused event would be silent.
        properties.put(
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DefaultProductionExceptionHandler.class);
        consumer(properties);
        producer(properties);
        return properties;
    }

    private void consumer(Map<String, Object> properties) {
        long session = sessionTimeout.toMillis();
        long heartbeat = Math.min(MAX_HEARTBEAT_INTERVAL.toMillis(), session / HEARTBEATS_PER_SESSION);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int) session);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int) heartbeat);
        instanceId.ifPresent(
                id -> properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
    }

    private void producer(Map<String, Object> properties) {
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                transactionTimeout.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_MESSAGE_BYTES);
    }
}
