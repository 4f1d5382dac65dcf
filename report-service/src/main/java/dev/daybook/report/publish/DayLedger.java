package dev.daybook.report.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What the last look at each day came upon, and since when it is known to have changed; from that it asks for runs, each once
 * whatever the number of replicas. Times are the database's. Thread-safe; throws {@link LedgerUnavailable}.
 */
public final class DayLedger {
    /** Runs asked for by this that have not ended; the rest waits, so that history loaded at once is worked off in batches. */
    public static final int MAX_UNFINISHED = 32;

    public static final String REQUESTED_BY = "changes";

    /** A missing reconciliation is tried again after 10 minutes, then twice as long each time up to 12 hours, for some 7 days. */
    private static final RetryBackoff RECONCILIATION_RETRIES =
            new RetryBackoff(Duration.ofMinutes(10), Duration.ofHours(12), 20);

    private static final int DATES_PER_TRANSACTION = 500;

    private final LedgerDatabase database;

    public DayLedger(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * What is known of a day that was looked at or that changed.
     *
     * @param counted events counted at the last look; empty where there was none
     * @param isChanged whether something else is known to be counted since
     */
    public record Looked(OptionalLong counted, boolean isChanged) {}

    /**
     * Notes what a run came upon when it had read the whole day.
     *
     * @param lacksReconciliation whether the day could not be compared with the shop's database, and is to be
     */
    void looked(DayKey day, long counted, boolean lacksReconciliation) {
        database.transact("note what " + day + " counts", connection -> {
            insert(connection, day.report(), day.date());
            Sql.update(
                    connection,
                    "UPDATE report_days SET counted = ?, changed_since = NULL WHERE report = ? AND business_date = ?",
                    counted,
                    day.report(),
                    day.date());
            return lacksReconciliation ? beginRetries(connection, day) : endRetries(connection, day);
        });
    }

    /** Does nothing where they have begun: a look that came for another reason is none of them, and takes none away. */
    private static int beginRetries(Connection connection, DayKey day) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE report_days SET reconcile_tries = 1, reconcile_at = NOW(6) + INTERVAL ? MICROSECOND"
                        + " WHERE report = ? AND business_date = ? AND reconcile_tries = 0",
                Sql.micros(RECONCILIATION_RETRIES.first()),
                day.report(),
                day.date());
    }

    private static int endRetries(Connection connection, DayKey day) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE report_days SET reconcile_tries = 0, reconcile_at = NULL WHERE report = ? AND business_date = ?",
                day.report(),
                day.date());
    }

    private static void insert(Connection connection, String report, LocalDate date) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO report_days (report, business_date) VALUES (?, ?) ON DUPLICATE KEY UPDATE report = report",
                report,
                date);
    }

    /** What is known of the days from the first to the last; a day without an entry was never looked at. */
    public Map<LocalDate, Looked> between(String report, LocalDate first, LocalDate last) {
        return database.transact("read what days count", connection -> {
            Map<LocalDate, Looked> days = new HashMap<>();
            Sql.list(
                    connection,
                    row -> {
                        long counted = row.getLong("counted");
                        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(counted);
                        return days.put(
                                row.getObject("business_date", LocalDate.class),
                                new Looked(known, row.getObject("changed_since") != null));
                    },
                    "SELECT business_date, counted, changed_since FROM report_days"
                            + " WHERE report = ? AND business_date BETWEEN ? AND ?",
                    report,
                    first,
                    last);
            return days;
        });
    }

    /** Notes that the days changed, unless that is known already: the time of the first notice counts. */
    public void changed(String report, Collection<LocalDate> dates) {
        inBatches(dates, (connection, date) -> {
            insert(connection, report, date);
            Sql.update(
                    connection,
                    "UPDATE report_days SET changed_since = NOW(6)"
                            + " WHERE report = ? AND business_date = ? AND changed_since IS NULL",
                    report,
                    date);
        });
    }

    /** Notes that the days count what was looked at after all. */
    public void unchanged(String report, Collection<LocalDate> dates) {
        inBatches(
                dates,
                (connection, date) -> Sql.update(
                        connection,
                        "UPDATE report_days SET changed_since = NULL WHERE report = ? AND business_date = ?",
                        report,
                        date));
    }

    private interface ForDate {
        void run(Connection connection, LocalDate date) throws SQLException;
    }

    private void inBatches(Collection<LocalDate> dates, ForDate forDate) {
        List<LocalDate> sorted = dates.stream().sorted().toList();
        for (int from = 0; from < sorted.size(); from += DATES_PER_TRANSACTION) {
            List<LocalDate> batch = sorted.subList(from, Math.min(from + DATES_PER_TRANSACTION, sorted.size()));
            database.transact("note which days changed", connection -> {
                for (LocalDate date : batch) {
                    forDate.run(connection, date);
                }
                return null;
            });
        }
    }

    /**
     * Asks for a run of each day that changed at least so long ago, or whose reconciliation is to be tried again; the newest
     * days first, and no more than {@link #MAX_UNFINISHED} at a time. A run that fails is asked for again when the delay has
     * passed once more.
     *
     * @param isDue which days are within the schedule's reach; runs of the others are {@link RunPurpose#HISTORY}
     * @return the ids of the runs
     */
    public List<String> request(String report, Duration delay, Predicate<LocalDate> isDue) {
        return database.transact("ask for runs of days that changed", connection -> {
            // One replica at a time: what the next one reads then holds what this one asked for.
            Sql.first(connection, row -> true, "SELECT 1 FROM report_schedule WHERE report = ? FOR UPDATE", report);
            List<String> ids = new ArrayList<>();
            for (Due due : due(connection, report, delay, room(connection))) {
                String id = UUID.randomUUID().toString();
                DayKey day = new DayKey(report, due.date());
                RunPurpose purpose = isDue.test(due.date()) ? RunPurpose.DUE : RunPurpose.HISTORY;
                RunLedger.insert(connection, id, day, REQUESTED_BY, purpose);
                Sql.update(
                        connection,
                        "UPDATE report_days SET changed_since = NULL WHERE report = ? AND business_date = ?",
                        report,
                        due.date());
                if (due.isRetry()) {
                    planRetry(connection, day, due.tries() + 1);
                }
                ids.add(id);
            }
            return ids;
        });
    }

    /** @param tries looks at the day that could not compare it, with the one that is asked for now */
    private static void planRetry(Connection connection, DayKey day, int tries) throws SQLException {
        Duration again = RECONCILIATION_RETRIES.after(tries);
        Sql.update(
                connection,
                "UPDATE report_days SET reconcile_tries = ?, reconcile_at = NOW(6) + INTERVAL ? MICROSECOND"
                        + " WHERE report = ? AND business_date = ?",
                tries,
                again == null ? null : Sql.micros(again),
                day.report(),
                day.date());
    }

    private static int room(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        row -> Math.min(
                                MAX_UNFINISHED - row.getInt("own"),
                                RunLedger.MAX_UNFINISHED - row.getInt("unfinished")),
                        "SELECT COUNT(*) AS unfinished, COUNT(IF(requested_by = ?, 1, NULL)) AS own FROM report_runs"
                                + " WHERE " + RunLedger.UNFINISHED,
                        REQUESTED_BY)
                .orElse(0);
    }

    /** @param isRetry whether the time has come to try its reconciliation again */
    private record Due(LocalDate date, int tries, boolean isRetry) {}

    private static List<Due> due(Connection connection, String report, Duration delay, int limit) throws SQLException {
        return Sql.list(
                connection,
                row -> new Due(
                        row.getObject("business_date", LocalDate.class),
                        row.getInt("reconcile_tries"),
                        row.getBoolean("is_retry")),
                "SELECT business_date, reconcile_tries, reconcile_at <= NOW(6) AS is_retry FROM report_days d WHERE report = ?"
                        + " AND (changed_since <= NOW(6) - INTERVAL ? MICROSECOND OR reconcile_at <= NOW(6))"
                        + " AND NOT EXISTS (SELECT 1 FROM report_runs r WHERE r.report = d.report"
                        + " AND r.business_date = d.business_date AND r." + RunLedger.UNFINISHED + ")"
                        + " ORDER BY business_date DESC LIMIT ?",
                report,
                Sql.micros(delay),
                Math.max(0, limit));
    }
}
