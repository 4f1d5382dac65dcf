package dev.daybook.processor.aggregate;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * Which rows a query wants.
 *
 * @param storeId the store, or null for all; then kinds must be of those that have one
 */
public record RowSelection(LocalDate date, Set<RowKind> kinds, String storeId) {
    public RowSelection {
        kinds = Set.copyOf(kinds);
        if (storeId != null && !kinds.stream().allMatch(RowKind::hasStore)) {
            throw new IllegalArgumentException("rows of one store were asked for, of kinds without one: " + kinds);
        }
    }

    List<RowRange> ranges() {
        return kinds.stream()
                .sorted()
                .map(kind -> storeId == null ? RowRange.of(date, kind) : RowRange.of(date, kind, storeId))
                .toList();
    }

    /** Whether a row can have that date at all. */
    public static boolean isRowDate(LocalDate date) {
        return KeyWriter.isRowDate(date);
    }
}
