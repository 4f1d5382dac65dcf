package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a revision says otherwise than the one before it: exactly the figures that differ, and nothing that doesn't. Immutable;
 * {@link ReportDifference} finds it, {@link ChangesJson} writes it.
 *
 * @param sinceRevision the revision it is compared with
 * @param status empty where it is the same
 * @param reconciliation empty where its outcome is the same
 * @param reconciledEarlier the last revision that was compared with the shop's database; empty where this one is, or none was
 * @param stores by store and currency; a store that one of the revisions doesn't have counts as all zero there
 */
public record Changes(
        int sinceRevision,
        Optional<StatusChange> status,
        Optional<ReconciliationChange> reconciliation,
        Optional<ReconciledEarlier> reconciledEarlier,
        List<Store> stores) {

    public Changes {
        stores = List.copyOf(stores);
    }

    public record StatusChange(ReportStatus before, ReportStatus after) {}

    /** Either is empty where no shop's database was set. */
    public record ReconciliationChange(Optional<Reconciliation.Status> before, Optional<Reconciliation.Status> after) {}

    /** @param status PASS or FAIL */
    public record ReconciledEarlier(int revision, Reconciliation.Status status) {}

    /**
     * One figure. Its difference beyond a {@code long} throws {@link ArithmeticException}.
     *
     * @param before empty where there was none, such as an average without orders
     * @param after likewise
     */
    public record Change(Figure figure, OptionalLong before, OptionalLong after) {
        /** {@code after} less {@code before}; empty where one of them is none. */
        public OptionalLong difference() {
            return before.isPresent() && after.isPresent()
                    ? OptionalLong.of(Math.subtractExact(after.getAsLong(), before.getAsLong()))
                    : OptionalLong.empty();
        }
    }

    /** A product that goes by another name or category. Either is null where there was none. */
    public record Renaming(String field, String before, String after) {}

    /**
     * A product, hour or payment method of a store.
     *
     * @param key the product's id, the hour as a number, or the method
     * @param name of a product, or null
     * @param renamings of a product
     */
    public record Part(String key, String name, List<Change> figures, List<Renaming> renamings) {
        public Part {
            figures = List.copyOf(figures);
            renamings = List.copyOf(renamings);
        }
    }

    /** What changed of one store in one currency; amounts are in that currency's minor units. */
    public record Store(
            String storeId,
            CurrencyCode currency,
            List<Change> figures,
            List<Part> products,
            List<Part> hours,
            List<Part> payments) {
        public Store {
            figures = List.copyOf(figures);
            products = List.copyOf(products);
            hours = List.copyOf(hours);
            payments = List.copyOf(payments);
        }

        boolean isEmpty() {
            return figures.isEmpty() && products.isEmpty() && hours.isEmpty() && payments.isEmpty();
        }
    }
}
