package dev.daybook.service.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells offsets that hold a record from those that only hold markers of transactions, aborted records, or what retention
 * removed, by a look at the records themselves. What lies behind an open transaction may be a record; where none is open neither
 * changes any more, so each stretch is looked at once. Blocks, for the timeout at most; thread-safe.
 */
public final class UnreadRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** A look wants to know of one record; the broker sends a whole batch all the same. */
    private static final int FETCH_BYTES = 64 * 1024;

    private final KafkaConnection connection;
    private final Duration timeout;
    private final Map<TopicPartition, Long> foundAt = new HashMap<>();
    private final Map<TopicPartition, Stretch> empty = new HashMap<>();
    private KafkaConsumer<byte[], byte[]> consumer;

    private record Stretch(long from, long to) {}

    /** Connects with the first look. */
    public UnreadRecords(KafkaConnection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /**
     * Whether a {@code read_committed} reader finds a record from the one offset up to the other, that one excluded, or may find
     * one once an open transaction has ended.
     *
     * @throws TimeoutException where that can't be found out in time
     * @throws org.apache.kafka.common.KafkaException where it can't be found out at all
     */
    public synchronized boolean isAnyBetween(TopicPartition partition, long from, long to) throws TimeoutException {
        Stretch known = empty.getOrDefault(partition, new Stretch(from, from));
        boolean goesOn = known.from() <= from && from <= known.to();
        if (from >= to || (goesOn && to <= known.to())) {
            return false;
        }
        long found = foundAt.getOrDefault(partition, -1L);
        if (from <= found && found < to) {
            return true;
        }
        boolean isAny = look(partition, goesOn ? known.to() : from, to);
        if (!isAny) {
            empty.put(partition, new Stretch(from, to));
        }
        return isAny;
    }

    private boolean look(TopicPartition partition, long from, long to) throws TimeoutException {
        if (consumer == null) {
            consumer = consumer();
        }
        // As read_committed has it: the last stable offset, beyond which this reader would wait for nothing.
        if (consumer.endOffsets(List.of(partition)).get(partition) < to) {
            return true;
        }
        OptionalLong found = first(partition, from, to);
        found.ifPresent(offset -> foundAt.put(partition, offset));
        return found.isPresent();
    }

    private OptionalLong first(TopicPartition partition, long from, long to) throws TimeoutException {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() < to ? OptionalLong.of(record.offset()) : OptionalLong.empty();
            }
            if (System.nanoTime() > deadlineNanos) {
                throw new TimeoutException("no answer within " + timeout.toSeconds() + " s");
            }
        }
        return OptionalLong.empty();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> tuning = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
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
                (int) timeout.toMillis());
        return new KafkaConsumer<>(
                connection.properties(tuning), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
