package dev.daybook.processor.aggregate;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.events.Sha256;
import dev.daybook.processor.aggregate.Reading.Readable;
import dev.daybook.processor.aggregate.Reading.Unreadable;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts records of the events topic into the rows of one partition: whatever a record is, it adds one to exactly one count of
 * its day's accounting. Not thread-safe: it belongs to the thread that processes the partition.
 */
final class EventCount {
    private final int partition;
    private final RecordReader reader;
    private final SeenEvents seen;
    private final DailyRows rows;
    private final RecordMetrics metrics;

    EventCount(int partition, RecordReader reader, SeenEvents seen, DailyRows rows, RecordMetrics metrics) {
        this.partition = partition;
        this.reader = reader;
        this.seen = seen;
        this.rows = rows;
        this.metrics = metrics;
    }

    /**
     * Counts one record.
     *
     * @param offset of the record
     * @param date of its accounting; for an event that can be counted its business date
     * @param recordTimeMillis the partition's
     * @return why it is to be kept among the refused ones, if it is
     */
    Optional<Refused> count(Record<byte[], byte[]> record, long offset, LocalDate date, long recordTimeMillis) {
        String producer = EventHeaders.producer(record.headers()).orElse(null);
        Reading reading = reader.read(record.key(), record.value(), record.headers(), partition);
        if (reading instanceof Unreadable unreadable) {
            return reject(unreadable.why(), date, producer, recordTimeMillis);
        }
        Readable readable = (Readable) reading;
        FirstReceipt receipt = new FirstReceipt(Sha256.of(record.value()), recordTimeMillis, offset, date);
        return switch (seen.firstReceipt(record.key(), receipt)) {
            case NEW -> add(readable, date, producer, recordTimeMillis);
            case DUPLICATE -> {
                metrics.duplicate.increment();
                rows.add(AccountingFold.duplicate(date), recordTimeMillis);
                yield Optional.empty();
            }
            case CONFLICT -> {
                metrics.conflicting.increment();
                rows.add(AccountingFold.conflicting(date, producer), recordTimeMillis);
                yield Optional.of(
                        refused(
                                readable,
                                Code.CONFLICT,
                                "An event with this source and event_id but other content was received before; that one counts."));
            }
        };
    }

    private Optional<Refused> add(Readable readable, LocalDate date, String producer, long recordTimeMillis) {
        try {
            Map<RowKey, Row> contribution =
                    new LinkedHashMap<>(DailyFold.fold(readable.event(), readable.day(), recordTimeMillis));
            contribution.putAll(AccountingFold.counted(date));
            rows.add(contribution, recordTimeMillis);
        } catch (ArithmeticException overflow) {
            return reject(
                    refused(
                            readable,
                            Code.OVERFLOW,
                            "With this event a figure of its day would be larger than 64 bits hold."),
                    date,
                    producer,
                    recordTimeMillis);
        }
        metrics.counted.increment();
        return Optional.empty();
    }

    private Optional<Refused> reject(Refused why, LocalDate date, String producer, long recordTimeMillis) {
        metrics.refused.increment();
        rows.add(AccountingFold.rejected(date, producer, why.refusal().code().wireName()), recordTimeMillis);
        return Optional.of(why);
    }

    private static Refused refused(Readable readable, Code code, String detail) {
        return new Refused(new Refusal(code, "", detail), PartialEnvelope.of(readable.event()));
    }
}
