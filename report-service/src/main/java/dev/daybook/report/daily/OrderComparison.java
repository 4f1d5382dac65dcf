package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares one day's orders of the shop with the stream's, order by order; within each side the order of the rows doesn't
 * matter. Holds at most {@code maxOrders} orders, some 300 bytes each, and refuses more. One day, one thread; first all of the
 * shop's orders, then all of the stream's, then {@link #compare}.
 *
 * <p>Only stores that the shop's database covers are compared: those named, and those it has an order of. Sums beyond a {@code
 * long} throw {@link ArithmeticException}.
 */
public final class OrderComparison {
    private record Key(String storeId, CurrencyCode currency, String orderId) {}

    private record StoreCurrency(String storeId, CurrencyCode currency) {}

    private static final Comparator<Key> IN_ORDER =
            Comparator.comparing(Key::storeId).thenComparing(Key::currency).thenComparing(Key::orderId);

    private static final class Sides {
        private long database;
        private int databaseRows;
        private StreamOrder stream;
    }

    private final BigDecimal tolerance;
    private final int maxOrders;
    private final Set<String> covered;
    private final Set<String> notCovered = new TreeSet<>();
    private final Map<Key, Sides> orders = new TreeMap<>(IN_ORDER);
    private boolean streamBegun;

    /**
     * A comparison without orders.
     *
     * @param covered stores that are compared even where the shop's database has no order of them
     * @param tolerance as a decimal of whatever currency, 0 or more
     */
    public OrderComparison(Set<String> covered, BigDecimal tolerance, int maxOrders) {
        this.covered = new TreeSet<>(covered);
        this.tolerance = tolerance;
        this.maxOrders = maxOrders;
    }

    /** Takes an order of the shop's; false, and it isn't taken, where it would be one too many. */
    public boolean shop(ShopOrder order) {
        if (streamBegun) {
            throw new IllegalStateException(
                    "an order of the shop's after the stream's: which stores are covered is settled");
        }
        Sides sides = sides(new Key(order.storeId(), order.currency(), order.orderId()));
        if (sides == null) {
            return false;
        }
        covered.add(order.storeId());
        sides.database = Math.addExact(sides.database, order.amount());
        sides.databaseRows++;
        return true;
    }

    /** The stores that are compared, as far as the shop's orders have come. */
    public Set<String> covered() {
        return Collections.unmodifiableSet(covered);
    }

    /** Takes an order row of the stream's; false, and it isn't taken, where it would be one too many. */
    public boolean stream(StreamOrder order) {
        streamBegun = true;
        if (!covered.contains(order.storeId())) {
            notCovered.add(order.storeId());
            return true;
        }
        Sides sides = sides(new Key(order.storeId(), order.currency(), order.orderId()));
        if (sides == null) {
            return false;
        }
        sides.stream = sides.stream == null ? order : sum(sides.stream, order);
        return true;
    }

    private Sides sides(Key key) {
        Sides known = orders.get(key);
        if (known != null || orders.size() >= maxOrders) {
            return known;
        }
        Sides sides = new Sides();
        orders.put(key, sides);
        return sides;
    }

    private static StreamOrder sum(StreamOrder a, StreamOrder b) {
        return new StreamOrder(
                a.storeId(),
                a.currency(),
                a.orderId(),
                Math.addExact(a.net(), b.net()),
                Math.addExact(a.tax(), b.tax()),
                Math.addExact(a.tips(), b.tips()),
                Math.addExact(a.sales(), b.sales()),
                Math.addExact(a.voids(), b.voids()));
    }

    /**
     * The outcome.
     *
     * @param each is shown every order that was compared, by store, currency and order id
     */
    public Reconciliation.Compared compare(Consumer<ComparedOrder> each) {
        Map<ComparedOrder.Kind, Long> counts = new EnumMap<>(ComparedOrder.Kind.class);
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            counts.put(kind, 0L);
        }
        Map<CurrencyCode, Long> absoluteDifferences = new HashMap<>();
        Map<StoreCurrency, Reconciliation.Total> totals =
                new TreeMap<>(Comparator.comparing(StoreCurrency::storeId).thenComparing(StoreCurrency::currency));
        Examples examples = new Examples();
        orders.forEach((key, sides) -> {
            ComparedOrder order = compared(key, sides);
            counts.merge(order.kind(), 1L, Long::sum);
            totals.merge(new StoreCurrency(key.storeId(), key.currency()), totalOf(order), OrderComparison::sum);
            if (order.kind().isDifference()) {
                absoluteDifferences.merge(key.currency(), Math.absExact(order.difference()), Math::addExact);
            }
            examples.add(order);
            each.accept(order);
        });
        return new Reconciliation.Compared(
                statusOf(counts, absoluteDifferences, tolerance),
                tolerance,
                counts,
                new ArrayList<>(totals.values()),
                List.copyOf(notCovered),
                examples.all());
    }

    private static ComparedOrder compared(Key key, Sides sides) {
        Long database = sides.databaseRows == 0 ? null : (Long) sides.database;
        return new ComparedOrder(
                ComparedOrder.kindOf(sides.databaseRows, database, sides.stream),
                key.storeId(),
                key.currency(),
                key.orderId(),
                database,
                sides.databaseRows,
                sides.stream);
    }

    private static Reconciliation.Total totalOf(ComparedOrder order) {
        long net = order.stream() == null ? 0 : order.stream().net();
        boolean otherDays = order.kind() == ComparedOrder.Kind.REFUND_OF_OTHER_DAY;
        return new Reconciliation.Total(
                order.storeId(),
                order.currency(),
                order.database() == null ? 0 : order.database(),
                otherDays ? 0 : net,
                otherDays ? net : 0);
    }

    private static Reconciliation.Total sum(Reconciliation.Total a, Reconciliation.Total b) {
        return new Reconciliation.Total(
                a.storeId(),
                a.currency(),
                Math.addExact(a.database(), b.database()),
                Math.addExact(a.stream(), b.stream()),
                Math.addExact(a.otherDaysRefunds(), b.otherDaysRefunds()));
    }

    /**
     * PASS where no order is on one side only, none is twice in the database, and the amounts that differ, added up without
     * their signs so that two errors can't cancel, stay within the tolerance in each currency.
     */
    private static Reconciliation.Status statusOf(
            Map<ComparedOrder.Kind, Long> counts, Map<CurrencyCode, Long> absoluteDifferences, BigDecimal tolerance) {
        boolean sameOrders = counts.get(ComparedOrder.Kind.ONLY_IN_DATABASE) == 0
                && counts.get(ComparedOrder.Kind.ONLY_IN_STREAM) == 0
                && counts.get(ComparedOrder.Kind.DUPLICATED_IN_DATABASE) == 0;
        boolean sameAmounts = absoluteDifferences.entrySet().stream()
                .allMatch(entry ->
                        BigDecimal.valueOf(entry.getValue(), entry.getKey().decimals())
                                        .compareTo(tolerance)
                                <= 0);
        return sameOrders && sameAmounts ? Reconciliation.Status.PASS : Reconciliation.Status.FAIL;
    }

    /** The first of each kind of difference, from orders that come in their order. */
    private static final class Examples {
        private final Map<ComparedOrder.Kind, List<ComparedOrder>> byKind = new EnumMap<>(ComparedOrder.Kind.class);

        void add(ComparedOrder order) {
            List<ComparedOrder> kept = byKind.computeIfAbsent(order.kind(), first -> new ArrayList<>());
            if (order.kind().isDifference() && kept.size() < Reconciliation.EXAMPLES) {
                kept.add(order);
            }
        }

        List<ComparedOrder> all() {
            return byKind.values().stream().flatMap(List::stream).toList();
        }
    }
}
