package dev.daybook.ingest.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.archive.ArchiveLineWriter;
import dev.daybook.events.archive.ArchivedTopic;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Measures what an event costs between the consumer and S3: checking, writing its line, packing. Run it by hand. */
final class PackingCost {
    private static final int EVENTS = 200_000;
    private static final int ROUNDS = 4;
    private static final Instant FROM = Instant.parse("2026-11-20T08:00:00Z");
    private static final String[] PRODUCTS = {
        "latte",
        "flat-white",
        "espresso",
        "cappuccino",
        "mocha",
        "tea-assam",
        "tea-green",
        "chai",
        "croissant",
        "muffin-blue",
        "brownie",
        "sandwich-ham",
        "sandwich-veg",
        "juice-orange",
        "water-still",
        "water-sparkling",
        "granola",
        "toast",
        "soup",
        "salad"
    };

    private PackingCost() {}

    public static void main(String[] arguments) {
        for (int round = 1; round <= ROUNDS; round++) {
            Random random = new Random(round);
            long valueBytes = 0;
            long packedBytes = 0;
            long nanos = 0;
            ArchiveLineWriter writer = new ArchiveLineWriter(ArchivedTopic.Kind.EVENTS, ZoneOffset.UTC);
            for (int object = 0; object < 4; object++) {
                ConsumerRecord<?, ?>[] records = new ConsumerRecord<?, ?>[EVENTS / 4];
                for (int i = 0; i < records.length; i++) {
                    records[i] = record(object * records.length + i, random);
                }
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                OpenObject open = new OpenObject(cast(records[0]), writer, 0);
                for (ConsumerRecord<?, ?> record : records) {
                    valueBytes += cast(record).value().length;
                    open.append(cast(record));
                }
                OpenObject.Finished finished = open.finish();
                packedBytes += finished.summary().bytes();
                nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            }
            System.out.printf(
                    "round %d: %.1f s CPU per million events, %d bytes of event, %d bytes archived%n",
                    round, nanos / 1e3 / EVENTS, valueBytes / EVENTS, packedBytes / EVENTS);
        }
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> cast(ConsumerRecord<?, ?> record) {
        return (ConsumerRecord<byte[], byte[]>) record;
    }

    private static ConsumerRecord<byte[], byte[]> record(int n, Random random) {
        Instant soldAt = FROM.plusMillis(n * 15L + random.nextInt(5_000));
        int till = random.nextInt(60);
        String id = String.format("store-%02d-%d-%06d", till / 3, till % 3, n);
        StringBuilder lines = new StringBuilder();
        int count = 1 + random.nextInt(3);
        int total = 0;
        for (int i = 0; i < count; i++) {
            String product = PRODUCTS[random.nextInt(PRODUCTS.length)];
            int price = 150 + 10 * random.nextInt(60);
            total += price;
            lines.append(i == 0 ? "" : ",")
                    .append(String.format(
                            "{\"product_id\":\"%s\",\"name\":\"%s\",\"category\":\"Hot drinks\",\"quantity\":1,"
                                    + "\"unit_price\":\"%d.%02d\",\"tax\":\"0.%02d\"}",
                            product,
                            product.toUpperCase(java.util.Locale.ROOT),
                            price / 100,
                            price % 100,
                            price / 6 % 100));
        }
        String json = String.format(
                "{\"event_id\":\"%s\",\"source\":\"pos/store-%02d/till-%d\",\"event_type\":\"sale.completed\","
                        + "\"timestamp\":\"%s\",\"details\":{\"store_id\":\"store-%02d\",\"order_id\":\"o-%s\",\"currency\":\"GBP\","
                        + "\"lines\":[%s],\"payments\":[{\"method\":\"%s\",\"amount\":\"%d.%02d\"}]}}",
                id,
                till / 3,
                till % 3,
                soldAt,
                till / 3,
                id,
                lines,
                random.nextInt(4) == 0 ? "cash" : "card",
                total / 100,
                total % 100);
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.PRODUCER, "tills".getBytes(UTF_8));
        EventHeaders.stamp(headers, BusinessDay.of(soldAt, ZoneOffset.UTC, LocalTime.MIDNIGHT));
        headers.add(EventHeaders.TRACE, new byte[55]);
        return new ConsumerRecord<>(
                "daybook.events",
                0,
                n,
                FROM.plusMillis(n * 15L).toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                json.length(),
                new Identity("pos/store-" + till / 3, id).key(),
                json.getBytes(UTF_8),
                headers,
                Optional.empty());
    }
}
