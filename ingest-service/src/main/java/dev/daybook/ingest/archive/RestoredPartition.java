package dev.daybook.ingest.archive;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchivedTopic;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes one partition's records at the offsets that they had. Offsets that no record has were mostly markers of transactions,
 * and become such again: one alone is the marker that commits the record before it; of several, the last is the marker that
 * aborts those before it, which no read_committed reader sees. Not thread-safe.
 */
final class RestoredPartition {
    /**
     * Offsets left free after the last refusal: beyond it Kafka had markers that the archive doesn't know of, and a report's cut
     * may stand behind them; a new record there would seem to belong to it.
     */
    static final int FREE_AFTER_REFUSALS = 1_000;

    /** From a transaction's end until its marker stands. */
    private static final Duration MARKER_LIMIT = Duration.ofSeconds(60);

    private final RestoredTopics kafka;
    private final TopicPartition partition;
    private final boolean ofRefusals;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    /** The last record is held back until it is known whether a marker follows it. */
    private ProducerRecord<byte[], byte[]> held;

    private long nextOffset;
    private long records;

    RestoredPartition(RestoredTopics kafka, ArchivedTopic topic, int partition) {
        this.kafka = kafka;
        this.partition = new TopicPartition(topic.name(), partition);
        this.ofRefusals = topic.kind() == ArchivedTopic.Kind.REJECTED;
    }

    /** The offset after the last record's. */
    long nextOffset() {
        return nextOffset;
    }

    /** Writes a record, whose offset is not before {@link #nextOffset()}. */
    void add(ArchiveLine line) {
        passTo(line.offset());
        held = record(line);
        nextOffset = line.offset() + 1;
        records++;
    }

    /** Waits until everything stands where it belongs; how many records. */
    long end() throws InterruptedException {
        passTo(ofRefusals && nextOffset > 0 ? nextOffset + FREE_AFTER_REFUSALS : nextOffset);
        kafka.producer().flush();
        throwIfFailed();
        awaitEnd(nextOffset);
        return records;
    }

    /** Writes what is held back, and leaves the offsets before this one without a record. */
    private void passTo(long offset) {
        long free = offset - nextOffset;
        if (held != null && free == 1) {
            inTransaction(held, nextOffset - 1, 1, true);
        } else if (held != null) {
            send(kafka.producer(), held, nextOffset - 1);
        }
        held = null;
        if (free == 1 && nextOffset == 0) {
            throw new KafkaException(
                    partition + ": no record of offset 0 is archived, and Kafka has no way to leave one"
                            + " offset free at a partition's begin");
        }
        if (free > 1) {
            ProducerRecord<byte[], byte[]> nothing =
                    new ProducerRecord<>(partition.topic(), partition.partition(), null, null);
            inTransaction(nothing, nextOffset, free - 1, false);
        }
        nextOffset = offset;
    }

    private void inTransaction(ProducerRecord<byte[], byte[]> record, long offset, long times, boolean committed) {
        kafka.producer().flush();
        throwIfFailed();
        KafkaProducer<byte[], byte[]> transactions = kafka.transactions();
        transactions.beginTransaction();
        for (long i = 0; i < times; i++) {
            send(transactions, record, offset + i);
        }
        transactions.flush();
        throwIfFailed();
        if (committed) {
            transactions.commitTransaction();
        } else {
            transactions.abortTransaction();
        }
        try {
            awaitEnd(offset + times + 1);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(stop);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, long offset) {
        producer.send(record, (written, failed) -> written(offset, written, failed));
        throwIfFailed();
    }

    private void written(long offset, RecordMetadata written, Exception failed) {
        if (failed != null) {
            failure.compareAndSet(null, failed);
        } else if (written.offset() != offset) {
            failure.compareAndSet(
                    null,
                    new IllegalStateException("the record of offset " + offset + " came to offset " + written.offset()
                            + ": somebody else writes there"));
        }
    }

    private void throwIfFailed() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException(
                    partition + " is not restored: " + failed.getMessage()
                            + ". Stop all services, delete the topics, make them anew and begin again",
                    failed);
        }
    }

    /** A transaction's marker is written after its end is answered. */
    private void awaitEnd(long offset) throws InterruptedException {
        long deadline = System.nanoTime() + MARKER_LIMIT.toNanos();
        long end = kafka.end(partition);
        while (end < offset && System.nanoTime() < deadline) {
            Thread.sleep(1);
            end = kafka.end(partition);
        }
        if (end != offset) {
            failure.compareAndSet(
                    null, new IllegalStateException("it ends at offset " + end + " where " + offset + " is due"));
            throwIfFailed();
        }
    }

    private ProducerRecord<byte[], byte[]> record(ArchiveLine line) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                partition.topic(), partition.partition(), line.receivedAt().toEpochMilli(), line.key(), line.value());
        if (line.producer() != null) {
            record.headers().add(EventHeaders.PRODUCER, EventHeaders.bytes(line.producer()));
        }
        record.headers()
                .add(
                        EventHeaders.BUSINESS_DATE,
                        EventHeaders.bytes(line.businessDate().toString()));
        if (line.localTime() != null) {
            record.headers().add(EventHeaders.LOCAL_TIME, EventHeaders.bytes(line.localTime()));
        }
        EventHeaders.markRestored(record.headers());
        return record;
    }
}
