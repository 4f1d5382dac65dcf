package dev.daybook.processor.aggregate;

import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.events.Sha256;
import dev.daybook.processor.aggregate.Reading.Readable;
import dev.daybook.processor.aggregate.Reading.Unreadable;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of one partition: each once, in the order of their offsets, whatever the consumer group's offsets say.
 * What can't be counted goes on to the refused ones; no record stops the thread.
 */
final class DailySalesProcessor implements Processor<byte[], byte[], PartitionedKey, byte[]> {
    /** Name of the source in the partition's bookkeeping. */
    static final String SOURCE = "events";
    /** Records between two looks at expired rows. */
    static final int SWEEP_EVERY_RECORDS = 256;
    /** Rows of each store that a sweep looks at: two for each record that can have added one, so expired rows stay the few. */
    static final int ROWS_PER_SWEEP = 2 * SWEEP_EVERY_RECORDS;

    private static final Logger LOG = LoggerFactory.getLogger(DailySalesProcessor.class);

    private final RecordReader reader;
    private final FoldSettings settings;
    private final RecordMetrics metrics;
    private final OwnedPartitions owned;

    private ProcessorContext<PartitionedKey, byte[]> context;
    private OwnedPartition partition;
    private Bookkeeping bookkeeping;
    private DailyRows rows;
    private SeenEvents seen;
    private Position position;
    private boolean first = true;
    private int recordsSinceSweep;

    DailySalesProcessor(RecordReader reader, FoldSettings settings, RecordMetrics metrics, OwnedPartitions owned) {
        this.reader = reader;
        this.settings = settings;
        this.metrics = metrics;
        this.owned = owned;
    }

    @Override
    public void init(ProcessorContext<PartitionedKey, byte[]> context) {
        this.context = context;
        bookkeeping = new Bookkeeping(context.getStateStore(DailyRows.STORE));
        rows = new DailyRows(context.getStateStore(DailyRows.STORE), bookkeeping, settings.orderRetention());
        seen = new StoredSeenEvents(context.getStateStore(StoredSeenEvents.STORE), bookkeeping, settings.dedupWindow());
        position = bookkeeping.position(SOURCE);
        partition = new OwnedPartition(context.taskId().partition(), rows, position);
        owned.enter(partition);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a source topic has an offset"));
        if (first) {
            first = false;
            logWhereItStarts(metadata);
        }
        if (metadata.offset() < position.nextOffset()) {
            metrics.skipped.increment();
            return;
        }
        Optional<Refusal> refusal;
        partition.lock();
        try {
            position = position.past(metadata.offset(), record.timestamp());
            refusal = count(record);
            bookkeeping.moveTo(SOURCE, position);
            partition.moveTo(position);
            sweepNowAndThen();
        } finally {
            partition.unlock();
        }
        refusal.ifPresent(why -> context.forward(RefusedRecord.of(record, why, partition.partition())));
    }

    private Optional<Refusal> count(Record<byte[], byte[]> record) {
        Reading reading = reader.read(record.key(), record.value(), record.headers(), partition.partition());
        if (reading instanceof Unreadable unreadable) {
            metrics.refused.increment();
            return Optional.of(unreadable.refusal());
        }
        Readable readable = (Readable) reading;
        return switch (seen.firstReceipt(record.key(), Sha256.of(record.value()), position.recordTimeMillis())) {
            case NEW -> add(readable);
            case DUPLICATE -> {
                metrics.duplicate.increment();
                yield Optional.empty();
            }
            case CONFLICT -> {
                metrics.conflicting.increment();
                yield Optional.of(
                        new Refusal(
                                Code.CONFLICT,
                                "",
                                "An event with this source and event_id but other content was received before; that one counts."));
            }
        };
    }

    private Optional<Refusal> add(Readable readable) {
        try {
            rows.add(
                    DailyFold.fold(readable.event(), readable.day(), position.recordTimeMillis()),
                    position.recordTimeMillis());
        } catch (ArithmeticException overflow) {
            metrics.refused.increment();
            return Optional.of(new Refusal(
                    Code.OVERFLOW, "", "With this event a figure of its day would be larger than 64 bits hold."));
        }
        metrics.counted.increment();
        return Optional.empty();
    }

    private void sweepNowAndThen() {
        if (++recordsSinceSweep == SWEEP_EVERY_RECORDS) {
            recordsSinceSweep = 0;
            seen.sweep(position.recordTimeMillis(), ROWS_PER_SWEEP);
            rows.sweepOrders(position.recordTimeMillis(), ROWS_PER_SWEEP);
        }
    }

    private void logWhereItStarts(RecordMetadata metadata) {
        if (metadata.offset() < position.nextOffset()) {
            LOG.warn(
                    "{}-{}: the consumer group starts at offset {}, but everything before {} is counted already: skipping it",
                    metadata.topic(),
                    metadata.partition(),
                    metadata.offset(),
                    position.nextOffset());
        } else if (metadata.offset() > position.nextOffset()) {
            LOG.warn(
                    "{}-{}: counted up to offset {}, the first record there is now {}: those between were deleted or never readable",
                    metadata.topic(),
                    metadata.partition(),
                    position.nextOffset(),
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
