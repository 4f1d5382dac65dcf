package dev.daybook.processor;

import dev.daybook.events.Topics;
import dev.daybook.processor.query.EndOffsets;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.kafka.UnreadRecords;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link EndOffsets} as the broker gives them. Thread-safe. */
final class BrokerEndOffsets implements EndOffsets, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(BrokerEndOffsets.class);

    private final Admin admin;
    private final Topics topics;
    private final int partitions;
    private final UnreadRecords unread;

    BrokerEndOffsets(KafkaConnection kafka, Topics topics, int partitions) {
        this.admin = Admin.create(kafka.properties(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis())));
        this.topics = topics;
        this.partitions = partitions;
        this.unread = new UnreadRecords(kafka, TIMEOUT);
    }

    @Override
    public Optional<Ends> ofAllRecords() throws InterruptedException {
        String events = topics.events().name();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(events, partition), OffsetSpec.latest());
            latest.put(new TopicPartition(topics.rejected().name(), partition), OffsetSpec.latest());
        }
        try {
            Map<Integer, Long> ofEvents = new HashMap<>();
            Map<Integer, Long> ofRejected = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> (partition.topic().equals(events) ? ofEvents : ofRejected)
                            .put(partition.partition(), end.offset()));
            return Optional.of(new Ends(ofEvents, ofRejected));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the broker does not say where its topics end: {}", e.toString());
            return Optional.empty();
        }
    }

    @Override
    public boolean holdsNoRejection(int partition, long from, long to) {
        try {
            return !unread.isAnyBetween(new TopicPartition(topics.rejected().name(), partition), from, to);
        } catch (TimeoutException | KafkaException e) {
            LOG.warn(
                    "the broker does not say what partition {} of the refusals ends with: {}", partition, e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        unread.close();
        admin.close(TIMEOUT);
    }
}
