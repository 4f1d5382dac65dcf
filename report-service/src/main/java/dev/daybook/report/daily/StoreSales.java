package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * One store's figures of a day in one currency. Amounts are in the currency's minor units, units in thousandths; the lists are
 * sorted by their keys.
 *
 * @param orders sales − voids
 * @param discounts of lines and of whole orders; those of orders are in no product
 * @param returns what refunds gave back, gross − discount
 * @param net gross − discounts − returns
 * @param collected net + tax + tips, or net + tips where prices include tax
 * @param averageOrder net ÷ orders, half-up; empty without orders
 */
public record StoreSales(
        String storeId,
        CurrencyCode currency,
        long orders,
        long refunds,
        long voids,
        long unitsSoldMillis,
        long unitsReturnedMillis,
        long gross,
        long discounts,
        long returns,
        long net,
        long tax,
        long tips,
        long collected,
        OptionalLong averageOrder,
        List<Product> products,
        List<Hour> hours,
        List<Payment> payments) {

    public StoreSales {
        products = List.copyOf(products);
        hours = List.copyOf(hours);
        payments = List.copyOf(payments);
    }

    /**
     * What a store sold of one product.
     *
     * @param name as last printed on a receipt; null where no event named it
     * @param category or null
     */
    public record Product(
            String productId,
            String name,
            String category,
            long unitsSoldMillis,
            long unitsReturnedMillis,
            long gross,
            long discounts,
            long returns,
            long net) {

        /** The largest net first. */
        public static final Comparator<Product> BY_NET =
                Comparator.comparingLong(Product::net).reversed().thenComparing(Product::productId);

        /** What people call it. */
        public String shownName() {
            return name == null ? productId : name;
        }
    }

    /** What a store sold in one local hour, 0–23; an hour that the clock repeats adds up. */
    public record Hour(int hour, long orders, long net) {}

    /** What was paid by one method, refunds subtracted. */
    public record Payment(String method, long amount) {}

    /**
     * Whether more was voided than was sold, in all, in an hour or of a product: then there is a void without its sale, since a
     * void takes its sale off the very day, hour and products that it counted in.
     */
    public boolean hasVoidsBeyondSales() {
        return orders < 0
                || hours.stream().anyMatch(hour -> hour.orders() < 0)
                || products.stream().anyMatch(product -> product.unitsSoldMillis() < 0);
    }
}
