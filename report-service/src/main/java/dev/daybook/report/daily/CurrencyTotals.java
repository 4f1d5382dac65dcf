package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all stores together did in one currency; currencies are never added to each other. A sum beyond a {@code long} throws
 * {@link ArithmeticException}.
 *
 * @param stores by net, the largest first
 * @param products over all stores, by net, the largest first
 * @param payments by method
 */
public record CurrencyTotals(
        CurrencyCode currency,
        long net,
        long orders,
        List<StoreSales> stores,
        List<StoreSales.Product> products,
        List<StoreSales.Payment> payments) {

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
                stores.stream().mapToLong(StoreSales::net).reduce(0, Math::addExact),
                stores.stream().mapToLong(StoreSales::orders).reduce(0, Math::addExact),
                stores.stream()
                        .sorted(Comparator.comparingLong(StoreSales::net)
                                .reversed()
                                .thenComparing(StoreSales::storeId))
                        .toList(),
                products(stores),
                payments(stores));
    }

    private static List<StoreSales.Product> products(List<StoreSales> stores) {
        Map<String, StoreSales.Product> byId = new HashMap<>();
        for (StoreSales store : stores) {
            store.products().forEach(product -> byId.merge(product.productId(), product, CurrencyTotals::sum));
        }
        return byId.values().stream()
                .sorted(Comparator.comparingLong(StoreSales.Product::net)
                        .reversed()
                        .thenComparing(StoreSales.Product::productId))
                .toList();
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
