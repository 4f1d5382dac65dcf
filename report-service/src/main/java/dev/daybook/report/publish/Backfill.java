package dev.daybook.report.publish;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Many days' reports that somebody asked for at once.
 *
 * @param publish whether they are mailed
 * @param requestedBy the id of the caller's key
 * @param endedAt null until every run of it has ended
 * @param done how many of its runs are DONE; likewise the others
 * @param notDone the first of its runs that are held or failed
 */
public record Backfill(
        String id,
        String report,
        LocalDate from,
        LocalDate to,
        boolean publish,
        String requestedBy,
        Instant requestedAt,
        Instant endedAt,
        int done,
        int underWay,
        int held,
        int failed,
        List<Run> notDone) {

    public long days() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }
}
