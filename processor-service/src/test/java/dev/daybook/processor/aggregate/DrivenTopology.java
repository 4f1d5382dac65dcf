package dev.daybook.processor.aggregate;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology of one partition under the driver, with RocksDB below it. */
final class DrivenTopology implements AutoCloseable {
    static final Duration DEDUP_WINDOW = Duration.ofDays(7);
    static final Duration ORDER_RETENTION = Duration.ofDays(35);
    /** Its dates of receipt begin five hours after those in UTC. */
    static final ZoneId ZONE = ZoneId.of("America/Toronto");

    static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

    private static final Topics TOPICS = new Topics("test");
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);

    final OwnedPartitions owned = new OwnedPartitions();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;
    private boolean closed;
    private final TestInputTopic<byte[], byte[]> events;
    private final TestInputTopic<byte[], byte[]> refused;
    final TestOutputTopic<byte[], byte[]> rejected;

    DrivenTopology(Path stateDir) {
        this(stateDir, 1);
    }

    DrivenTopology(Path stateDir, int partitions) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-processor");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        driver = new TopologyTestDriver(
                new DailySalesTopology(
                                TOPICS,
                                partitions,
                                new FoldSettings(DEDUP_WINDOW, ORDER_RETENTION, ZONE),
                                metrics,
                                owned)
                        .get(),
                properties);
        events = driver.createInputTopic(
                TOPICS.events().name(), new ByteArraySerializer(), new ByteArraySerializer(), START, Duration.ZERO);
        refused = driver.createInputTopic(
                TOPICS.rejected().name(), new ByteArraySerializer(), new ByteArraySerializer(), START, Duration.ZERO);
        rejected = driver.createOutputTopic(
                TOPICS.rejected().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Headers headers() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.PRODUCER, EventHeaders.bytes("till-soho"));
        EventHeaders.stamp(headers, new BusinessDay(Sales.DATE, Sales.DAY.localTime()));
        return headers;
    }

    void receive(byte[] key, String value, Headers headers, Instant received) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        events.pipeInput(new TestRecord<>(key, bytes, headers, received));
    }

    /** A record of the topic of refused ones. */
    void receiveRejected(byte[] value, Headers headers, Instant received) {
        refused.pipeInput(new TestRecord<>(new byte[] {1}, value, headers, received));
    }

    /** A record as the door writes it. */
    void receive(String source, String eventId, String value, Instant received) {
        receive(new Identity(source, eventId).key(), value, headers(), received);
    }

    static String activity(String eventId, String status) {
        return "{\"event_id\":\"" + eventId
                + "\",\"source\":\"app\",\"event_type\":\"user_action\",\"timestamp\":\"2026-11-20T08:31:07Z\","
                + "\"details\":{\"status\":\"" + status + "\"}}";
    }

    static String sale(String eventId, String orderId, String gross) {
        return "{\"event_id\":\"" + eventId
                + "\",\"source\":\"app\",\"event_type\":\"sale.completed\",\"timestamp\":\"2026-11-20T08:31:07Z\","
                + "\"details\":{\"store_id\":\"soho\",\"order_id\":\"" + orderId
                + "\",\"currency\":\"GBP\",\"lines\":[{\"product_id\":\"latte\",\"quantity\":1,\"gross\":\"" + gross
                + "\"}]}}";
    }

    PartitionRows rows(RowKind... kinds) throws InterruptedException {
        OwnedPartition.Answer answer =
                owned.all().get(0).read(new RowSelection(Sales.DATE, Set.of(kinds), null), MAX_WAIT);
        return ((OwnedPartition.Answer.Rows) answer).rows();
    }

    AccountingRow accounting(LocalDate date) throws InterruptedException {
        return rowsOf(date, RowKind.ACCOUNTING).values().stream()
                .map(AccountingRow.class::cast)
                .reduce(AccountingRow.NONE, AccountingRow::plus);
    }

    /** The counts of a day's refusals, by {@code producer code}. */
    SortedMap<String, Long> rejections(LocalDate date) throws InterruptedException {
        TreeMap<String, Long> counts = new TreeMap<>();
        rowsOf(date, RowKind.REJECTIONS).forEach((encoded, row) -> {
            RowKey.Rejections key = (RowKey.Rejections) RowKey.decode(encoded.get());
            counts.put(key.producer() + " " + key.code(), ((RejectionsRow) row).count());
        });
        return counts;
    }

    private SortedMap<Bytes, Row> rowsOf(LocalDate date, RowKind kind) throws InterruptedException {
        OwnedPartition.Answer answer = owned.all().get(0).read(new RowSelection(date, Set.of(kind), null), MAX_WAIT);
        return ((OwnedPartition.Answer.Rows) answer).rows().rows();
    }

    /** Rows by their keys, for comparison. */
    SortedMap<String, Row> rowsByKey(RowKind... kinds) throws InterruptedException {
        TreeMap<String, Row> byKey = new TreeMap<>();
        rows(kinds)
                .rows()
                .forEach((key, row) -> byKey.put(RowKey.decode(key.get()).toString(), row));
        return byKey;
    }

    long activityCount(String status) throws InterruptedException {
        return rows(RowKind.ACTIVITY).rows().entrySet().stream()
                .filter(entry -> status.equals(
                        ((RowKey.Activity) RowKey.decode(entry.getKey().get())).status()))
                .mapToLong(entry -> ((ActivityRow) entry.getValue()).count())
                .sum();
    }

    double records(String outcome) {
        return metrics.get("daybook.processor.records")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    KeyValueStore<Bytes, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.close();
        }
    }
}
