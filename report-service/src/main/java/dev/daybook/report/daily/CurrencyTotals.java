package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What all stores together did in one currency; currencies are never added to each other. A sum beyond a {@code long} throws
 * {@link ArithmeticException}.
 *
 * @param stores by net, the largest first
 * @param all the stores' sums; its store id says nothing, its products are by net, the largest first
 */
public record CurrencyTotals(CurrencyCode currency, List<StoreSales> stores, StoreSales all) {

    /** The net sales of all products of one category; {@code name} is null for those without one. */
    public record Category(String name, long net) {}

    /** One of each currency of the day, by its code. */
    public static List<CurrencyTotals> of(List<StoreSales> stores) {
        Map<CurrencyCode, List<StoreSales>> byCurrency = new TreeMap<>();
        for (StoreSales store : stores) {
            byCurrency
                    .computeIfAbsent(store.currency(), first -> new ArrayList<>())
                    .add(store);
        }
        return byCurrency.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static CurrencyTotals of(CurrencyCode currency, List<StoreSales> stores) {
        return new CurrencyTotals(
                currency,
                stores.stream()
                        .sorted(Comparator.comparingLong(StoreSales::net)
                                .reversed()
                                .thenComparing(StoreSales::storeId))
                        .toList(),
                all(currency, stores));
    }

    private static StoreSales all(CurrencyCode currency, List<StoreSales> stores) {
        long net = sum(stores, StoreSales::net);
        long orders = sum(stores, StoreSales::orders);
        return new StoreSales(
                "",
                currency,
                orders,
                sum(stores, StoreSales::refunds),
                sum(stores, StoreSales::voids),
                sum(stores, StoreSales::unitsSoldMillis),
                sum(stores, StoreSales::unitsReturnedMillis),
                sum(stores, StoreSales::gross),
                sum(stores, StoreSales::discounts),
                sum(stores, StoreSales::returns),
                net,
                sum(stores, StoreSales::tax),
                sum(stores, StoreSales::tips),
                sum(stores, StoreSales::collected),
                orders > 0 ? OptionalLong.of(Decimals.divideHalfUp(net, orders)) : OptionalLong.empty(),
                products(stores),
                hours(stores),
                payments(stores));
    }

    private static long sum(List<StoreSales> stores, ToLongFunction<StoreSales> figure) {
        return stores.stream().mapToLong(figure).reduce(0, Math::addExact);
    }

    public long net() {
        return all.net();
    }

    public long orders() {
        return all.orders();
    }

    /** Over all stores, by net, the largest first. */
    public List<StoreSales.Product> products() {
        return all.products();
    }

    /** Over all stores, by method. */
    public List<StoreSales.Payment> payments() {
        return all.payments();
    }

    /** Over all stores, by hour. */
    public List<StoreSales.Hour> hours() {
        return all.hours();
    }

    /** The hour with the largest net, the earliest of several; empty where no hour has sales. */
    public Optional<StoreSales.Hour> busiestHour() {
        return hours().stream()
                .filter(hour -> hour.net() > 0)
                .max(Comparator.comparingLong(StoreSales.Hour::net)
                        .thenComparing(
                                Comparator.comparingInt(StoreSales.Hour::hour).reversed()));
    }

    /** By net, the largest first; discounts of whole orders are in none. */
    public List<Category> categories() {
        Map<Optional<String>, Long> byName = new HashMap<>();
        products()
                .forEach(product ->
                        byName.merge(Optional.ofNullable(product.category()), product.net(), Math::addExact));
        return byName.entrySet().stream()
                .map(entry -> new Category(entry.getKey().orElse(null), entry.getValue()))
                .sorted(Comparator.comparingLong(Category::net)
                        .reversed()
                        .thenComparing(Category::name, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    private static List<StoreSales.Product> products(List<StoreSales> stores) {
        Map<String, StoreSales.Product> byId = new HashMap<>();
        for (StoreSales store : stores) {
            store.products().forEach(product -> byId.merge(product.productId(), product, CurrencyTotals::sum));
        }
        return byId.values().stream().sorted(StoreSales.Product.BY_NET).toList();
    }

    /** Stores may call a product differently; it goes by the name of the first of them that has one. */
    private static StoreSales.Product sum(StoreSales.Product a, StoreSales.Product b) {
        return new StoreSales.Product(
                a.productId(),
                a.name() == null ? b.name() : a.name(),
                a.category() == null ? b.category() : a.category(),
                Math.addExact(a.unitsSoldMillis(), b.unitsSoldMillis()),
                Math.addExact(a.unitsReturnedMillis(), b.unitsReturnedMillis()),
                Math.addExact(a.gross(), b.gross()),
                Math.addExact(a.discounts(), b.discounts()),
                Math.addExact(a.returns(), b.returns()),
                Math.addExact(a.net(), b.net()));
    }

    private static List<StoreSales.Hour> hours(List<StoreSales> stores) {
        Map<Integer, StoreSales.Hour> byHour = new TreeMap<>();
        for (StoreSales store : stores) {
            store.hours()
                    .forEach(hour -> byHour.merge(
                            hour.hour(),
                            hour,
                            (a, b) -> new StoreSales.Hour(
                                    a.hour(), Math.addExact(a.orders(), b.orders()), Math.addExact(a.net(), b.net()))));
        }
        return List.copyOf(byHour.values());
    }

    private static List<StoreSales.Payment> payments(List<StoreSales> stores) {
        Map<String, Long> byMethod = new TreeMap<>();
        for (StoreSales store : stores) {
            store.payments().forEach(payment -> byMethod.merge(payment.method(), payment.amount(), Math::addExact));
        }
        return byMethod.entrySet().stream()
                .map(entry -> new StoreSales.Payment(entry.getKey(), entry.getValue()))
                .toList();
    }
}
