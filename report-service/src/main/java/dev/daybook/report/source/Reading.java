package dev.daybook.report.source;

import dev.daybook.report.daily.Figures;

/** What came of reading a day's figures. */
public sealed interface Reading {

    /** There are some; {@link Figures#isWhole()} says whether they are whole up to their cut, committed and archived. */
    record Read(Figures figures) implements Reading {}

    /** There are none yet. @param reason for the person who waits for the report */
    record Held(String reason) implements Reading {}
}
