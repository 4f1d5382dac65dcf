package dev.daybook.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Event;
import dev.daybook.events.Sale;
import dev.daybook.processor.aggregate.RandomDay.Stamped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each seed is one case and stands in the test's name. */
class DailyFoldPropertyTest {
    private static final int EVENTS = 60;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesTheSameRows_inAnyOrderAndAnySplitOverPartitions(long seed) {
        List<Stamped> events = new RandomDay(seed).events(EVENTS);
        Map<Bytes, Row> expected = RandomDay.sum(events);

        Random random = new Random(~seed);
        List<Stamped> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        List<List<Stamped>> partitions = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            partitions.add(new ArrayList<>());
        }
        shuffled.forEach(event -> partitions.get(random.nextInt(count)).add(event));
        TreeMap<Bytes, Row> merged = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            new PartitionRows(i, 0, 0, RandomDay.sum(partitions.get(i))).addTo(merged);
        }

        assertThat(merged).isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void leavesNothingButCounts_whenEverySaleIsVoided(long seed) {
        List<Stamped> sales = new RandomDay(seed)
                .events(EVENTS).stream()
                        .filter(stamped ->
                                stamped.event().content() instanceof Sale sale && sale.kind() == Sale.Kind.COMPLETED)
                        .toList();
        List<Stamped> both = new ArrayList<>(sales);
        sales.forEach(stamped -> both.add(voided(stamped)));
        Collections.shuffle(both, new Random(~seed));

        RandomDay.sum(both).values().forEach(DailyFoldPropertyTest::assertNothingButCounts);
    }

    private static Stamped voided(Stamped stamped) {
        Event event = stamped.event();
        Sale sale = (Sale) event.content();
        Sale voided = new Sale(
                Sale.Kind.VOIDED,
                sale.storeId(),
                sale.orderId(),
                null,
                sale.currency(),
                sale.lines(),
                sale.discount(),
                sale.tax(),
                sale.tip(),
                sale.pricesIncludeTax(),
                sale.payments(),
                event.timestamp());
        return new Stamped(
                new Event("void-" + event.eventId(), event.source(), "sale.voided", event.timestamp(), voided),
                stamped.day(),
                stamped.receivedMillis());
    }

    private static void assertNothingButCounts(Row row) {
        if (row instanceof TotalsRow totals) {
            assertThat(totals).isEqualTo(new TotalsRow(0, 0, 0, 0, 0, 0, 0, 0, totals.voids(), 0, 0));
            assertThat(totals.voids()).isPositive();
        } else if (row instanceof ProductRow product) {
            assertThat(product).isEqualTo(new ProductRow(0, 0, 0, 0, 0, product.label()));
        } else if (row instanceof HourRow hour) {
            assertThat(hour).isEqualTo(new HourRow(0, 0));
        } else if (row instanceof PaymentRow payment) {
            assertThat(payment).isEqualTo(new PaymentRow(0));
        } else if (row instanceof OrderRow order) {
            assertThat(order)
                    .isEqualTo(new OrderRow(0, 0, 0, order.sales(), order.sales(), order.lastReceivedMillis()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsBackEveryKeyAndRowThatItWrites(long seed) {
        RandomDay.sum(new RandomDay(seed).events(EVENTS)).forEach((encoded, row) -> {
            RowKey key = RowKey.decode(encoded.get());
            assertThat(key.encode()).isEqualTo(encoded.get());
            assertThat(Row.decode(key.kind(), row.encode())).isEqualTo(row);
        });
    }
}
