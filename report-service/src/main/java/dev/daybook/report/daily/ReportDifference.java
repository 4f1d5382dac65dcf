package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what one revision of a report says otherwise than an earlier one, from the two alone. Pure; a difference beyond a
 * {@code long} throws {@link ArithmeticException}.
 */
final class ReportDifference {
    private static final Map<String, Function<StoreSales.Product, String>> PRODUCT_TEXTS =
            new TreeMap<>(Map.of("name", StoreSales.Product::name, "category", StoreSales.Product::category));

    private ReportDifference() {}

    static Changes between(Report before, Report after) {
        return new Changes(
                before.revision(),
                before.status() == after.status()
                        ? Optional.empty()
                        : Optional.of(new Changes.StatusChange(before.status(), after.status())),
                reconciliation(before, after),
                reconciledEarlier(before, after),
                stores(before.stores(), after.stores()));
    }

    private static Optional<Changes.ReconciliationChange> reconciliation(Report before, Report after) {
        Optional<Reconciliation.Status> was = before.reconciliation().map(Reconciliation::status);
        Optional<Reconciliation.Status> is = after.reconciliation().map(Reconciliation::status);
        return was.equals(is) ? Optional.empty() : Optional.of(new Changes.ReconciliationChange(was, is));
    }

    /** Handed on from revision to revision until one is reconciled again. */
    private static Optional<Changes.ReconciledEarlier> reconciledEarlier(Report before, Report after) {
        if (after.isReconciled()) {
            return Optional.empty();
        }
        return before.isReconciled()
                ? before.reconciliation()
                        .map(outcome -> new Changes.ReconciledEarlier(before.revision(), outcome.status()))
                : before.changes().flatMap(Changes::reconciledEarlier);
    }

    private record StoreKey(String storeId, CurrencyCode currency) implements Comparable<StoreKey> {
        private static final Comparator<StoreKey> ORDER = Comparator.comparing(StoreKey::storeId)
                .thenComparing(key -> key.currency().code());

        static StoreKey of(StoreSales store) {
            return new StoreKey(store.storeId(), store.currency());
        }

        @Override
        public int compareTo(StoreKey other) {
            return ORDER.compare(this, other);
        }
    }

    private static List<Changes.Store> stores(List<StoreSales> before, List<StoreSales> after) {
        return pairs(before, after, StoreKey::of).entrySet().stream()
                .map(pair -> store(pair.getKey(), pair.getValue()))
                .filter(store -> !store.isEmpty())
                .toList();
    }

    private static Changes.Store store(StoreKey key, Pair<StoreSales> pair) {
        return new Changes.Store(
                key.storeId(),
                key.currency(),
                changes(pair, ReportDifference::figures),
                parts(
                        pair,
                        StoreSales::products,
                        StoreSales.Product::productId,
                        ReportDifference::figures,
                        PRODUCT_TEXTS),
                parts(
                        pair,
                        StoreSales::hours,
                        StoreSales.Hour::hour,
                        hour -> figures(Figure.ORDERS, hour.orders(), Figure.NET, hour.net()),
                        Map.of()),
                parts(
                        pair,
                        StoreSales::payments,
                        StoreSales.Payment::method,
                        payment -> figures(Figure.AMOUNT, payment.amount()),
                        Map.of()));
    }

    /** The same thing in both revisions; null where one doesn't have it. */
    private record Pair<T>(T before, T after) {
        <P> Pair<List<P>> map(Function<T, List<P>> lists) {
            return new Pair<>(
                    before == null ? List.of() : lists.apply(before), after == null ? List.of() : lists.apply(after));
        }

        T present() {
            return after == null ? before : after;
        }
    }

    private static <T, K extends Comparable<K>> Map<K, Pair<T>> pairs(
            Collection<T> before, Collection<T> after, Function<T, K> key) {
        Map<K, T> was = before.stream().collect(Collectors.toMap(key, Function.identity()));
        Map<K, T> is = after.stream().collect(Collectors.toMap(key, Function.identity()));
        Map<K, Pair<T>> pairs = new TreeMap<>();
        Stream.concat(was.keySet().stream(), is.keySet().stream())
                .forEach(each -> pairs.put(each, new Pair<>(was.get(each), is.get(each))));
        return pairs;
    }

    private static <P, K extends Comparable<K>> List<Changes.Part> parts(
            Pair<StoreSales> stores,
            Function<StoreSales, List<P>> list,
            Function<P, K> key,
            Function<P, Map<Figure, Long>> figures,
            Map<String, Function<P, String>> names) {
        Pair<List<P>> lists = stores.map(list);
        List<Changes.Part> parts = new ArrayList<>();
        pairs(lists.before(), lists.after(), key).forEach((each, pair) -> {
            List<Changes.Change> changes = changes(pair, figures);
            List<Changes.Renaming> renamings = renamings(pair, names);
            if (!changes.isEmpty() || !renamings.isEmpty()) {
                String name = pair.present() instanceof StoreSales.Product product ? product.name() : null;
                parts.add(new Changes.Part(each.toString(), name, changes, renamings));
            }
        });
        return parts;
    }

    private static <P> List<Changes.Renaming> renamings(Pair<P> pair, Map<String, Function<P, String>> names) {
        if (pair.before() == null || pair.after() == null) {
            return List.of();
        }
        return names.entrySet().stream()
                .map(name -> new Changes.Renaming(
                        name.getKey(),
                        name.getValue().apply(pair.before()),
                        name.getValue().apply(pair.after())))
                .filter(renaming -> !Objects.equals(renaming.before(), renaming.after()))
                .toList();
    }

    /** What one side doesn't have at all is zero there; an average is not, since nothing was divided. */
    private static <T> List<Changes.Change> changes(Pair<T> pair, Function<T, Map<Figure, Long>> figures) {
        Map<Figure, Long> was =
                pair.before() == null ? zeros(figures.apply(pair.after())) : figures.apply(pair.before());
        Map<Figure, Long> is = pair.after() == null ? zeros(figures.apply(pair.before())) : figures.apply(pair.after());
        return Stream.of(Figure.values())
                .filter(figure -> !Objects.equals(was.get(figure), is.get(figure)))
                .map(figure -> new Changes.Change(figure, optional(was.get(figure)), optional(is.get(figure))))
                .toList();
    }

    private static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Map<Figure, Long> zeros(Map<Figure, Long> figures) {
        Map<Figure, Long> zeros = new EnumMap<>(figures);
        zeros.replaceAll((figure, value) -> 0L);
        zeros.remove(Figure.AVERAGE_ORDER);
        return zeros;
    }

    private static Map<Figure, Long> figures(StoreSales store) {
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.ORDERS, store.orders());
        figures.put(Figure.REFUNDS, store.refunds());
        figures.put(Figure.VOIDS, store.voids());
        figures.put(Figure.UNITS_SOLD, store.unitsSoldMillis());
        figures.put(Figure.UNITS_RETURNED, store.unitsReturnedMillis());
        figures.put(Figure.GROSS, store.gross());
        figures.put(Figure.DISCOUNTS, store.discounts());
        figures.put(Figure.RETURNS, store.returns());
        figures.put(Figure.NET, store.net());
        figures.put(Figure.TAX, store.tax());
        figures.put(Figure.TIPS, store.tips());
        figures.put(Figure.COLLECTED, store.collected());
        store.averageOrder().ifPresent(average -> figures.put(Figure.AVERAGE_ORDER, average));
        return figures;
    }

    private static Map<Figure, Long> figures(StoreSales.Product product) {
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.UNITS_SOLD, product.unitsSoldMillis());
        figures.put(Figure.UNITS_RETURNED, product.unitsReturnedMillis());
        figures.put(Figure.GROSS, product.gross());
        figures.put(Figure.DISCOUNTS, product.discounts());
        figures.put(Figure.RETURNS, product.returns());
        figures.put(Figure.NET, product.net());
        return figures;
    }

    private static Map<Figure, Long> figures(Figure figure, long value) {
        return new EnumMap<>(Map.of(figure, value));
    }

    private static Map<Figure, Long> figures(Figure first, long value, Figure second, long other) {
        return new EnumMap<>(Map.of(first, value, second, other));
    }
}
