package dev.daybook.processor.aggregate;

import java.time.LocalDate;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * The keys of one range scan, both ends inclusive, as {@code ReadOnlyKeyValueStore.range} takes them.
 *
 * @param from the first key, or what precedes it
 * @param to a key behind the last, which no row has
 */
record RowRange(Bytes from, Bytes to) {

    /** Every row of a kind on a date. */
    static RowRange of(LocalDate date, RowKind kind) {
        return ofPrefix(new KeyWriter(date, kind).toBytes());
    }

    /** Every row of a kind on a date in one store, in any currency. The kind must be one whose keys name a store. */
    static RowRange of(LocalDate date, RowKind kind, String storeId) {
        return ofPrefix(new KeyWriter(date, kind).text(storeId).toBytes());
    }

    private static RowRange ofPrefix(byte[] prefix) {
        byte[] end = Arrays.copyOf(prefix, prefix.length);
        // A prefix ends in a kind or in the zero behind a text: one more is no overflow, and a key that ends there is
        // no row's.
        end[end.length - 1]++;
        return new RowRange(Bytes.wrap(prefix), Bytes.wrap(end));
    }
}
