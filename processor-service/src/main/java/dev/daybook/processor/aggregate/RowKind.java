package dev.daybook.processor.aggregate;

import java.util.Locale;

/**
 * The kinds of rows of a day, in the order in which a range scan meets them. Orders are last: there is one for each order, and
 * the scan for a day's figures stops before them.
 */
public enum RowKind {
    TOTALS(1),
    PRODUCTS(2),
    HOURS(3),
    PAYMENTS(4),
    ACTIVITY(5),
    ACCOUNTING(6),
    REJECTIONS(7),
    ORDERS(8);

    private static final RowKind[] ALL = values();

    private final byte code;

    RowKind(int code) {
        this.code = (byte) code;
    }

    /** The byte behind the date in a row's key. */
    byte code() {
        return code;
    }

    /** Whether its keys name a store. */
    public boolean hasStore() {
        return switch (this) {
            case TOTALS, PRODUCTS, HOURS, PAYMENTS, ORDERS -> true;
            case ACTIVITY, ACCOUNTING, REJECTIONS -> false;
        };
    }

    static RowKind ofCode(byte code) {
        if (code < 1 || code > ALL.length) {
            throw new IllegalStateException("a row of kind " + code + " was written by another version of Daybook");
        }
        return ALL[code - 1];
    }

    static RowKind ofKey(byte[] key) {
        return ofCode(key[KeyWriter.DATE_BYTES]);
    }

    /** As {@code kinds=} of the internal call names it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
