package dev.daybook.report.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Backfills and how far each is. Their runs are asked for a few at a time, the oldest date first, so that a long range neither
 * fills the ledger nor keeps the days of today waiting. Thread-safe; throws {@link LedgerUnavailable}.
 */
public final class BackfillLedger {
    /** Beyond them none is taken on. */
    public static final int MAX_UNFINISHED = 4;

    /** Runs of one backfill that are worked on at a time: half of a process's threads. */
    private static final int MAX_UNDER_WAY = 2;
    /** Runs of one backfill that wait for something; as many show that the rest would wait for it too. */
    private static final int MAX_HELD = 16;

    private static final int MAX_SHOWN = 20;

    private final LedgerDatabase database;

    public BackfillLedger(LedgerDatabase database) {
        this.database = database;
    }

    /** Notes that someone wants the days' reports; empty where too many backfills have not ended yet. */
    public Optional<Backfill> request(String report, LocalDate from, LocalDate to, boolean publish, String who) {
        String id = UUID.randomUUID().toString();
        AuditTrail.Deed deed = AuditTrail.Deed.backfill(id, who, report, from, to, publish);
        return database.transact("note a backfill", connection -> {
            int unfinished = Sql.first(
                            connection,
                            row -> row.getInt(1),
                            "SELECT COUNT(*) FROM report_backfills WHERE ended_at IS NULL AND id <> ?",
                            id)
                    .orElse(0);
            if (unfinished >= MAX_UNFINISHED) {
                return Optional.empty();
            }
            Sql.update(
                    connection,
                    "INSERT INTO report_backfills"
                            + " (id, report, from_date, to_date, publish, requested_by, requested_at, next_date)"
                            + " VALUES (?, ?, ?, ?, ?, ?, NOW(6), ?) ON DUPLICATE KEY UPDATE id = id",
                    id,
                    report,
                    from,
                    to,
                    publish,
                    who,
                    from);
            AuditTrail.write(connection, deed);
            return find(connection, id);
        });
    }

    public Optional<Backfill> find(String id) {
        return database.transact("read a backfill", connection -> find(connection, id));
    }

    private static Optional<Backfill> find(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                row -> backfill(row, notDone(connection, id)),
                "SELECT b.*, COUNT(IF(r.state = 'DONE', 1, NULL)) AS done, COUNT(IF(r.state = 'FAILED', 1, NULL)) AS failed,"
                        + " COUNT(IF(r.state = 'HELD', 1, NULL)) AS held,"
                        + " COUNT(IF(r.state IN ('REQUESTED', 'RUNNING'), 1, NULL)) AS under_way"
                        + " FROM report_backfills b LEFT JOIN report_runs r ON r.backfill_id = b.id WHERE b.id = ?"
                        + " GROUP BY b.id",
                id);
    }

    private static List<Run> notDone(Connection connection, String id) throws SQLException {
        return Sql.list(
                connection,
                RunLedger::run,
                "SELECT * FROM report_runs WHERE backfill_id = ? AND state IN ('HELD', 'FAILED')"
                        + " ORDER BY business_date LIMIT ?",
                id,
                MAX_SHOWN);
    }

    private static Backfill backfill(ResultSet row, List<Run> notDone) throws SQLException {
        return new Backfill(
                row.getString("id"),
                row.getString("report"),
                row.getObject("from_date", LocalDate.class),
                row.getObject("to_date", LocalDate.class),
                row.getBoolean("publish"),
                row.getString("requested_by"),
                Sql.instant(row, "requested_at"),
                Sql.instant(row, "ended_at"),
                row.getInt("done"),
                row.getInt("under_way"),
                row.getInt("held"),
                row.getInt("failed"),
                notDone);
    }

    /** Those that have not ended, the oldest first. */
    List<String> unfinished() {
        return database.transact(
                "look for backfills",
                connection -> Sql.list(
                        connection,
                        row -> row.getString("id"),
                        "SELECT id FROM report_backfills WHERE ended_at IS NULL ORDER BY requested_at, id"));
    }

    /** Asks for the next runs of the backfill as far as there is room, or notes its end; what it asked for. */
    List<Run> advance(String id) {
        return database.transact("go on with a backfill", connection -> {
            Optional<LocalDate> next = Sql.first(
                    connection,
                    row -> row.getObject("next_date", LocalDate.class),
                    "SELECT next_date FROM report_backfills WHERE id = ? AND ended_at IS NULL FOR UPDATE",
                    id);
            if (next.isEmpty()) {
                return List.of();
            }
            Backfill backfill = find(connection, id).orElseThrow();
            List<Run> asked = new ArrayList<>();
            LocalDate date = next.get();
            for (int room = room(connection, backfill); room > 0 && !date.isAfter(backfill.to()); room--) {
                asked.add(ask(connection, backfill, date));
                date = date.plusDays(1);
            }
            boolean isOver =
                    date.isAfter(backfill.to()) && asked.isEmpty() && backfill.underWay() == 0 && backfill.held() == 0;
            Sql.update(
                    connection,
                    "UPDATE report_backfills SET next_date = ?, ended_at = IF(?, NOW(6), NULL) WHERE id = ?",
                    date,
                    isOver,
                    id);
            return asked;
        });
    }

    private static int room(Connection connection, Backfill backfill) throws SQLException {
        int unfinished = Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM report_runs WHERE " + RunLedger.UNFINISHED)
                .orElse(0);
        return backfill.held() >= MAX_HELD
                ? 0
                : Math.min(MAX_UNDER_WAY - backfill.underWay(), RunLedger.MAX_UNFINISHED - unfinished);
    }

    private static Run ask(Connection connection, Backfill backfill, LocalDate date) throws SQLException {
        String run = UUID.randomUUID().toString();
        RunLedger.insert(
                connection,
                run,
                new DayKey(backfill.report(), date),
                backfill.requestedBy(),
                backfill.publish() ? RunPurpose.ASKED : RunPurpose.KEPT);
        Sql.update(connection, "UPDATE report_runs SET backfill_id = ? WHERE id = ?", backfill.id(), run);
        return RunLedger.find(connection, run).orElseThrow();
    }
}
