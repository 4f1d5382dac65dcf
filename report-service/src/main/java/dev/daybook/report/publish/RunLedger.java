package dev.daybook.report.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The runs that were asked for, and where each stands. One process at a time works on a run: it takes it for a lease by the
 * database's clock, which it renews while it works; after that another may take it over. Thread-safe; throws {@link LedgerUnavailable}.
 */
public final class RunLedger {
    /** Runs that have not ended; beyond them none is taken on, so that a loop that asks can't fill the ledger. */
    public static final int MAX_UNFINISHED = 500;

    /** Who is asked for a run begins it at once; after this long another process may. */
    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(30);

    private static final int MAX_DETAIL_CHARACTERS = 1_000;
    static final String UNFINISHED = "state IN ('REQUESTED', 'RUNNING', 'HELD')";

    private static final String ABANDONED = "(state IN ('REQUESTED', 'RUNNING') AND lease_until < NOW(6))";

    private final LedgerDatabase database;
    private final Duration lease;

    public RunLedger(LedgerDatabase database, Duration lease) {
        this.database = database;
        this.lease = lease;
    }

    /** How long a run stays taken without being renewed. */
    Duration lease() {
        return lease;
    }

    /** Notes that someone wants the day's report; empty where too many runs have not ended yet. */
    public Optional<Run> request(DayKey day, String requestedBy) {
        return request(day, requestedBy, RunPurpose.ASKED);
    }

    /** As {@link #request(DayKey, String)}, for another purpose than having it sent. */
    public Optional<Run> request(DayKey day, String requestedBy, RunPurpose purpose) {
        String id = UUID.randomUUID().toString();
        return database.transact("note a run", connection -> {
            int unfinished = Sql.first(
                            connection,
                            row -> row.getInt(1),
                            "SELECT COUNT(*) FROM report_runs WHERE " + UNFINISHED + " AND id <> ?",
                            id)
                    .orElse(0);
            if (unfinished >= MAX_UNFINISHED) {
                return Optional.empty();
            }
            insert(connection, id, day, requestedBy, purpose);
            return find(connection, id);
        });
    }

    /** Notes the run and who asked for it; does nothing where the id stands already. */
    static void insert(Connection connection, String id, DayKey day, String requestedBy, RunPurpose purpose)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO report_runs (id, report, business_date, requested_by, purpose, requested_at, state, lease_until)"
                        + " VALUES (?, ?, ?, ?, ?, NOW(6), 'REQUESTED', NOW(6) + INTERVAL ? MICROSECOND)"
                        + " ON DUPLICATE KEY UPDATE id = id",
                id,
                day.report(),
                day.date(),
                requestedBy,
                purpose,
                Sql.micros(BEGINS_WITHIN));
        AuditTrail.write(connection, AuditTrail.Deed.run(id, requestedBy, day, purpose));
    }

    public Optional<Run> find(String id) {
        return database.transact("read a run", connection -> find(connection, id));
    }

    static Optional<Run> find(Connection connection, String id) throws SQLException {
        return Sql.first(connection, RunLedger::run, "SELECT * FROM report_runs WHERE id = ?", id);
    }

    /** The last run that was asked for the day. */
    public Optional<Run> last(DayKey day) {
        return database.transact(
                "read the last run",
                connection -> Sql.first(
                        connection,
                        RunLedger::run,
                        "SELECT * FROM report_runs WHERE report = ? AND business_date = ?"
                                + " ORDER BY requested_at DESC, id DESC LIMIT 1",
                        day.report(),
                        day.date()));
    }

    /** Runs of days before the date for which {@link Run#isHeld()}, the newest date first. */
    public List<Run> held(String report, LocalDate before) {
        return database.transact(
                "list held runs",
                connection -> Sql.list(
                        connection,
                        RunLedger::run,
                        "SELECT * FROM report_runs WHERE report = ? AND business_date < ?"
                                + " AND (state = 'HELD' OR (state = 'RUNNING' AND detail IS NOT NULL))"
                                + " ORDER BY business_date DESC, requested_at DESC",
                        report,
                        before));
    }

    /** The dates for which a run has not ended yet. */
    public List<LocalDate> unfinishedDates(String report) {
        return database.transact(
                "list unfinished runs",
                connection -> Sql.list(
                        connection,
                        row -> row.getObject(1, LocalDate.class),
                        "SELECT DISTINCT business_date FROM report_runs WHERE report = ? AND " + UNFINISHED,
                        report));
    }

    /** Runs that somebody has to go on with, the oldest date first; history comes last, however much there is of it. */
    public List<Run> resumable(int limit) {
        return list("state = 'HELD' OR " + ABANDONED, limit);
    }

    /** Runs whose process has died, or hangs, the oldest date first. */
    List<Run> abandoned(int limit) {
        return list(ABANDONED, limit);
    }

    private List<Run> list(String condition, int limit) {
        return database.transact(
                "look for runs to go on with",
                connection -> Sql.list(
                        connection,
                        RunLedger::run,
                        "SELECT * FROM report_runs WHERE " + condition
                                + " ORDER BY purpose = 'HISTORY', business_date, requested_at LIMIT ?",
                        limit));
    }

    /** Takes the run for the worker, unless it has ended or another has it. */
    boolean take(String id, String worker) {
        return database.transact(
                "take a run",
                connection -> Sql.update(
                                connection,
                                "UPDATE report_runs SET state = 'RUNNING', worker = ?,"
                                        + " lease_until = NOW(6) + INTERVAL ? MICROSECOND WHERE id = ?"
                                        + " AND (state IN ('REQUESTED', 'HELD') OR (state = 'RUNNING'"
                                        + " AND (lease_until < NOW(6) OR worker = ?)))",
                                worker,
                                Sql.micros(lease),
                                id,
                                worker)
                        == 1);
    }

    /** Takes the run for as long again, if it is the worker's still. */
    void renew(String id, String worker) {
        database.transact(
                "renew a lease",
                connection -> Sql.update(
                        connection,
                        "UPDATE report_runs SET lease_until = NOW(6) + INTERVAL ? MICROSECOND"
                                + " WHERE id = ? AND worker = ? AND state = 'RUNNING'",
                        Sql.micros(lease),
                        id,
                        worker));
    }

    void hold(String id, String worker, String detail) {
        database.transact(
                "hold a run",
                connection -> Sql.update(
                        connection,
                        "UPDATE report_runs SET state = 'HELD', detail = ?, lease_until = NULL"
                                + " WHERE id = ? AND worker = ? AND state = 'RUNNING'",
                        Sql.cut(detail, MAX_DETAIL_CHARACTERS),
                        id,
                        worker));
    }

    /** Holds a run that has made a revision of figures that were not whole: whoever goes on with it reads them again. */
    void readAgain(String id, String worker, String detail) {
        database.transact(
                "hold a run",
                connection -> Sql.update(
                        connection,
                        "UPDATE report_runs SET state = 'HELD', revision = NULL, detail = ?, lease_until = NULL"
                                + " WHERE id = ? AND worker = ? AND state = 'RUNNING'",
                        Sql.cut(detail, MAX_DETAIL_CHARACTERS),
                        id,
                        worker));
    }

    /** Whether the run was asked for at least that long ago, by the database's clock. */
    boolean isOlderThan(String id, Duration age) {
        return database.transact(
                "look how old a run is",
                connection -> Sql.first(
                                connection,
                                row -> row.getInt(1),
                                "SELECT 1 FROM report_runs WHERE id = ? AND requested_at <= NOW(6) - INTERVAL ? MICROSECOND",
                                id,
                                Sql.micros(age))
                        .isPresent());
    }

    void done(String id, String worker, int revision, String detail) {
        database.transact(
                "end a run",
                connection -> Sql.update(
                        connection,
                        "UPDATE report_runs SET state = 'DONE', revision = ?, detail = ?, lease_until = NULL,"
                                + " ended_at = NOW(6) WHERE id = ? AND worker = ? AND state = 'RUNNING'",
                        revision,
                        Sql.cut(detail, MAX_DETAIL_CHARACTERS),
                        id,
                        worker));
    }

    void failed(String id, String worker, String detail) {
        database.transact(
                "end a run",
                connection -> Sql.update(
                        connection,
                        "UPDATE report_runs SET state = 'FAILED', detail = ?, lease_until = NULL, ended_at = NOW(6)"
                                + " WHERE id = ? AND worker = ? AND state = 'RUNNING'",
                        Sql.cut(detail, MAX_DETAIL_CHARACTERS),
                        id,
                        worker));
    }

    static Run run(ResultSet row) throws SQLException {
        int revision = row.getInt("revision");
        OptionalInt made = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(revision);
        return new Run(
                row.getString("id"),
                new DayKey(row.getString("report"), row.getObject("business_date", LocalDate.class)),
                row.getString("requested_by"),
                RunPurpose.valueOf(row.getString("purpose")),
                Sql.instant(row, "requested_at"),
                RunState.valueOf(row.getString("state")),
                row.getString("detail"),
                made,
                Sql.instant(row, "ended_at"));
    }
}
