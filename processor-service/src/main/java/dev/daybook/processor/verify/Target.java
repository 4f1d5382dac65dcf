package dev.daybook.processor.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that states a day's figures up to a cut, and what the archive's lines up to there come to. Not thread-safe.
 *
 * @param name for a person: {@code the report's revision 2}
 */
record Target(LocalDate date, String name, Cut cut, DayTally tally) {

    Target(LocalDate date, String name, Cut cut) {
        this(date, name, cut, new DayTally());
    }

    boolean covers(boolean isEvents, int partition, long offset) {
        return offset < cut.of(isEvents, partition);
    }

    /**
     * Compares every figure.
     *
     * @param stated an object with stores (itself or under sales), activity, and possibly accounting and rejections
     *     (themselves or under needs_attention)
     */
    Comparison compare(JsonNode stated) {
        JsonNode stores = stated.has("sales") ? stated.path("sales").path("stores") : stated.path("stores");
        JsonNode accounting = cut.rejected().isEmpty() ? stated.path("nothing") : stated.path("accounting");
        JsonNode listed = stated.has("needs_attention") ? stated.path("needs_attention") : stated;
        JsonNode rejections = cut.rejected().isEmpty() ? stated.path("nothing") : listed.path("rejections");
        Figures theirs = Figures.ofJson(stores, stated.path("activity"), accounting, rejections);
        Figures mine = DayFigures.of(tally);
        if (!accounting.isMissingNode()) {
            DayFigures.addAccounting(mine, tally, accounting);
        }
        if (!rejections.isMissingNode()) {
            DayFigures.addRejections(mine, tally);
        }
        List<String> differences = new ArrayList<>();
        mine.differences(theirs)
                .forEach(difference -> differences.add(difference.figure() + ": " + shown(difference.theirs())
                        + " there, " + shown(difference.mine()) + " by the archive"));
        if (tally.hasOverflown()) {
            differences.add(
                    "the sums are larger than 64 bits hold; the archive can't tell which event the processor refused");
        }
        return new Comparison(this, theirs.size(), differences);
    }

    private static String shown(String value) {
        return value == null ? "nothing" : value;
    }

    /** @param figures how many there are to agree on */
    record Comparison(Target target, int figures, List<String> differences) {}
}
