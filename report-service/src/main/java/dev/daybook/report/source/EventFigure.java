package dev.daybook.report.source;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Sale;
import dev.daybook.report.daily.StoreSales;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A figure whose events can be looked at: a store's, or that of all stores with sales in a currency, or one product's, hour's or
 * payment method's of it. Knows what a report says of it and what a sale adds to it, each computed without the other. Immutable.
 *
 * @param storeId empty for all stores together
 * @param part which part of the sales; {@link Part#STORE} for all of them
 * @param id of the product or method, or the hour as a number; empty for all of the sales
 * @param measure one that the part has
 */
public record EventFigure(Optional<String> storeId, CurrencyCode currency, Part part, String id, Measure measure) {

    public EventFigure {
        if (!part.measures().contains(measure)) {
            throw new IllegalArgumentException("a report has no " + measure + " of a " + part);
        }
    }

    /** What a figure is of. */
    public enum Part {
        STORE(
                Measure.NET,
                Measure.GROSS,
                Measure.DISCOUNTS,
                Measure.RETURNS,
                Measure.TAX,
                Measure.TIPS,
                Measure.COLLECTED,
                Measure.ORDERS,
                Measure.REFUNDS,
                Measure.VOIDS,
                Measure.UNITS_SOLD,
                Measure.UNITS_RETURNED),
        HOUR(Measure.NET, Measure.ORDERS),
        PAYMENT(Measure.AMOUNT),
        PRODUCT(
                Measure.NET,
                Measure.GROSS,
                Measure.DISCOUNTS,
                Measure.RETURNS,
                Measure.UNITS_SOLD,
                Measure.UNITS_RETURNED);

        private final List<Measure> measures;

        Part(Measure... measures) {
            this.measures = List.of(measures);
        }

        /** In the order in which people read them, the one that matters most first. */
        public List<Measure> measures() {
            return measures;
        }
    }

    /** What a figure counts. */
    public enum Measure {
        NET(Unit.MONEY),
        GROSS(Unit.MONEY),
        DISCOUNTS(Unit.MONEY),
        RETURNS(Unit.MONEY),
        TAX(Unit.MONEY),
        TIPS(Unit.MONEY),
        COLLECTED(Unit.MONEY),
        AMOUNT(Unit.MONEY),
        ORDERS(Unit.ONES),
        REFUNDS(Unit.ONES),
        VOIDS(Unit.ONES),
        UNITS_SOLD(Unit.THOUSANDTHS),
        UNITS_RETURNED(Unit.THOUSANDTHS);

        private final Unit unit;

        Measure(Unit unit) {
            this.unit = unit;
        }

        public Unit unit() {
            return unit;
        }

        /** Whether nothing takes away from it, so that where it is 0 it has no events. */
        public boolean onlyGrows() {
            return this == RETURNS || this == REFUNDS || this == VOIDS || this == UNITS_RETURNED;
        }
    }

    /** What a figure is counted in. */
    public enum Unit {
        /** Minor units of the figure's currency. */
        MONEY,
        THOUSANDTHS,
        ONES
    }

    /** What the sale adds to it, in its unit; 0 where it is not of this figure. */
    long amount(Sale sale, String localTime) {
        if (storeId.filter(id -> !id.equals(sale.storeId())).isPresent()
                || !sale.currency().equals(currency)) {
            return 0;
        }
        return switch (part) {
            case STORE -> ofSale(sale);
            case HOUR -> id.equals(hour(localTime)) ? ofSale(sale) : 0;
            case PRODUCT ->
                sale.lines().stream()
                        .filter(line -> line.productId().equals(id))
                        .mapToLong(line -> ofGoods(sale.kind(), line.gross(), line.discount(), line.quantityMillis()))
                        .sum();
            case PAYMENT ->
                sale.payments().stream()
                        .filter(payment -> payment.method().equals(id))
                        .mapToLong(payment -> sign(sale.kind()) * payment.amount())
                        .sum();
        };
    }

    private static String hour(String localTime) {
        try {
            return Integer.toString(LocalDateTime.parse(localTime).getHour());
        } catch (DateTimeParseException notStamped) {
            return "";
        }
    }

    /** A sale adds, a refund and a void take away. */
    private static int sign(Sale.Kind kind) {
        return kind == Sale.Kind.COMPLETED ? 1 : -1;
    }

    private long ofSale(Sale sale) {
        Sale.Kind kind = sale.kind();
        return switch (measure) {
            case TAX -> sign(kind) * sale.taxes();
            case TIPS -> sign(kind) * sale.tip();
            case COLLECTED ->
                sign(kind)
                        * (sale.gross() - sale.discounts() + sale.tip() + (sale.pricesIncludeTax() ? 0 : sale.taxes()));
            case ORDERS -> kind == Sale.Kind.REFUNDED ? 0 : sign(kind);
            case REFUNDS -> kind == Sale.Kind.REFUNDED ? 1 : 0;
            case VOIDS -> kind == Sale.Kind.VOIDED ? 1 : 0;
            default -> ofGoods(kind, sale.gross(), sale.discounts(), sale.quantityMillis());
        };
    }

    /** A refund gives back on its own day; a void takes what was sold off the day of its sale. */
    private long ofGoods(Sale.Kind kind, long gross, long discounts, long quantityMillis) {
        boolean isRefund = kind == Sale.Kind.REFUNDED;
        return switch (measure) {
            case NET -> sign(kind) * (gross - discounts);
            case GROSS -> isRefund ? 0 : sign(kind) * gross;
            case DISCOUNTS -> isRefund ? 0 : sign(kind) * discounts;
            case RETURNS -> isRefund ? gross - discounts : 0;
            case UNITS_SOLD -> isRefund ? 0 : sign(kind) * quantityMillis;
            case UNITS_RETURNED -> isRefund ? quantityMillis : 0;
            default -> throw new IllegalStateException("goods have no " + measure);
        };
    }

    /**
     * What the report says of it, in its unit; 0 where it doesn't name the product, hour or method.
     *
     * @param store the store's sales, or those of all stores together
     */
    public long stated(StoreSales store) {
        return switch (part) {
            case STORE -> statedOfStore(store);
            case HOUR ->
                store.hours().stream()
                        .filter(hour -> Integer.toString(hour.hour()).equals(id))
                        .mapToLong(hour -> measure == Measure.ORDERS ? hour.orders() : hour.net())
                        .sum();
            case PAYMENT ->
                store.payments().stream()
                        .filter(payment -> payment.method().equals(id))
                        .mapToLong(StoreSales.Payment::amount)
                        .sum();
            case PRODUCT ->
                store.products().stream()
                        .filter(product -> product.productId().equals(id))
                        .mapToLong(this::statedOfProduct)
                        .sum();
        };
    }

    private long statedOfStore(StoreSales store) {
        return switch (measure) {
            case NET -> store.net();
            case GROSS -> store.gross();
            case DISCOUNTS -> store.discounts();
            case RETURNS -> store.returns();
            case TAX -> store.tax();
            case TIPS -> store.tips();
            case COLLECTED -> store.collected();
            case ORDERS -> store.orders();
            case REFUNDS -> store.refunds();
            case VOIDS -> store.voids();
            case UNITS_SOLD -> store.unitsSoldMillis();
            case UNITS_RETURNED -> store.unitsReturnedMillis();
            case AMOUNT -> throw new IllegalStateException("an amount is a payment's");
        };
    }

    private long statedOfProduct(StoreSales.Product product) {
        return switch (measure) {
            case NET -> product.net();
            case GROSS -> product.gross();
            case DISCOUNTS -> product.discounts();
            case RETURNS -> product.returns();
            case UNITS_SOLD -> product.unitsSoldMillis();
            case UNITS_RETURNED -> product.unitsReturnedMillis();
            default -> throw new IllegalStateException("a product has no " + measure);
        };
    }
}
