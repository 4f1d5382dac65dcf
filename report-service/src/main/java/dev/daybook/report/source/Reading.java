package dev.daybook.report.source;

import dev.daybook.report.daily.Figures;

/** What came of reading a day's figures. */
public sealed interface Reading {

    /** They are whole up to their cut, and committed. */
    record Whole(Figures figures) implements Reading {}

    /** They are not fit to be reported yet. @param reason for the person who waits for the report */
    record Held(String reason) implements Reading {}
}
