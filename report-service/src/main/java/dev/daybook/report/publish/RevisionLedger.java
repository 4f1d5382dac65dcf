package dev.daybook.report.publish;

import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.ReportStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The revisions there are. A revision is claimed once, by its unique key, together with its bytes, and stands when its files do;
 * what becomes of it then is the {@link PublicationLedger}'s. Thread-safe; throws {@link LedgerUnavailable}.
 */
public final class RevisionLedger {
    static final String FOUND_STORED =
            "its files stood in S3 before this ledger knew of it, so the ledger is older than"
                    + " they are: whether it was mailed then is not known";

    private final LedgerDatabase database;

    public RevisionLedger(LedgerDatabase database) {
        this.database = database;
    }

    /** The last revision of the day, whether its files stand or not. */
    public Optional<Revision> last(DayKey day) {
        return database.transact("read the last revision", connection -> last(connection, day, ""));
    }

    /** The last revision of the day that can be read. */
    public Optional<Revision> lastStored(DayKey day) {
        return database.transact(
                "read the last revision", connection -> last(connection, day, "AND publication IS NOT NULL "));
    }

    private static Optional<Revision> last(Connection connection, DayKey day, String condition) throws SQLException {
        return Sql.first(
                connection,
                RevisionRow::revision,
                "SELECT * FROM report_revisions WHERE report = ? AND business_date = ? " + condition
                        + "ORDER BY revision DESC LIMIT 1",
                day.report(),
                day.date());
    }

    public Optional<Revision> find(RevisionKey key) {
        return database.transact("read a revision", connection -> find(connection, key));
    }

    private static Optional<Revision> find(Connection connection, RevisionKey key) throws SQLException {
        return Sql.first(
                connection,
                RevisionRow::revision,
                "SELECT * FROM report_revisions WHERE" + RevisionRow.KEY,
                key.report(),
                key.date(),
                key.revision());
    }

    /** The last stored revision of each date before the given one, newest first. */
    public List<Revision> days(String report, LocalDate before, int limit) {
        return database.transact(
                "list the days",
                connection -> Sql.list(
                        connection,
                        RevisionRow::revision,
                        "SELECT r.* FROM report_revisions r JOIN (SELECT business_date, MAX(revision) AS revision"
                                + " FROM report_revisions WHERE report = ? AND business_date < ? AND publication IS NOT NULL"
                                + " GROUP BY business_date ORDER BY business_date DESC LIMIT ?) newest"
                                + " ON r.report = ? AND r.business_date = newest.business_date AND r.revision = newest.revision"
                                + " ORDER BY r.business_date DESC",
                        report,
                        before,
                        limit,
                        report));
    }

    /** The dates from the given one on whose last revision is complete, and stands: until then a run that failed left none. */
    public List<LocalDate> completeSince(String report, LocalDate from) {
        return completeSince(report, from, "");
    }

    /**
     * Of those, the dates that the schedule is done with: a report that was asked for without a mail is still to be sent, and so is
     * one that SNS refused until no try was left.
     */
    public List<LocalDate> settledSince(String report, LocalDate from) {
        return completeSince(
                report, from, " AND r.publication <> 'PENDING' AND (r.withheld IS NULL OR r.withheld <> 'NOT_ASKED')");
    }

    private List<LocalDate> completeSince(String report, LocalDate from, String condition) {
        return database.transact(
                "list the complete days",
                connection -> Sql.list(
                        connection,
                        row -> row.getObject(1, LocalDate.class),
                        "SELECT r.business_date FROM report_revisions r WHERE r.report = ? AND r.business_date >= ?"
                                + " AND r.status = ? AND r.publication IS NOT NULL" + condition
                                + " AND NOT EXISTS (SELECT 1 FROM report_revisions newer WHERE newer.report = r.report"
                                + " AND newer.business_date = r.business_date AND newer.revision > r.revision)",
                        report,
                        from,
                        ReportStatus.COMPLETE));
    }

    /** Whether a revision of the day was mailed, or is going to be. */
    boolean isMailed(DayKey day) {
        return database.transact(
                "look whether " + day + " was mailed",
                connection -> Sql.first(
                                connection,
                                row -> row.getInt(1),
                                "SELECT 1 FROM report_revisions WHERE report = ? AND business_date = ?"
                                        + " AND withheld IS NULL LIMIT 1",
                                day.report(),
                                day.date())
                        .isPresent());
    }

    /**
     * Claims the revision for the run, with the draft's bytes, unless someone else has.
     *
     * @param ordersGzip the packed list of reconciled orders
     * @param withheld why it is not going to be mailed; decided here once, whoever goes on with it
     * @return whether the revision now stands with these bytes
     */
    boolean claim(
            String runId,
            RevisionKey key,
            Draft draft,
            Optional<byte[]> ordersGzip,
            Optional<Withheld> withheld,
            String s3Prefix) {
        String sha256 = CanonicalJson.sha256(draft.canonical());
        byte[] gzip = Gzip.pack(draft.canonical());
        return database.transact("claim " + key, connection -> {
            boolean ours = insert(
                            connection,
                            key,
                            draft.summary(),
                            sha256,
                            gzip,
                            ordersGzip.orElse(null),
                            withheld.orElse(null),
                            s3Prefix)
                    || find(connection, key)
                            .filter(standing -> standing.canonicalSha256().equals(sha256))
                            .isPresent();
            if (ours) {
                Sql.update(connection, "UPDATE report_runs SET revision = ? WHERE id = ?", key.revision(), runId);
            }
            return ours;
        });
    }

    private static boolean insert(
            Connection connection,
            RevisionKey key,
            RevisionSummary summary,
            String sha256,
            byte[] gzip,
            byte[] ordersGzip,
            Withheld withheld,
            String s3Prefix)
            throws SQLException {
        try {
            Sql.update(
                    connection,
                    "INSERT INTO report_revisions (report, business_date, revision, withheld, status, cut, net, accounting,"
                            + " reconciliation, sales_digest, canonical_sha256, canonical_gzip,"
                            + " reconciliation_csv_gzip, s3_prefix, claimed_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(6))",
                    key.report(),
                    key.date(),
                    key.revision(),
                    withheld,
                    summary.status(),
                    RevisionRow.cut(summary),
                    RevisionRow.net(summary),
                    RevisionRow.accounting(summary),
                    RevisionRow.reconciliation(summary),
                    summary.salesDigest(),
                    sha256,
                    gzip,
                    ordersGzip,
                    s3Prefix);
            return true;
        } catch (SQLException failed) {
            if (failed.getErrorCode() == LedgerDatabase.DUPLICATE_KEY) {
                return false;
            }
            throw failed;
        }
    }

    /** The bytes of a claimed revision that are not known to stand in S3 yet. */
    Optional<byte[]> unstored(RevisionKey key) {
        return unstored(key, "canonical_gzip");
    }

    /** The list of orders beside {@link #unstored(RevisionKey)}. */
    Optional<byte[]> unstoredOrders(RevisionKey key) {
        return unstored(key, "reconciliation_csv_gzip");
    }

    private Optional<byte[]> unstored(RevisionKey key, String column) {
        return database.transact(
                "read " + key,
                connection -> Sql.first(
                                connection,
                                row -> Optional.ofNullable(row.getBytes(column)),
                                "SELECT " + column + " FROM report_revisions WHERE" + RevisionRow.KEY,
                                key.report(),
                                key.date(),
                                key.revision())
                        .flatMap(gzip -> gzip)
                        .map(Gzip::unpack));
    }

    /**
     * Notes that the revision's files stand and that it is to be published, unless it is withheld; does nothing where that is
     * known already.
     *
     * @param standing what stands in S3, which has the last word over what was claimed
     * @param firstSweep when the sweep may begin to publish it, for whoever stores it does so at once
     */
    void stored(RevisionKey key, RevisionSummary standing, String sha256, Duration firstSweep) {
        Optional<Withheld> withheld = find(key).flatMap(Revision::withheld);
        Publication publication = withheld.isPresent() ? Publication.NOT_SENT : Publication.PENDING;
        stored(
                key,
                standing,
                sha256,
                publication,
                withheld.map(Withheld::reason).orElse(null),
                withheld.isPresent() ? null : firstSweep);
    }

    /**
     * Notes that files of this revision stood in S3 before it was claimed: those of a ledger that was lost, or of later days of
     * one that was restored. Whether it was mailed then is UNKNOWN, so a person decides.
     *
     * @param standing what stands in S3
     */
    void foundStored(RevisionKey key, RevisionSummary standing, String sha256) {
        stored(key, standing, sha256, Publication.UNKNOWN, FOUND_STORED, null);
    }

    private void stored(
            RevisionKey key,
            RevisionSummary standing,
            String sha256,
            Publication publication,
            String why,
            Duration firstSweep) {
        database.transact(
                "record the files of " + key,
                connection -> Sql.update(
                        connection,
                        "UPDATE report_revisions SET publication = ?, withheld = IF(? = 'UNKNOWN', NULL, withheld),"
                                + " last_error = ?, canonical_gzip = NULL,"
                                + " reconciliation_csv_gzip = NULL, status = ?, cut = ?,"
                                + " net = ?, accounting = ?, reconciliation = ?, sales_digest = ?, canonical_sha256 = ?, stored_at = NOW(6),"
                                + " next_attempt_at = NOW(6) + INTERVAL ? MICROSECOND WHERE" + RevisionRow.KEY
                                + "AND publication IS NULL",
                        publication,
                        publication,
                        why,
                        standing.status(),
                        RevisionRow.cut(standing),
                        RevisionRow.net(standing),
                        RevisionRow.accounting(standing),
                        RevisionRow.reconciliation(standing),
                        standing.salesDigest(),
                        sha256,
                        firstSweep == null ? null : Sql.micros(firstSweep),
                        key.report(),
                        key.date(),
                        key.revision()));
    }
}
