package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.util.Locale;

/**
 * One order with what either side says of it; each order is of exactly one kind. Amounts are in the currency's minor units.
 *
 * @param database the shop's amount, added up where it has the order more than once; null where it doesn't have it
 * @param databaseRows how many times the shop's database has the order
 * @param stream the stream's row; null where it has none
 */
public record ComparedOrder(
        Kind kind,
        String storeId,
        CurrencyCode currency,
        String orderId,
        Long database,
        int databaseRows,
        StreamOrder stream) {

    /** What the comparison of one order says. */
    public enum Kind {
        /** Both have it, with the same amount. */
        MATCHED,
        /** The shop has it, the stream doesn't: its event was never received, or is of another day. */
        ONLY_IN_DATABASE,
        /** The stream has it, the shop doesn't. */
        ONLY_IN_STREAM,
        /** Both have it, with different amounts. */
        AMOUNTS_DIFFER,
        /** The shop's database has the order id more than once on that day, whatever the stream says. */
        DUPLICATED_IN_DATABASE,
        /** Sold and voided in the stream, nothing left of it, and the shop doesn't have it: the two agree. */
        VOIDED,
        /** A refund on that day of an order of another day, where the shop's orders of the day can't have it. */
        REFUND_OF_OTHER_DAY;

        /** Whether such an order is a difference between the two. */
        public boolean isDifference() {
            return switch (this) {
                case ONLY_IN_DATABASE, ONLY_IN_STREAM, AMOUNTS_DIFFER, DUPLICATED_IN_DATABASE -> true;
                case MATCHED, VOIDED, REFUND_OF_OTHER_DAY -> false;
            };
        }

        /** As it stands in JSON and CSV. */
        public String fieldName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The stream's net less the shop's amount; a side that doesn't have the order counts as 0. */
    public long difference() {
        return Math.subtractExact(stream == null ? 0 : stream.net(), database == null ? 0 : database);
    }

    static Kind kindOf(int databaseRows, Long database, StreamOrder stream) {
        if (databaseRows > 1) {
            return Kind.DUPLICATED_IN_DATABASE;
        }
        if (stream == null) {
            return Kind.ONLY_IN_DATABASE;
        }
        if (databaseRows == 1) {
            return database == stream.net() ? Kind.MATCHED : Kind.AMOUNTS_DIFFER;
        }
        if (stream.sales() == 0 && stream.voids() == 0) {
            return Kind.REFUND_OF_OTHER_DAY;
        }
        return stream.sales() == stream.voids() && stream.net() == 0 ? Kind.VOIDED : Kind.ONLY_IN_STREAM;
    }
}
