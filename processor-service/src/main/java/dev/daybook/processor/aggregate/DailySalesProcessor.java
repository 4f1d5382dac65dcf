package dev.daybook.processor.aggregate;

import dev.daybook.events.AccountingDay;
import dev.daybook.events.EventHeaders;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of one partition of both topics: each once, in the order of its topic's offsets, whatever the consumer
 * group's offsets say; the topics may come in any order to each other. What can't be counted goes on to the refused ones; no
 * record stops the thread.
 */
final class DailySalesProcessor implements Processor<byte[], byte[], PartitionedKey, byte[]> {
    /** Records between two looks at expired rows. */
    static final int SWEEP_EVERY_RECORDS = 256;
    /** Rows of each store that a sweep looks at: two for each record that can have added one, so expired rows stay the few. */
    static final int ROWS_PER_SWEEP = 2 * SWEEP_EVERY_RECORDS;

    private static final Logger LOG = LoggerFactory.getLogger(DailySalesProcessor.class);

    private final String rejectedTopic;
    private final RecordReader reader;
    private final FoldSettings settings;
    private final RecordMetrics metrics;
    private final OwnedPartitions owned;
    private final Set<Source> started = EnumSet.noneOf(Source.class);

    private ProcessorContext<PartitionedKey, byte[]> context;
    private OwnedPartition partition;
    private Bookkeeping bookkeeping;
    private DailyRows rows;
    private SeenEvents seen;
    private EventCount events;
    private RejectionCount rejections;
    private Positions positions;
    private int recordsSinceSweep;

    DailySalesProcessor(
            String rejectedTopic,
            RecordReader reader,
            FoldSettings settings,
            RecordMetrics metrics,
            OwnedPartitions owned) {
        this.rejectedTopic = rejectedTopic;
        this.reader = reader;
        this.settings = settings;
        this.metrics = metrics;
        this.owned = owned;
    }

    @Override
    public void init(ProcessorContext<PartitionedKey, byte[]> context) {
        this.context = context;
        int number = context.taskId().partition();
        bookkeeping = new Bookkeeping(context.getStateStore(DailyRows.STORE));
        rows = new DailyRows(context.getStateStore(DailyRows.STORE), bookkeeping, settings.orderRetention());
        seen = new StoredSeenEvents(context.getStateStore(StoredSeenEvents.STORE), bookkeeping, settings.dedupWindow());
        events = new EventCount(number, reader, seen, rows, metrics);
        rejections = new RejectionCount(rows, metrics);
        positions = Positions.of(bookkeeping);
        partition = new OwnedPartition(number, rows, seen, positions);
        owned.enter(partition);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a source topic has an offset"));
        Source source = metadata.topic().equals(rejectedTopic) ? Source.REJECTED : Source.EVENTS;
        Position before = positions.of(source);
        if (started.add(source)) {
            logWhereItStarts(source, before, metadata);
        }
        if (metadata.offset() < before.nextOffset()) {
            metrics.skipped.increment();
            return;
        }
        Optional<Refused> refused = countInOne(source, record, metadata.offset());
        if (refused.isPresent() && !EventHeaders.isRestored(record.headers())) {
            context.forward(RefusedRecord.of(record, refused.get(), partition.partition()));
        }
    }

    /** Counts the record and moves to its position while nobody can read either without the other. */
    private Optional<Refused> countInOne(Source source, Record<byte[], byte[]> record, long offset) {
        partition.lock();
        try {
            Position position = positions.of(source).past(offset, record.timestamp());
            Optional<Refused> refused = count(source, record, offset, position.recordTimeMillis());
            bookkeeping.moveTo(source, position);
            positions = positions.with(source, position);
            partition.moveTo(positions);
            sweepNowAndThen();
            return refused;
        } catch (RuntimeException | Error halfCounted) {
            // A put changes the row before its changelog refuses it, and the task is closed some time later only.
            partition.release();
            throw halfCounted;
        } finally {
            partition.unlock();
        }
    }

    private Optional<Refused> count(Source source, Record<byte[], byte[]> record, long offset, long recordTimeMillis) {
        // By the record's own time, never the partition's: the archive knows no other.
        LocalDate date = AccountingDay.of(record.headers(), record.timestamp(), settings.defaultTimeZone());
        return switch (source) {
            case EVENTS -> events.count(record, offset, date, recordTimeMillis);
            case REJECTED -> {
                rejections.count(record, date, recordTimeMillis);
                yield Optional.empty();
            }
        };
    }

    private void sweepNowAndThen() {
        if (++recordsSinceSweep == SWEEP_EVERY_RECORDS) {
            recordsSinceSweep = 0;
            long recordTimeMillis = positions.events().recordTimeMillis();
            seen.sweep(recordTimeMillis, ROWS_PER_SWEEP);
            rows.sweepOrders(recordTimeMillis, ROWS_PER_SWEEP);
        }
    }

    private static void logWhereItStarts(Source source, Position before, RecordMetadata metadata) {
        if (metadata.offset() < before.nextOffset()) {
            LOG.warn(
                    "{}-{}: the consumer group starts at offset {}, but everything before {} is counted already: skipping it",
                    metadata.topic(),
                    metadata.partition(),
                    metadata.offset(),
                    before.nextOffset());
        } else if (source == Source.EVENTS && metadata.offset() > before.nextOffset()) {
            // Among the refused ones that is as it should be: the processor's own transactions leave markers there.
            LOG.warn(
                    "{}-{}: counted up to offset {}, the first record there is now {}: those between were deleted or never readable",
                    metadata.topic(),
                    metadata.partition(),
                    before.nextOffset(),
                    metadata.offset());
        }
    }

    @Override
    public void close() {
        if (partition != null) {
            owned.leave(partition);
        }
    }
}
