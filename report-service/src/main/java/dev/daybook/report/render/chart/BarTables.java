package dev.daybook.report.render.chart;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.ChangeWords;
import dev.daybook.report.render.Words;
import java.util.List;
import java.util.function.Function;

/** The bar tables of a report's sales in one currency. */
public final class BarTables {
    private static final int MAX_PRODUCTS = 20;

    private BarTables() {}

    /**
     * Stores by net.
     *
     * @param name what a store is called
     */
    public static BarTable stores(CurrencyTotals totals, ChangeWords changes, Function<StoreSales, String> name) {
        boolean compared = changes.lastWeek().isPresent();
        return BarTable.of(
                "Stores by net sales",
                changes.lastWeek()
                        .map(day -> List.of("On " + Words.shortDay(day.date()), "Orders"))
                        .orElse(List.of("Orders")),
                totals.stores(),
                BarTable.MAX_ROWS,
                "stores",
                totals.currency(),
                name,
                StoreSales::net,
                store -> compared
                        ? List.of(changes.ofStore(store).orElse("–"), Amounts.count(store.orders()))
                        : List.of(Amounts.count(store.orders())));
    }

    /** Categories by net. */
    public static BarTable categories(CurrencyTotals totals) {
        return BarTable.of(
                "Categories by net sales",
                List.of(),
                totals.categories(),
                MAX_PRODUCTS,
                "categories",
                totals.currency(),
                category -> category.name() == null ? "without a category" : category.name(),
                CurrencyTotals.Category::net,
                category -> List.of());
    }

    /** Products by net. */
    public static BarTable products(CurrencyTotals totals) {
        return products("Products by net sales", totals.all());
    }

    /** One store's products by net. */
    public static BarTable products(String caption, StoreSales store) {
        return BarTable.of(
                caption,
                List.of("Sold", "Returned"),
                store.products().stream().sorted(StoreSales.Product.BY_NET).toList(),
                MAX_PRODUCTS,
                "products",
                store.currency(),
                StoreSales.Product::shownName,
                StoreSales.Product::net,
                product -> List.of(
                        Amounts.units(product.unitsSoldMillis()), Amounts.units(product.unitsReturnedMillis())));
    }

    /** Payment methods by name. */
    public static BarTable payments(CurrencyTotals totals) {
        return BarTable.of(
                "Paid by",
                List.of(),
                totals.payments(),
                MAX_PRODUCTS,
                "payment methods",
                totals.currency(),
                StoreSales.Payment::method,
                StoreSales.Payment::amount,
                payment -> List.of());
    }
}
