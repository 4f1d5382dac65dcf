package dev.daybook.processor.aggregate;

/**
 * The figures of one {@link RowKey}. Rows form a commutative sum: one event's contribution, a partition's partial and the day's
 * figure are the same type, and {@link #plus} joins any of them in any order with the same result. Money is in minor units of
 * the key's currency, quantities in thousandths.
 */
public sealed interface Row
        permits TotalsRow, ProductRow, HourRow, PaymentRow, ActivityRow, AccountingRow, RejectionsRow, OrderRow {

    /**
     * The sum of this row and another of the same kind.
     *
     * @throws ArithmeticException where a figure doesn't fit a long
     */
    Row plus(Row other);

    byte[] encode();

    static Row decode(RowKind kind, byte[] value) {
        return switch (kind) {
            case TOTALS -> TotalsRow.decode(value);
            case PRODUCTS -> ProductRow.decode(value);
            case HOURS -> HourRow.decode(value);
            case PAYMENTS -> PaymentRow.decode(value);
            case ACTIVITY -> ActivityRow.decode(value);
            case ACCOUNTING -> AccountingRow.decode(value);
            case REJECTIONS -> RejectionsRow.decode(value);
            case ORDERS -> OrderRow.decode(value);
        };
    }
}
