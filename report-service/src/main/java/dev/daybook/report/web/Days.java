package dev.daybook.report.web;

import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.Run;
import dev.daybook.report.publish.RunLedger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A page of the days there is something to say of, newest first.
 *
 * @param before where the next page goes on; empty where there are no more
 */
record Days(List<Day> days, Optional<LocalDate> before) {

    /** One day: its last revision, or, where it has none yet, what holds it. */
    sealed interface Day {
        LocalDate date();

        record Reported(Revision revision) implements Day {
            @Override
            public LocalDate date() {
                return revision.key().date();
            }
        }

        record Held(LocalDate date, String detail) implements Day {}
    }

    static Days read(RevisionLedger revisions, RunLedger runs, String report, LocalDate before, int limit) {
        List<Day> days = new ArrayList<>();
        Set<LocalDate> reported = new HashSet<>();
        List<Revision> found = revisions.days(report, before, limit + 1);
        for (Revision revision : found) {
            days.add(new Day.Reported(revision));
            reported.add(revision.key().date());
        }
        // The revisions that were read end somewhere; whether a day before that has one is not known, so it waits for
        // its page.
        LocalDate readTo =
                found.size() <= limit ? LocalDate.MIN : found.get(limit).key().date();
        for (Run run : runs.held(report, before)) {
            if (!run.date().isBefore(readTo) && reported.add(run.date())) {
                days.add(new Day.Held(run.date(), run.detail()));
            }
        }
        days.sort(Comparator.comparing(Day::date).reversed());
        return days.size() <= limit
                ? new Days(days, Optional.empty())
                : new Days(
                        List.copyOf(days.subList(0, limit)),
                        Optional.of(days.get(limit - 1).date()));
    }
}
