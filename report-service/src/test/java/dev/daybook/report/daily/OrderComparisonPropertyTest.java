package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.ComparedOrder.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A day on which both sides agree, differences planted in it, and what the comparison finds. Each seed is one case. */
class OrderComparisonPropertyTest {
    private static final List<CurrencyCode> CURRENCIES =
            List.of(CurrencyCode.checked("USD"), CurrencyCode.checked("JPY"), CurrencyCode.checked("KWD"));
    private static final List<String> STORES = List.of("soho", "Soho", "söho 2");

    private record Outcome(Reconciliation.Compared compared, List<ComparedOrder> shown) {}

    private final List<ShopOrder> shop = new ArrayList<>();
    private final List<StreamOrder> stream = new ArrayList<>();
    private final Map<String, Kind> planted = new HashMap<>();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsAndNamesEveryPlantedDifferenceAndNothingElse(long seed) {
        plant(new Random(seed));
        Outcome outcome = compare();

        assertThat(outcome.shown().stream()
                        .filter(order -> order.kind().isDifference())
                        .collect(Collectors.toMap(ComparedOrder::orderId, ComparedOrder::kind)))
                .isEqualTo(planted);
        assertThat(outcome.compared().status())
                .isEqualTo(planted.isEmpty() ? Reconciliation.Status.PASS : Reconciliation.Status.FAIL);
        assertThat(outcome.compared().counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(outcome.shown().size());
        for (Reconciliation.Total total : outcome.compared().totals()) {
            assertThat(total.difference()).isEqualTo(netOf(total) - amountOf(total) - total.otherDaysRefunds());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void saysTheSame_inAnyOrderOfTheRows(long seed) {
        Random random = new Random(seed);
        plant(random);
        Outcome first = compare();
        Collections.shuffle(shop, random);
        Collections.shuffle(stream, random);
        assertThat(compare()).isEqualTo(first);
    }

    private void plant(Random random) {
        int orders = random.nextInt(80);
        for (int i = 0; i < orders; i++) {
            String store = STORES.get(random.nextInt(STORES.size()));
            CurrencyCode currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            String id = "order " + i;
            long net = random.nextInt(10_000);
            switch (random.nextInt(12)) {
                case 0 -> {
                    shop.add(new ShopOrder(store, currency, id, net));
                    planted.put(id, Kind.ONLY_IN_DATABASE);
                }
                case 1 -> {
                    inParts(random, new StreamOrder(store, currency, id, net, 1, 2, 1, 0));
                    planted.put(id, Kind.ONLY_IN_STREAM);
                }
                case 2 -> {
                    shop.add(new ShopOrder(store, currency, id, net));
                    inParts(random, new StreamOrder(store, currency, id, net + 1, 1, 2, 1, 0));
                    planted.put(id, Kind.AMOUNTS_DIFFER);
                }
                case 3 -> {
                    shop.add(new ShopOrder(store, currency, id, net));
                    shop.add(new ShopOrder(store, currency, id, net));
                    inParts(random, new StreamOrder(store, currency, id, net, 1, 2, 1, 0));
                    planted.put(id, Kind.DUPLICATED_IN_DATABASE);
                }
                case 4 -> stream.add(new StreamOrder(store, currency, id, 0, 0, 0, 1, 1));
                case 5 -> stream.add(new StreamOrder(store, currency, id, -net, 0, 0, 0, 0));
                default -> {
                    shop.add(new ShopOrder(store, currency, id, net));
                    inParts(random, new StreamOrder(store, currency, id, net, 1, 2, 1, 0));
                }
            }
        }
    }

    /** The order's row, as it comes from one partition or from two. */
    private void inParts(Random random, StreamOrder whole) {
        if (random.nextBoolean()) {
            stream.add(whole);
            return;
        }
        stream.add(new StreamOrder(
                whole.storeId(), whole.currency(), whole.orderId(), whole.net() + 7, whole.tax(), 0, whole.sales(), 0));
        stream.add(new StreamOrder(whole.storeId(), whole.currency(), whole.orderId(), -7, 0, whole.tips(), 0, 0));
    }

    private long netOf(Reconciliation.Total total) {
        return stream.stream()
                .filter(order -> order.storeId().equals(total.storeId())
                        && order.currency().equals(total.currency()))
                .mapToLong(StreamOrder::net)
                .sum();
    }

    private long amountOf(Reconciliation.Total total) {
        return shop.stream()
                .filter(order -> order.storeId().equals(total.storeId())
                        && order.currency().equals(total.currency()))
                .mapToLong(ShopOrder::amount)
                .sum();
    }

    private Outcome compare() {
        OrderComparison comparison = new OrderComparison(Set.copyOf(STORES), BigDecimal.ZERO, 1_000);
        shop.forEach(comparison::shop);
        stream.forEach(comparison::stream);
        List<ComparedOrder> shown = new ArrayList<>();
        return new Outcome(comparison.compare(shown::add), shown);
    }
}
