package dev.daybook.report.publish;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybook.events.Decimals;
import dev.daybook.report.daily.AccountingJson;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.service.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The revisions there are and what became of their publication. A revision is claimed once, by its unique key, together with
 * its bytes; its publication moves by compare-and-set, so of any number of publishers one gets to send. Thread-safe; throws
 * {@link LedgerUnavailable}.
 */
public final class RevisionLedger {
    private static final int MAX_ERROR_CHARACTERS = 1_000;
    private static final String KEY = " report = ? AND business_date = ? AND revision = ? ";
    private static final TypeReference<List<Revision.Net>> NETS = new TypeReference<>() {};

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
                RevisionLedger::revision,
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
                RevisionLedger::revision,
                "SELECT * FROM report_revisions WHERE" + KEY,
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
                        RevisionLedger::revision,
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

    /** The dates from the given one on whose last revision is a complete one. */
    public List<LocalDate> completeSince(String report, LocalDate from) {
        return database.transact(
                "list the complete days",
                connection -> Sql.list(
                        connection,
                        row -> row.getObject(1, LocalDate.class),
                        "SELECT DISTINCT business_date FROM report_revisions WHERE report = ? AND business_date >= ?"
                                + " AND status = ?",
                        report,
                        from,
                        ReportStatus.COMPLETE));
    }

    /**
     * Claims the report's revision for the run, with its bytes, unless someone else has.
     *
     * @return whether the revision now stands with these bytes
     */
    boolean claim(String runId, Report report, byte[] canonical, String s3Prefix) {
        String sha256 = CanonicalJson.sha256(canonical);
        byte[] gzip = Gzip.pack(canonical);
        RevisionKey key = new RevisionKey(report.kind(), report.date(), report.revision());
        return database.transact("claim " + key, connection -> {
            boolean ours = insert(connection, report, sha256, gzip, s3Prefix)
                    || find(connection, key)
                            .filter(standing -> standing.canonicalSha256().equals(sha256))
                            .isPresent();
            if (ours) {
                Sql.update(connection, "UPDATE report_runs SET revision = ? WHERE id = ?", key.revision(), runId);
            }
            return ours;
        });
    }

    private static boolean insert(Connection connection, Report report, String sha256, byte[] gzip, String s3Prefix)
            throws SQLException {
        try {
            Sql.update(
                    connection,
                    "INSERT INTO report_revisions (report, business_date, revision, status, cut, net, accounting,"
                            + " sales_digest, canonical_sha256, canonical_gzip, s3_prefix, claimed_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(6))",
                    report.kind(),
                    report.date(),
                    report.revision(),
                    report.status(),
                    CanonicalJson.writeCut(report.cut()),
                    nets(report),
                    accounting(report),
                    CanonicalJson.salesDigest(report.stores()),
                    sha256,
                    gzip,
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
        return database.transact(
                "read " + key,
                connection -> Sql.first(
                                connection,
                                row -> Optional.ofNullable(row.getBytes("canonical_gzip")),
                                "SELECT canonical_gzip FROM report_revisions WHERE" + KEY,
                                key.report(),
                                key.date(),
                                key.revision())
                        .flatMap(gzip -> gzip)
                        .map(Gzip::unpack));
    }

    /**
     * Notes that the revision's files stand and that it is to be published; does nothing where that is known already.
     *
     * @param standing what stands in S3, which has the last word over what was claimed
     * @param firstSweep when the sweep may begin to publish it, for whoever stores it does so at once
     */
    void stored(RevisionKey key, Report standing, String sha256, Duration firstSweep) {
        database.transact(
                "record the files of " + key,
                connection -> Sql.update(
                        connection,
                        "UPDATE report_revisions SET publication = 'PENDING', canonical_gzip = NULL, status = ?, cut = ?,"
                                + " net = ?, accounting = ?, sales_digest = ?, canonical_sha256 = ?, stored_at = NOW(6),"
                                + " next_attempt_at = NOW(6) + INTERVAL ? MICROSECOND WHERE" + KEY
                                + "AND publication IS NULL",
                        standing.status(),
                        CanonicalJson.writeCut(standing.cut()),
                        nets(standing),
                        accounting(standing),
                        CanonicalJson.salesDigest(standing.stores()),
                        sha256,
                        Sql.micros(firstSweep),
                        key.report(),
                        key.date(),
                        key.revision()));
    }

    /**
     * Takes the right to send the revision, once. A revision that waits while a newer one of its day went out is not sent any
     * more: its reader would take the older figures for the newer.
     *
     * @param publisher names this attempt and no other
     */
    boolean beginPublishing(RevisionKey key, String publisher) {
        return database.transact("begin to publish " + key, connection -> {
            boolean superseded = Sql.first(
                            connection,
                            row -> row.getInt(1),
                            "SELECT 1 FROM report_revisions WHERE report = ? AND business_date = ? AND revision > ?"
                                    + " AND publication IN ('PUBLISHING', 'PUBLISHED', 'UNKNOWN') LIMIT 1",
                            key.report(),
                            key.date(),
                            key.revision())
                    .isPresent();
            if (superseded) {
                Sql.update(
                        connection,
                        "UPDATE report_revisions SET publication = 'NOT_SENT', next_attempt_at = NULL,"
                                + " last_error = 'a newer revision was sent first' WHERE" + KEY
                                + "AND publication = 'PENDING'",
                        key.report(),
                        key.date(),
                        key.revision());
                return false;
            }
            return setPublishing(connection, key, publisher);
        });
    }

    private static boolean setPublishing(Connection connection, RevisionKey key, String publisher) throws SQLException {
        int set = Sql.update(
                connection,
                "UPDATE report_revisions SET publication = 'PUBLISHING', publisher = ?, publishing_since = NOW(6),"
                        + " publish_attempts = publish_attempts + 1, next_attempt_at = NULL WHERE" + KEY
                        + "AND publication = 'PENDING'",
                publisher,
                key.report(),
                key.date(),
                key.revision());
        return set == 1
                || Sql.first(
                                connection,
                                row -> row.getInt(1),
                                "SELECT 1 FROM report_revisions WHERE" + KEY
                                        + "AND publication = 'PUBLISHING' AND publisher = ?",
                                key.report(),
                                key.date(),
                                key.revision(),
                                publisher)
                        .isPresent();
    }

    /** Notes that SNS took it, also where the attempt was given up as unknown meanwhile: now it is known. */
    void published(RevisionKey key, String publisher, String messageId) {
        outcome(
                key,
                publisher,
                "publication = 'PUBLISHED', published_at = NOW(6), sns_message_id = ?, last_error = NULL",
                messageId);
    }

    /** Notes that nothing reached SNS, and when the sweep tries again; null for not by itself. */
    void notSent(RevisionKey key, String publisher, String error, Duration again) {
        outcome(
                key,
                publisher,
                "publication = 'PENDING', last_error = ?, next_attempt_at = NOW(6) + INTERVAL ? MICROSECOND",
                Sql.cut(error, MAX_ERROR_CHARACTERS),
                again == null ? null : Sql.micros(again));
    }

    void unknown(RevisionKey key, String publisher, String error) {
        outcome(key, publisher, "publication = 'UNKNOWN', last_error = ?", Sql.cut(error, MAX_ERROR_CHARACTERS));
    }

    private void outcome(RevisionKey key, String publisher, String set, Object... values) {
        List<Object> all = new ArrayList<>(List.of());
        for (Object value : values) {
            all.add(value);
        }
        all.addAll(List.of(key.report(), key.date(), key.revision(), publisher));
        database.transact(
                "record what became of " + key,
                connection -> Sql.update(
                        connection,
                        "UPDATE report_revisions SET " + set + " WHERE" + KEY
                                + "AND publisher = ? AND publication IN ('PUBLISHING', 'UNKNOWN')",
                        all.toArray()));
    }

    /** Turns publications whose publisher must have died into UNKNOWN, by the database's clock; which they were. */
    List<RevisionKey> abandon(Duration limit, String error) {
        return database.transact("look for abandoned publications", connection -> {
            List<RevisionKey> abandoned = Sql.list(
                    connection,
                    RevisionLedger::key,
                    "SELECT report, business_date, revision FROM report_revisions WHERE publication = 'PUBLISHING'"
                            + " AND publishing_since < NOW(6) - INTERVAL ? MICROSECOND FOR UPDATE",
                    Sql.micros(limit));
            for (RevisionKey key : abandoned) {
                Sql.update(
                        connection,
                        "UPDATE report_revisions SET publication = 'UNKNOWN', last_error = ? WHERE" + KEY,
                        error,
                        key.report(),
                        key.date(),
                        key.revision());
            }
            return abandoned;
        });
    }

    /** Publications that the sweep is to try, the oldest revision first. */
    List<RevisionKey> due(int limit) {
        return database.transact(
                "look for publications that are due",
                connection -> Sql.list(
                        connection,
                        RevisionLedger::key,
                        "SELECT report, business_date, revision FROM report_revisions WHERE publication = 'PENDING'"
                                + " AND next_attempt_at <= NOW(6) ORDER BY business_date, revision LIMIT ?",
                        limit));
    }

    /** How many publications nobody knows the outcome of. */
    int unknownCount() {
        return database.transact(
                "count unknown publications",
                connection -> Sql.first(
                                connection,
                                row -> row.getInt(1),
                                "SELECT COUNT(*) FROM report_revisions WHERE publication = 'UNKNOWN'")
                        .orElse(0));
    }

    private static String nets(Report report) {
        List<Revision.Net> nets = CurrencyTotals.of(report.stores()).stream()
                .map(totals ->
                        new Revision.Net(totals.currency().code(), Decimals.money(totals.net(), totals.currency())))
                .toList();
        return Json.MAPPER.valueToTree(nets).toString();
    }

    private static String accounting(Report report) {
        return report.accounting()
                .map(accounting -> AccountingJson.of(accounting).toString())
                .orElse(null);
    }

    private static RevisionKey key(ResultSet row) throws SQLException {
        return new RevisionKey(
                row.getString("report"), row.getObject("business_date", LocalDate.class), row.getInt("revision"));
    }

    private static Revision revision(ResultSet row) throws SQLException {
        String publication = row.getString("publication");
        try {
            return new Revision(
                    key(row),
                    ReportStatus.valueOf(row.getString("status")),
                    publication == null ? null : Publication.valueOf(publication),
                    CanonicalJson.readCut(row.getString("cut")),
                    Json.MAPPER.readValue(row.getString("net"), NETS),
                    Optional.ofNullable(row.getString("accounting")).map(AccountingJson::read),
                    row.getString("sales_digest"),
                    row.getString("canonical_sha256"),
                    row.getString("s3_prefix"),
                    Sql.instant(row, "stored_at"),
                    row.getInt("publish_attempts"),
                    Sql.instant(row, "published_at"),
                    row.getString("sns_message_id"),
                    row.getString("last_error"));
        } catch (IOException malformed) {
            throw new UncheckedIOException("the ledger's net of " + key(row) + " is not JSON", malformed);
        }
    }
}
