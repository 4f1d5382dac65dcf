package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Whether a day's stream agrees with the orders in the shop's own database, order by order, or why that isn't known. Immutable;
 * amounts are in minor units.
 */
public sealed interface Reconciliation {
    /** Orders of each kind of difference that stand in the result itself; all of them stand in the CSV. */
    int EXAMPLES = 20;

    /** What a report says of it. */
    enum Status {
        PASS,
        FAIL,
        NOT_RECONCILED
    }

    Status status();

    /**
     * The two weren't compared.
     *
     * @param reason for the operator: what is wrong, where, and what to do; holds no secret
     */
    record NotReconciled(String reason) implements Reconciliation {
        @Override
        public Status status() {
            return Status.NOT_RECONCILED;
        }
    }

    /**
     * Every order of every store that the shop's database covers was compared.
     *
     * @param tolerance up to which amounts may differ, added up without their signs, in each currency by itself
     * @param counts orders of each kind; every kind is there
     * @param totals of each store and currency compared, by their names
     * @param notCovered stores with orders in the stream that the shop's database knows nothing of, by their names
     * @param examples the first {@link #EXAMPLES} of each kind of difference, by store, currency and order id
     */
    record Compared(
            Status status,
            BigDecimal tolerance,
            Map<ComparedOrder.Kind, Long> counts,
            List<Total> totals,
            List<String> notCovered,
            List<ComparedOrder> examples)
            implements Reconciliation {

        public Compared {
            counts = Map.copyOf(counts);
            totals = List.copyOf(totals);
            notCovered = List.copyOf(notCovered);
            examples = List.copyOf(examples);
        }

        public long count(ComparedOrder.Kind kind) {
            return counts.get(kind);
        }

        /** The examples of one kind. */
        public List<ComparedOrder> examples(ComparedOrder.Kind kind) {
            return examples.stream().filter(order -> order.kind() == kind).toList();
        }
    }

    /**
     * The two sides of one store in one currency. {@code stream} and {@code otherDaysRefunds} together are the store's net in
     * the report: where they aren't, the stream's order rows were not all there.
     *
     * @param database the shop's amounts
     * @param stream the net of the stream's orders, without refunds of other days' orders
     * @param otherDaysRefunds the net, 0 or less, of refunds whose order the shop has on another day
     */
    record Total(String storeId, CurrencyCode currency, long database, long stream, long otherDaysRefunds) {

        /** The net difference: what the stream has more than the shop. */
        public long difference() {
            return Math.subtractExact(stream, database);
        }
    }
}
