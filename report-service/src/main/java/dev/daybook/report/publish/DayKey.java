package dev.daybook.report.publish;

import java.time.LocalDate;

/** One report of one business date. */
public record DayKey(String report, LocalDate date) {

    public RevisionKey revision(int revision) {
        return new RevisionKey(report, date, revision);
    }

    @Override
    public String toString() {
        return report + " of " + date;
    }
}
