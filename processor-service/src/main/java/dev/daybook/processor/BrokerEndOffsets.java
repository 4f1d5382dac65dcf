package dev.daybook.processor;

import dev.daybook.processor.query.EndOffsets;
import dev.daybook.service.kafka.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link EndOffsets} as the broker gives them. Thread-safe. */
final class BrokerEndOffsets implements EndOffsets, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(BrokerEndOffsets.class);

    private final Admin admin;
    private final String topic;
    private final int partitions;

    BrokerEndOffsets(KafkaConnection kafka, String topic, int partitions) {
        this.admin = Admin.create(kafka.properties(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis())));
        this.topic = topic;
        this.partitions = partitions;
    }

    @Override
    public Optional<Map<Integer, Long>> readCommitted() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            Map<Integer, Long> ends = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return Optional.of(ends);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the broker does not say where {} ends: {}", topic, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close(TIMEOUT);
    }
}
