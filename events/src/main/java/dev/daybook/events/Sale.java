package dev.daybook.events;

import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What was sold, came back or was voided, with every amount in minor units of {@link #currency()} and never negative; the
 * {@link Kind} alone says whether it adds or subtracts. The sums below can't overflow: the parser bounds them.
 *
 * @param orderId the order's own id, a refund's own for a refund
 * @param refundOf the order that a refund gives money back for; null for other kinds, and for a refund that names none
 * @param lines one or more
 * @param discount the order's own discount, on top of the lines' discounts
 * @param tax the order's own tax, on top of the lines' taxes
 * @param pricesIncludeTax whether {@code gross} contains the tax already
 * @param soldAt when the sale that a void takes back was made; null for other kinds
 */
public record Sale(
        Kind kind,
        String storeId,
        String orderId,
        String refundOf,
        CurrencyCode currency,
        List<Line> lines,
        long discount,
        long tax,
        long tip,
        boolean pricesIncludeTax,
        List<Payment> payments,
        Instant soldAt)
        implements Event.Content {

    public Sale {
        lines = List.copyOf(lines);
        payments = List.copyOf(payments);
    }

    /** The three sale events, by their {@code event_type}. */
    public enum Kind {
        COMPLETED("sale.completed"),
        REFUNDED("sale.refunded"),
        VOIDED("sale.voided");

        private final String eventType;

        Kind(String eventType) {
            this.eventType = eventType;
        }

        public String eventType() {
            return eventType;
        }

        /** The kind that an event type names, or null where it is none of the three. */
        static Kind ofEventType(String eventType) {
            return switch (eventType) {
                case "sale.completed" -> COMPLETED;
                case "sale.refunded" -> REFUNDED;
                case "sale.voided" -> VOIDED;
                default -> null;
            };
        }
    }

    /**
     * One line of an order.
     *
     * @param name the product's name as printed, or null
     * @param category or null
     * @param quantityMillis thousandths of a unit, above 0
     * @param gross minor units, before the discount
     * @param discount minor units, at most {@code gross}
     * @param tax minor units
     */
    public record Line(
            String productId, String name, String category, long quantityMillis, long gross, long discount, long tax) {}

    /**
     * One payment.
     *
     * @param amount minor units
     */
    public record Payment(String method, long amount) {}

    public long gross() {
        return sum(Line::gross);
    }

    /** Line discounts and the order's own. */
    public long discounts() {
        return discount + sum(Line::discount);
    }

    /** Line taxes and the order's own. */
    public long taxes() {
        return tax + sum(Line::tax);
    }

    public long quantityMillis() {
        return sum(Line::quantityMillis);
    }

    private long sum(ToLongFunction<Line> figure) {
        long sum = 0;
        for (Line line : lines) {
            sum += figure.applyAsLong(line);
        }
        return sum;
    }

    /** The order whose row the event changes: the refunded one for a refund that names it, else its own. */
    public String orderOfRow() {
        return kind == Kind.REFUNDED && refundOf != null ? refundOf : orderId;
    }
}
