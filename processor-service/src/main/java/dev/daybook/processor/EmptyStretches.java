package dev.daybook.processor;

import dev.daybook.service.kafka.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells offsets without a committed record (transaction markers, aborted records) from records that are still to come, by a look
 * at the topic. Below the last stable offset a stretch that is empty stays so, hence each is looked at once. Thread-safe.
 */
final class EmptyStretches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmptyStretches.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** A look wants to know of one record at most; the broker sends a whole batch all the same. */
    private static final int FETCH_BYTES = 64 * 1024;

    private final KafkaConnection kafka;
    private final String topic;
    private final Duration timeout;
    private final Map<Integer, Stretch> known = new HashMap<>();
    private Consumer<byte[], byte[]> consumer;

    private record Stretch(long from, long to) {}

    EmptyStretches(KafkaConnection kafka, String topic, Duration timeout) {
        this.kafka = kafka;
        this.topic = topic;
        this.timeout = timeout;
    }

    /**
     * Whether a {@code read_committed} reader finds no record from the one offset up to the other; false where that isn't known
     * within the timeout.
     *
     * @param to no further than the topic's last stable offset
     */
    synchronized boolean isEmpty(int partition, long from, long to) {
        Stretch stretch = known.getOrDefault(partition, new Stretch(from, from));
        boolean goesOn = stretch.from() <= from && from <= stretch.to();
        if (goesOn && to <= stretch.to()) {
            return true;
        }
        long unknownFrom = goesOn ? stretch.to() : from;
        try {
            if (!look(new TopicPartition(topic, partition), unknownFrom, to)) {
                return false;
            }
        } catch (KafkaException e) {
            LOG.warn("the broker does not say what {}-{} ends with: {}", topic, partition, e.toString());
            return false;
        }
        known.put(partition, new Stretch(from, to));
        return true;
    }

    private boolean look(TopicPartition partition, long from, long to) {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(
                    kafka.properties(Map.of(
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                            IsolationLevel.READ_COMMITTED.toString(),
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "earliest", // what retention removed is no record any more
                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                            false,
                            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                            false,
                            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                            1,
                            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                            FETCH_BYTES,
                            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                            (int) timeout.toMillis())),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() >= to;
            }
            if (System.nanoTime() - deadline > 0) {
                LOG.warn("the broker does not say within {} what {} ends with", timeout, partition);
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
