package dev.daybook.report.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Who did what and when. What changes the ledger writes its row in the same transaction; what is done elsewhere, at SNS, writes
 * it before, so that nothing is done without one. No row is ever changed or removed. Thread-safe; throws
 * {@link LedgerUnavailable}.
 */
public final class AuditTrail {
    private static final int MAX_DETAIL_CHARACTERS = 1_000;

    private final LedgerDatabase database;

    public AuditTrail(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * What is written of a deed.
     *
     * @param entry a UUID of its own, made outside of the transaction, which may run twice
     */
    record Deed(
            String entry,
            String who,
            AuditAction action,
            String report,
            LocalDate date,
            Integer revision,
            String runId,
            String detail) {

        /** Of a run; its id names the row as well. */
        static Deed run(String runId, String who, DayKey day, RunPurpose purpose) {
            String detail = purpose == RunPurpose.ASKED ? null : purpose.name();
            return new Deed(runId, who, AuditAction.RUN, day.report(), day.date(), null, runId, detail);
        }

        static Deed of(String who, AuditAction action, RevisionKey key, String detail) {
            return new Deed(newEntry(), who, action, key.report(), key.date(), key.revision(), null, detail);
        }

        /** Of a backfill, whose days are told of by its runs. */
        static Deed backfill(String id, String who, String report, LocalDate from, LocalDate to, boolean publish) {
            String detail = from + " to " + to + (publish ? ", mailed" : ", not mailed") + ", backfill " + id;
            return new Deed(id, who, AuditAction.BACKFILL, report, null, null, null, detail);
        }

        private static String newEntry() {
            return UUID.randomUUID().toString();
        }
    }

    /** Writes the row in the transaction of what it tells of; does nothing where it stands. */
    static void write(Connection connection, Deed deed) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO report_audit (entry, at, who, action, report, business_date, revision, run_id, detail)"
                        + " VALUES (?, NOW(6), ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id",
                deed.entry(),
                deed.who(),
                deed.action(),
                deed.report(),
                deed.date(),
                deed.revision(),
                deed.runId(),
                Sql.cut(deed.detail(), MAX_DETAIL_CHARACTERS));
    }

    /** Whether the transaction has run before, and its commit went through unseen. */
    static boolean isWritten(Connection connection, Deed deed) throws SQLException {
        return Sql.first(connection, row -> true, "SELECT 1 FROM report_audit WHERE entry = ?", deed.entry())
                .isPresent();
    }

    /** Notes what is no report's; {@code detail} holds no address as it is. */
    public void note(String who, AuditAction action, String detail) {
        write(new Deed(Deed.newEntry(), who, action, null, null, null, null, detail));
    }

    /** Notes what was done with a day's report and changed nothing in the ledger. */
    public void note(String who, AuditAction action, DayKey day, String detail) {
        write(new Deed(Deed.newEntry(), who, action, day.report(), day.date(), null, null, detail));
    }

    private void write(Deed deed) {
        database.transact("write the audit trail", connection -> {
            write(connection, deed);
            return deed;
        });
    }

    /**
     * The rows of the report and date, where they are given, newest first.
     *
     * @param before only rows with a smaller id
     */
    public List<AuditEntry> list(Optional<String> report, Optional<LocalDate> date, OptionalLong before, int limit) {
        StringBuilder sql = new StringBuilder("SELECT * FROM report_audit WHERE id < ?");
        List<Object> values = new ArrayList<>();
        values.add(before.orElse(Long.MAX_VALUE));
        report.ifPresent(name -> {
            sql.append(" AND report = ?");
            values.add(name);
        });
        date.ifPresent(day -> {
            sql.append(" AND business_date = ?");
            values.add(day);
        });
        sql.append(" ORDER BY id DESC LIMIT ?");
        values.add(limit);
        return database.transact(
                "read the audit trail",
                connection -> Sql.list(connection, AuditTrail::entry, sql.toString(), values.toArray()));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        int revision = row.getInt("revision");
        return new AuditEntry(
                row.getLong("id"),
                Sql.instant(row, "at"),
                row.getString("who"),
                AuditAction.valueOf(row.getString("action")),
                row.getString("report"),
                row.getObject("business_date", LocalDate.class),
                revision == 0 ? OptionalInt.empty() : OptionalInt.of(revision),
                row.getString("run_id"),
                row.getString("detail"));
    }
}
