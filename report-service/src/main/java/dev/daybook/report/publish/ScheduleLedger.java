package dev.daybook.report.publish;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Up to when each report's schedule was served. Of any number of replicas that see the same fire time, one serves it. Times are
 * kept in microseconds. Thread-safe; throws {@link LedgerUnavailable}.
 */
public final class ScheduleLedger {
    static final String REQUESTED_BY = "schedule";

    private final LedgerDatabase database;

    public ScheduleLedger(LedgerDatabase database) {
        this.database = database;
    }

    /** @param firstEventOn the business date on which the installation's first event was received, once that is known */
    public record Served(Instant until, Optional<LocalDate> firstEventOn) {}

    /** Where the schedule stands; a new one begins now, since nothing was missed before it was installed. */
    public Served served(String report, Instant now) {
        return database.transact("read the schedule", connection -> {
            Sql.update(
                    connection,
                    "INSERT INTO report_schedule (report, served_until) VALUES (?, ?)"
                            + " ON DUPLICATE KEY UPDATE report = report",
                    report,
                    now.truncatedTo(ChronoUnit.MICROS));
            return Sql.first(
                            connection,
                            row -> new Served(
                                    Sql.instant(row, "served_until"),
                                    Optional.ofNullable(row.getObject("first_event_on", LocalDate.class))),
                            "SELECT served_until, first_event_on FROM report_schedule WHERE report = ?",
                            report)
                    .orElseThrow(() -> new SQLException("the schedule of " + report + " vanished"));
        });
    }

    /** Keeps the date for good: the topic forgets its first records, the installation does not get younger. */
    public void firstEvent(String report, LocalDate on) {
        database.transact(
                "note the first event",
                connection -> Sql.update(
                        connection,
                        "UPDATE report_schedule SET first_event_on = ? WHERE report = ? AND first_event_on IS NULL",
                        on,
                        report));
    }

    /**
     * Serves what fired between two times by asking for a run of each date, unless another replica has.
     *
     * @return the ids of the runs, in the dates' order; empty where another replica served it
     */
    public Optional<List<String>> serve(
            String report, Instant from, Instant until, SortedMap<LocalDate, RunPurpose> dates) {
        Instant servedUntil = until.truncatedTo(ChronoUnit.MICROS);
        List<String> ids = Stream.generate(UUID::randomUUID)
                .map(UUID::toString)
                .limit(dates.size())
                .toList();
        return database.transact("serve the schedule", connection -> {
            int served = Sql.update(
                    connection,
                    "UPDATE report_schedule SET served_until = ? WHERE report = ? AND served_until = ?",
                    servedUntil,
                    report,
                    from);
            if (served == 0) {
                boolean ours = !ids.isEmpty()
                        && Sql.first(connection, row -> true, "SELECT 1 FROM report_runs WHERE id = ?", ids.get(0))
                                .isPresent();
                return ours ? Optional.of(ids) : Optional.empty();
            }
            Iterator<String> id = ids.iterator();
            for (Map.Entry<LocalDate, RunPurpose> date : dates.entrySet()) {
                DayKey day = new DayKey(report, date.getKey());
                RunLedger.insert(connection, id.next(), day, REQUESTED_BY, date.getValue());
            }
            return Optional.of(ids);
        });
    }
}
