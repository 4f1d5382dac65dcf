package dev.daybook.processor.aggregate;

import static dev.daybook.processor.aggregate.DrivenTopology.DEDUP_WINDOW;
import static dev.daybook.processor.aggregate.DrivenTopology.ORDER_RETENTION;
import static dev.daybook.processor.aggregate.DrivenTopology.START;
import static dev.daybook.processor.aggregate.DrivenTopology.ZONE;
import static dev.daybook.processor.aggregate.DrivenTopology.activity;
import static dev.daybook.processor.aggregate.DrivenTopology.headers;
import static dev.daybook.processor.aggregate.DrivenTopology.sale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.Topics;
import dev.daybook.service.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DailySalesTopologyTest {
    private static final byte[] KEY = new Identity("app", "e-1").key();

    @TempDir
    private Path stateDir;

    private DrivenTopology topology;

    @BeforeEach
    void open() {
        topology = new DrivenTopology(stateDir);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void isTheTopologyOfTheGoldenFile() throws IOException {
        String described = new DailySalesTopology(
                        new Topics("daybook"),
                        12,
                        new FoldSettings(DEDUP_WINDOW, ORDER_RETENTION, ZONE),
                        new SimpleMeterRegistry(),
                        new OwnedPartitions())
                .get()
                .describe()
                .toString();
        try (var golden = getClass().getResourceAsStream("topology.txt")) {
            assertThat(described).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void countsAnEventOnce_whenItIsReceivedAgain() throws Exception {
        topology.receive("app", "e-1", activity("e-1", "ok"), START);
        topology.receive("app", "e-1", activity("e-1", "ok"), START.plusSeconds(1));
        topology.receive("app", "e-2", activity("e-2", "ok"), START.plusSeconds(2));

        assertThat(topology.activityCount("ok")).isEqualTo(2);
        assertThat(topology.rejected.isEmpty()).isTrue();
        assertThat(topology.records("counted")).isEqualTo(2);
        assertThat(topology.records("duplicate")).isEqualTo(1);
        assertThat(topology.rows(RowKind.ACTIVITY).events()).isEqualTo(3);
    }

    @Test
    void keepsTheFirstAndRefusesTheOther_whenOneIdentityComesWithTwoContents() throws Exception {
        topology.receive("app", "e-1", activity("e-1", "first"), START);
        topology.receive("app", "e-1", activity("e-1", "second"), START);
        topology.receive("app", "e-1", activity("e-1", "first"), START);

        assertThat(topology.activityCount("first")).isEqualTo(1);
        assertThat(topology.activityCount("second")).isZero();
        assertThat(topology.records("conflicting")).isEqualTo(1);
        assertThat(topology.records("duplicate")).isEqualTo(1);
        TestRecord<byte[], byte[]> refused = onlyRefused();
        assertThat(code(refused)).isEqualTo("conflict");
        assertThat(refused.key()).isEqualTo(KEY);
        assertThat(EventHeaders.businessDay(refused.headers())).contains(Sales.DAY);
        assertThat(Json.MAPPER.readTree(refused.value()).get("body_base64").binaryValue())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(activity("e-1", "second"));
    }

    @Test
    void knowsAnEventUntilTheWindowFromItsFirstReceiptHasPassed() throws Exception {
        topology.receive("app", "e-1", activity("e-1", "ok"), START);
        topology.receive("app", "e-1", activity("e-1", "ok"), START.plus(DEDUP_WINDOW));
        assertThat(topology.activityCount("ok")).as("at the window's end").isEqualTo(1);

        topology.receive(
                "app", "e-1", activity("e-1", "ok"), START.plus(DEDUP_WINDOW).plusMillis(1));
        assertThat(topology.activityCount("ok")).as("a millisecond behind it").isEqualTo(2);

        topology.receive("app", "e-1", activity("e-1", "ok"), START.plus(DEDUP_WINDOW.multipliedBy(2)));
        assertThat(topology.activityCount("ok"))
                .as("in the window that began then")
                .isEqualTo(2);
    }

    @Test
    void neverGoesBackInTime_whenARecordsTimeIsBeforeItsPredecessors() throws Exception {
        topology.receive("app", "e-1", activity("e-1", "ok"), START);
        topology.receive(
                "app", "e-2", activity("e-2", "ok"), START.plus(DEDUP_WINDOW).plusMillis(1));
        topology.receive("app", "e-1", activity("e-1", "ok"), START.minusSeconds(60));

        assertThat(topology.activityCount("ok")).isEqualTo(3);
    }

    @Test
    void forgetsWhatHasExpired_asRecordsComeIn() {
        int old = 3 * DailySalesProcessor.ROWS_PER_SWEEP;
        IntStream.range(0, old)
                .forEach(i -> topology.receive("app", "old-" + i, sale("old-" + i, "order-" + i, "1.00"), START));
        assertThat(size(StoredSeenEvents.STORE)).isEqualTo(old);

        int recent = 4 * DailySalesProcessor.ROWS_PER_SWEEP;
        IntStream.range(0, recent)
                .forEach(i -> topology.receive(
                        "app",
                        "new-" + i,
                        activity("new-" + i, "ok"),
                        START.plus(ORDER_RETENTION).plusMillis(1)));

        assertThat(size(StoredSeenEvents.STORE)).isEqualTo(recent);
        try (KeyValueIterator<Bytes, byte[]> rows = topology.store(DailyRows.STORE)
                .range(
                        RowRange.of(Sales.DATE, RowKind.ORDERS).from(),
                        RowRange.of(Sales.DATE, RowKind.ORDERS).to())) {
            assertThat(rows.hasNext()).as("an order of the past is left").isFalse();
        }
    }

    @Test
    void showsAnOrderUntilItsRetentionHasPassed_andStartsItAfreshThen() throws Exception {
        topology.receive("app", "e-1", sale("e-1", "o-1", "1.00"), START);
        topology.receive("app", "e-2", activity("e-2", "ok"), START.plus(ORDER_RETENTION));
        assertThat(topology.rows(RowKind.ORDERS).rows()).as("at its end").hasSize(1);

        topology.receive(
                "app", "e-3", activity("e-3", "ok"), START.plus(ORDER_RETENTION).plusMillis(1));
        assertThat(topology.rows(RowKind.ORDERS).rows()).as("behind its end").isEmpty();

        topology.receive(
                "app",
                "e-4",
                sale("e-4", "o-1", "5.00"),
                START.plus(ORDER_RETENTION).plusMillis(1));
        assertThat(topology.rowsByKey(RowKind.ORDERS).values())
                .containsExactly(new OrderRow(
                        500,
                        0,
                        0,
                        1,
                        0,
                        START.plus(ORDER_RETENTION).plusMillis(1).toEpochMilli()));
        assertThat(((TotalsRow) topology.rowsByKey(RowKind.TOTALS)
                                .values()
                                .iterator()
                                .next())
                        .gross())
                .as("totals never expire")
                .isEqualTo(600);
    }

    static Stream<Arguments> unreadable() {
        String good = activity("e-1", "ok");
        Headers noDate = new RecordHeaders().add(EventHeaders.LOCAL_TIME, EventHeaders.bytes("2026-11-20T08:31:07"));
        Headers noTime = new RecordHeaders().add(EventHeaders.BUSINESS_DATE, EventHeaders.bytes("2026-11-20"));
        Headers farDate = new RecordHeaders()
                .add(EventHeaders.BUSINESS_DATE, EventHeaders.bytes("+99999-01-01"))
                .add(EventHeaders.LOCAL_TIME, EventHeaders.bytes("2026-11-20T08:31:07"));
        return Stream.of(
                Arguments.of("no value", KEY, null, headers(), "invalid_json"),
                Arguments.of("no key", null, good, headers(), "wrong_key"),
                Arguments.of("another's key", new Identity("app", "e-2").key(), good, headers(), "wrong_key"),
                Arguments.of("not JSON", KEY, "latte", headers(), "invalid_json"),
                Arguments.of("an array", KEY, "[" + good + "]", headers(), "not_an_object"),
                Arguments.of("not an event", KEY, "{\"event_id\":\"e-1\"}", headers(), "missing_field"),
                Arguments.of("no business date", KEY, good, noDate, "unreadable_headers"),
                Arguments.of("no local time", KEY, good, noTime, "unreadable_headers"),
                Arguments.of("a date of no row", KEY, good, farDate, "unreadable_headers"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void refusesWhatItCanNotRead_andGoesOn(String what, byte[] key, String value, Headers headers, String code)
            throws Exception {
        topology.receive(key, value, headers, START);
        topology.receive("app", "e-9", activity("e-9", "ok"), START);

        TestRecord<byte[], byte[]> refused = onlyRefused();
        assertThat(code(refused)).isEqualTo(code);
        assertThat(Json.MAPPER.readTree(refused.value()).get("refused_by").textValue())
                .isEqualTo("processor");
        assertThat(refused.key()).isEqualTo(key);
        assertThat(refused.headers()).isEqualTo(headers);
        assertThat(topology.activityCount("ok")).isEqualTo(1);
        assertThat(topology.records("refused")).isEqualTo(1);
        assertThat(topology.rows(RowKind.ACTIVITY).events()).isEqualTo(2);
    }

    @Test
    void refusesARecordInAPartitionThatItsKeyDoesNotBelongTo() throws Exception {
        close();
        topology = new DrivenTopology(stateDir, 2);
        IntStream.range(0, 20).forEach(i -> topology.receive("app", "e-" + i, activity("e-" + i, "ok"), START));

        List<TestRecord<byte[], byte[]>> refused = topology.rejected.readRecordsToList();
        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(record -> assertThat(code(record)).isEqualTo("wrong_key"));
        assertThat(topology.activityCount("ok")).isEqualTo(20 - refused.size()).isPositive();
    }

    @Test
    void dropsKeyAndHeaders_whenTheyWouldNotFitBesideTheBody() throws Exception {
        Headers huge = headers().add("x", new byte[RefusedRecord.MAX_ENVELOPE_BYTES]);
        topology.receive(KEY, "latte", huge, START);
        TestRecord<byte[], byte[]> refused = onlyRefused();
        assertThat(code(refused)).isEqualTo("invalid_json");
        assertThat(refused.key()).isNull();
        assertThat(refused.headers()).isEmpty();
    }

    @Test
    void refusesAnEventThatOverflowsARow_andLeavesEveryFigureAsItWas() throws Exception {
        topology.receive("app", "e-1", sale("e-1", "o-1", "1.00"), START);
        RowKey.Totals totals = new RowKey.Totals(Sales.DATE, "soho", "GBP");
        topology.store(DailyRows.STORE)
                .put(
                        Bytes.wrap(totals.encode()),
                        new TotalsRow(0, 0, 0, 0, 0, Long.MAX_VALUE - 10, 1, 0, 0, 0, 0).encode());
        RowKind[] figures = {
            RowKind.TOTALS, RowKind.PRODUCTS, RowKind.HOURS, RowKind.PAYMENTS, RowKind.ACTIVITY, RowKind.ORDERS
        };
        var before = topology.rowsByKey(figures);

        topology.receive("app", "e-2", sale("e-2", "o-2", "1.00"), START);

        assertThat(code(onlyRefused())).isEqualTo("overflow");
        assertThat(topology.rowsByKey(figures)).isEqualTo(before);
        assertThat(topology.accounting(Sales.DATE)).isEqualTo(new AccountingRow(1, 0, 0, 1));
        topology.receive("app", "e-3", sale("e-3", "o-3", "0.01"), START);
        assertThat(topology.records("counted")).as("the thread goes on").isEqualTo(2);
    }

    @Test
    void saysThatThereAreTooMany_ratherThanFillTheHeapWithOrders() throws Exception {
        IntStream.rangeClosed(0, OwnedPartition.MAX_ORDER_ROWS)
                .forEach(i -> topology.store(DailyRows.STORE)
                        .put(
                                Bytes.wrap(new RowKey.Order(Sales.DATE, i == 0 ? "one" : "soho", "GBP", "o-" + i)
                                        .encode()),
                                new OrderRow(1, 0, 0, 1, 0, 0).encode()));
        OwnedPartition owned = topology.owned.all().get(0);
        Duration wait = Duration.ofSeconds(1);
        assertThat(owned.read(new RowSelection(Sales.DATE, Set.of(RowKind.ORDERS), null), wait))
                .isInstanceOf(OwnedPartition.Answer.TooManyRows.class);
        assertThat(owned.read(new RowSelection(Sales.DATE, Set.of(RowKind.ORDERS), "soho"), wait))
                .isInstanceOf(OwnedPartition.Answer.Rows.class);
    }

    @Test
    void givesItsPartitionUp_whenItCloses() throws Exception {
        OwnedPartition owned = topology.owned.all().get(0);
        topology.close();
        assertThat(topology.owned.all()).isEmpty();
        assertThat(owned.read(new RowSelection(Sales.DATE, Set.of(RowKind.TOTALS), null), Duration.ofSeconds(1)))
                .isInstanceOf(OwnedPartition.Answer.Unavailable.class);
    }

    private TestRecord<byte[], byte[]> onlyRefused() {
        List<TestRecord<byte[], byte[]>> refused = topology.rejected.readRecordsToList();
        assertThat(refused).hasSize(1);
        return refused.get(0);
    }

    private static String code(TestRecord<byte[], byte[]> refused) throws IOException {
        return Json.MAPPER.readTree(refused.value()).get("code").textValue();
    }

    private long size(String store) {
        KeyValueStore<Bytes, byte[]> rows = topology.store(store);
        long size = 0;
        try (KeyValueIterator<Bytes, byte[]> all = rows.all()) {
            for (; all.hasNext(); all.next()) {
                size++;
            }
        }
        return size;
    }
}
