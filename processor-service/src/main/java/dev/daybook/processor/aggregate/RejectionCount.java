package dev.daybook.processor.aggregate;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.RejectionHead;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts the door's refusals into the rows of one partition. The processor's own are copies of records of the events topic,
 * which were counted there; what is no refusal at all is counted by nobody. Not thread-safe: it belongs to the thread that
 * processes the partition.
 */
final class RejectionCount {
    private final DailyRows rows;
    private final RecordMetrics metrics;

    RejectionCount(DailyRows rows, RecordMetrics metrics) {
        this.rows = rows;
        this.metrics = metrics;
    }

    /** @param date of the record's accounting */
    void count(Record<byte[], byte[]> record, LocalDate date, long recordTimeMillis) {
        Optional<RejectionHead> head = RejectionHead.of(record.value());
        if (head.isEmpty()) {
            metrics.foreign.increment();
        } else if (head.get().isOfDoor()) {
            metrics.refusedByDoor.increment();
            String producer = EventHeaders.producer(record.headers()).orElse(null);
            rows.add(AccountingFold.rejected(date, producer, head.get().code()), recordTimeMillis);
        } else {
            metrics.copies.increment();
        }
    }
}
