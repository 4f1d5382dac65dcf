package dev.daybook.processor.aggregate;

import static dev.daybook.processor.aggregate.DrivenTopology.DEDUP_WINDOW;
import static dev.daybook.processor.aggregate.DrivenTopology.ORDER_RETENTION;
import static dev.daybook.processor.aggregate.DrivenTopology.START;
import static dev.daybook.processor.aggregate.DrivenTopology.ZONE;
import static dev.daybook.processor.aggregate.DrivenTopology.activity;
import static dev.daybook.processor.aggregate.DrivenTopology.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.Identity;
import dev.daybook.events.Refusal;
import dev.daybook.events.Rejection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A processor over stores that outlive it, at offsets of the test's choice, which the driver doesn't offer. */
class DailySalesProcessorTest {
    private static final int PARTITION = 0;

    @TempDir
    private Path stateDir;

    private final List<KeyValueStore<Bytes, byte[]>> stores = new ArrayList<>();
    private final OwnedPartitions owned = new OwnedPartitions();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private MockProcessorContext<PartitionedKey, byte[]> context;

    @BeforeEach
    void openStores() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-processor");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        context = new MockProcessorContext<>(properties, new TaskId(0, PARTITION), stateDir.toFile());
        addStore(DailyRows.STORE);
        addStore(StoredSeenEvents.STORE);
    }

    private void addStore(String name) {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        stores.add(store);
    }

    @AfterEach
    void closeStores() {
        stores.forEach(KeyValueStore::close);
    }

    private DailySalesProcessor started() {
        DailySalesProcessor processor = new DailySalesProcessor(
                "test.rejected",
                new RecordReader(1),
                new FoldSettings(DEDUP_WINDOW, ORDER_RETENTION, ZONE),
                new RecordMetrics(metrics),
                owned);
        processor.init(context);
        return processor;
    }

    private void process(DailySalesProcessor processor, long offset, String eventId, Instant received) {
        context.setRecordMetadata("test.events", PARTITION, offset);
        processor.process(new Record<>(
                new Identity("app", eventId).key(),
                activity(eventId, "ok").getBytes(StandardCharsets.UTF_8),
                received.toEpochMilli(),
                headers()));
    }

    private void refuse(DailySalesProcessor processor, long offset) {
        context.setRecordMetadata("test.rejected", PARTITION, offset);
        Refusal refusal = new Refusal(Refusal.Code.MISSING_FIELD, "/source", "x");
        processor.process(new Record<>(
                new byte[] {1},
                new Rejection(refusal, Rejection.RefusedBy.DOOR, new byte[0]).toJson(),
                START.toEpochMilli(),
                headers()));
    }

    private AccountingRow accounting() throws InterruptedException {
        OwnedPartition.Answer answer = owned.all()
                .get(0)
                .read(new RowSelection(Sales.DATE, Set.of(RowKind.ACCOUNTING), null), Duration.ofSeconds(1));
        PartitionRows rows = ((OwnedPartition.Answer.Rows) answer).rows();
        AccountingRow sum = rows.rows().values().stream()
                .map(AccountingRow.class::cast)
                .reduce(AccountingRow.NONE, AccountingRow::plus);
        assertThat(sum.counted() + sum.duplicate() + sum.conflicting() + sum.rejected())
                .as("every record of either topic, up to the positions that are read with the rows")
                .isEqualTo(rows.events() + rows.rejected());
        return sum;
    }

    private PartitionRows rows() throws InterruptedException {
        OwnedPartition.Answer answer = owned.all()
                .get(0)
                .read(new RowSelection(Sales.DATE, Set.of(RowKind.ACTIVITY), null), Duration.ofSeconds(1));
        return ((OwnedPartition.Answer.Rows) answer).rows();
    }

    private static long count(PartitionRows rows) {
        return rows.rows().values().stream()
                .mapToLong(row -> ((ActivityRow) row).count())
                .sum();
    }

    @Test
    void skipsWhatItsStateHasCountedAlready_whateverTheGroupsOffsetsSay() throws Exception {
        DailySalesProcessor before = started();
        process(before, 40, "e-1", START);
        process(before, 41, "e-2", START);
        before.close();

        // The group has lost its offsets and reads from the start, later than the identities are known.
        Instant later = START.plus(DEDUP_WINDOW.multipliedBy(2));
        DailySalesProcessor after = started();
        process(after, 40, "e-1", later);
        process(after, 41, "e-2", later);
        assertThat(count(rows())).isEqualTo(2);
        assertThat(rows().events()).isEqualTo(42);

        process(after, 42, "e-1", later);
        assertThat(count(rows())).isEqualTo(3);
        assertThat(rows().events()).isEqualTo(43);
    }

    @Test
    void skipsByEachTopicsOwnPosition_whicheverOfThemIsReadAgain() throws Exception {
        DailySalesProcessor before = started();
        refuse(before, 0);
        refuse(before, 1);
        process(before, 0, "e-1", START);
        before.close();

        DailySalesProcessor after = started();
        refuse(after, 0);
        refuse(after, 1);
        process(after, 0, "e-1", START);
        assertThat(accounting()).isEqualTo(new AccountingRow(1, 0, 0, 2));
        refuse(after, 2);
        process(after, 1, "e-1", START);
        assertThat(accounting()).isEqualTo(new AccountingRow(1, 1, 0, 3));
        assertThat(metrics.get("daybook.processor.records")
                        .tag("outcome", "skipped")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void goesPastOffsetsWithoutARecord_asTransactionsLeaveThem() throws Exception {
        DailySalesProcessor processor = started();
        refuse(processor, 4);
        refuse(processor, 7);
        assertThat(rows().rejected()).isEqualTo(8);
        assertThat(rows().events()).isZero();
    }

    @Test
    void keepsItsTime_whenItStartsAgain() throws Exception {
        DailySalesProcessor before = started();
        process(before, 0, "e-1", START);
        process(before, 1, "e-2", START.plus(DEDUP_WINDOW).plusMillis(1));
        before.close();

        DailySalesProcessor after = started();
        process(after, 2, "e-1", START);
        assertThat(count(rows())).as("the window of e-1 had passed before").isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {DailyRows.STORE, StoredSeenEvents.STORE})
    void givesNothingToReaders_onceARecordIsCountedInPartOnly(String failing) throws Exception {
        DailySalesProcessor processor = started();
        process(processor, 0, "e-1", START);
        processor.close();
        context.addStateStore(withoutChangelog(failing));
        DailySalesProcessor cutOff = started();
        OwnedPartition partition = owned.all().get(0);

        assertThatThrownBy(() -> process(cutOff, 1, "e-2", START)).isInstanceOf(StreamsException.class);

        Duration wait = Duration.ofSeconds(1);
        assertThat(partition.read(new RowSelection(Sales.DATE, Set.of(RowKind.ACTIVITY), null), wait))
                .isInstanceOf(OwnedPartition.Answer.Unavailable.class);
        assertThat(partition.accounting(Sales.DATE, wait)).isInstanceOf(OwnedPartition.Answer.Unavailable.class);
        assertThat(partition.find(new Identity("app", "e-2").key(), wait))
                .isInstanceOf(OwnedPartition.Receipt.Unavailable.class);
    }

    /** The store as it is when its changelog can't be written any more: it takes the row, then the put fails. */
    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> withoutChangelog(String name) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(name);
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    if (method.getName().equals("put")) {
                        throw new StreamsException("the changelog of " + name + " can't be written");
                    }
                    return answer;
                });
    }

    @Test
    void readsRowsAndOffsetAsOneSnapshot_whileRecordsComeIn() throws Exception {
        DailySalesProcessor processor = started();
        int records = 20_000;
        Thread writer = new Thread(() -> {
            for (int i = 0; i < records; i++) {
                process(processor, i, "e-" + i, START);
                refuse(processor, i);
            }
        });
        writer.start();
        long reads = 0;
        PartitionRows read;
        do {
            read = rows();
            reads++;
            assertThat(count(read)).isEqualTo(read.events());
            accounting();
        } while (read.events() < records && writer.isAlive() || reads < 2);
        writer.join();
        assertThat(count(rows())).isEqualTo(records);
    }
}
