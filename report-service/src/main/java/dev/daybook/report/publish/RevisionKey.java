package dev.daybook.report.publish;

import java.time.LocalDate;

/** One revision of one report of one business date: the ledger's unique key. */
public record RevisionKey(String report, LocalDate date, int revision) {

    public DayKey day() {
        return new DayKey(report, date);
    }

    @Override
    public String toString() {
        return report + " of " + date + ", revision " + revision;
    }
}
