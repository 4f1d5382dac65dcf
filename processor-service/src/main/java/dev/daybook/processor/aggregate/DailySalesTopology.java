package dev.daybook.processor.aggregate;

import dev.daybook.events.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The data flow: events → de-duplicate and fold into the rows of their day → what can't be counted goes to the refused ones,
 * into the partition with the number it came from. The refused ones come back, the door's among them: partition p of both
 * topics is one task with its own two stores, so that a day's accounting stands beside its figures.
 */
public final class DailySalesTopology implements Supplier<Topology> {
    private static final String EVENTS = "events";
    private static final String DAILY_SALES = "daily-sales";
    private static final String REJECTED = "rejected";
    private static final String NOT_COUNTED = "not-counted";

    /**
     * Rows of the current day change with every event, and compaction leaves the newest segment alone: small segments keep
     * what an instance has to restore near the size of the state.
     */
    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(64 * 1024 * 1024));

    private final Topics topics;
    private final RecordReader reader;
    private final FoldSettings settings;
    private final RecordMetrics metrics;
    private final OwnedPartitions owned;

    /**
     * Names the parts; {@link #get} puts them together.
     *
     * @param partitions how many the events topic has, which is how many the topic of refused ones must have
     */
    public DailySalesTopology(
            Topics topics, int partitions, FoldSettings settings, MeterRegistry registry, OwnedPartitions owned) {
        this.topics = topics;
        this.reader = new RecordReader(partitions);
        this.settings = settings;
        this.metrics = new RecordMetrics(registry);
        this.owned = owned;
    }

    @Override
    public Topology get() {
        var bytes = Serdes.ByteArray();
        String rejected = topics.rejected().name();
        return new Topology()
                // A new application counts everything that the broker still has.
                .addSource(
                        AutoOffsetReset.earliest(),
                        EVENTS,
                        new ReceivedAt(),
                        bytes.deserializer(),
                        bytes.deserializer(),
                        topics.events().name())
                .addSource(
                        AutoOffsetReset.earliest(),
                        REJECTED,
                        new ReceivedAt(),
                        bytes.deserializer(),
                        bytes.deserializer(),
                        rejected)
                .addProcessor(
                        DAILY_SALES,
                        () -> new DailySalesProcessor(rejected, reader, settings, metrics, owned),
                        EVENTS,
                        REJECTED)
                .addStateStore(store(DailyRows.STORE), DAILY_SALES)
                .addStateStore(store(StoredSeenEvents.STORE), DAILY_SALES)
                .addSink(
                        NOT_COUNTED,
                        rejected,
                        PartitionedKey.serializer(),
                        bytes.serializer(),
                        PartitionedKey.partitioner(),
                        DAILY_SALES);
    }

    /** Uncached: a cache would hold puts back from the snapshots that queries read. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(CHANGELOG);
    }
}
