package dev.daybook.processor.aggregate;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Document;
import dev.daybook.events.Event;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Partitions with counted events in them, for queries; the store is in memory, which is enough where nobody writes. */
public final class PartitionFixture {
    private static final EventParser PARSER = new EventParser(EventLimits.DEFAULT);

    private PartitionFixture() {}

    /** Enters a partition that has counted the events, all received at time 0, up to the offset. */
    public static void enter(OwnedPartitions owned, int partition, long nextOffset, BusinessDay day, String... events) {
        DailyRows rows = rows(partition);
        SeenEvents seen = seen(partition);
        for (int i = 0; i < events.length; i++) {
            byte[] value = events[i].getBytes(StandardCharsets.UTF_8);
            Document.Single single = (Document.Single) PARSER.parse(value);
            Event event = ((Document.Accepted) single.item()).event();
            rows.add(DailyFold.fold(event, day, 0), 0);
            rows.add(AccountingFold.counted(day.date()), 0);
            seen.firstReceipt(event.identity().key(), new FirstReceipt(Sha256.of(value), 0, i, day.date()));
        }
        enter(owned, partition, nextOffset, 0, rows, seen);
    }

    /** Enters a partition that has counted as many refusals of the door, received on the date, and nothing else. */
    public static void enterRefusals(
            OwnedPartitions owned, int partition, LocalDate date, String producer, String code, int refusals) {
        DailyRows rows = rows(partition);
        for (int i = 0; i < refusals; i++) {
            rows.add(AccountingFold.rejected(date, producer, code), 0);
        }
        enter(owned, partition, 0, refusals, rows, seen(partition));
    }

    private static void enter(
            OwnedPartitions owned, int partition, long events, long rejected, DailyRows rows, SeenEvents seen) {
        owned.enter(new OwnedPartition(
                partition, rows, seen, new Positions(new Position(events, 0), new Position(rejected, 0))));
    }

    private static DailyRows rows(int partition) {
        KeyValueStore<Bytes, byte[]> store = store(partition);
        return new DailyRows(store, new Bookkeeping(store), Duration.ofDays(35));
    }

    private static SeenEvents seen(int partition) {
        return new StoredSeenEvents(store(partition), new Bookkeeping(store(partition)), Duration.ofDays(7));
    }

    private static KeyValueStore<Bytes, byte[]> store(int partition) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-processor");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        var context = new MockProcessorContext<>(properties, new TaskId(0, partition), null);
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(DailyRows.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
