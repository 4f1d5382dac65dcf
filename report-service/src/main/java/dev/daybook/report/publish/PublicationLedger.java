package dev.daybook.report.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of each stored revision's publication. It moves by compare-and-set, so of any number of publishers one gets to
 * send. Thread-safe; throws {@link LedgerUnavailable}.
 */
public final class PublicationLedger {
    private static final int MAX_ERROR_CHARACTERS = 1_000;

    private final LedgerDatabase database;

    public PublicationLedger(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * Has a revision sent after all that was withheld, or withheld for another reason; does nothing where it is not withheld.
     *
     * @param why empty to have it sent
     * @param firstSweep when the sweep may begin to publish it
     */
    void decideAgain(RevisionKey key, Optional<Withheld> why, Duration firstSweep) {
        database.transact(
                "decide again whether " + key + " is sent",
                connection -> Sql.update(
                        connection,
                        "UPDATE report_revisions SET publication = ?, withheld = ?, last_error = ?,"
                                + " next_attempt_at = NOW(6) + INTERVAL ? MICROSECOND WHERE" + RevisionRow.KEY
                                + "AND publication = 'NOT_SENT' AND withheld IS NOT NULL",
                        why.isPresent() ? Publication.NOT_SENT : Publication.PENDING,
                        why.orElse(null),
                        why.map(Withheld::reason).orElse(null),
                        why.isPresent() ? null : Sql.micros(firstSweep),
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
                                + " last_error = 'a newer revision was sent first' WHERE" + RevisionRow.KEY
                                + "AND publication = 'PENDING'",
                        key.report(),
                        key.date(),
                        key.revision());
                return false;
            }
            boolean begun = setPublishing(connection, key, publisher);
            if (begun) {
                PublicationAttempt.begin(connection, key, publisher, null, Publication.PENDING);
            }
            return begun;
        });
    }

    private static boolean setPublishing(Connection connection, RevisionKey key, String publisher) throws SQLException {
        int set = Sql.update(
                connection,
                "UPDATE report_revisions SET publication = 'PUBLISHING', publisher = ?, publishing_since = NOW(6),"
                        + " publish_attempts = publish_attempts + 1, next_attempt_at = NULL WHERE" + RevisionRow.KEY
                        + "AND publication = 'PENDING'",
                publisher,
                key.report(),
                key.date(),
                key.revision());
        return set == 1
                || Sql.first(
                                connection,
                                row -> row.getInt(1),
                                "SELECT 1 FROM report_revisions WHERE" + RevisionRow.KEY
                                        + "AND publication = 'PUBLISHING' AND publisher = ?",
                                key.report(),
                                key.date(),
                                key.revision(),
                                publisher)
                        .isPresent();
    }

    /** Every attempt to mail the revision, the first first; none of those before this was kept. */
    public List<PublicationAttempt> attempts(RevisionKey key) {
        return database.transact(
                "read the publications of " + key, connection -> PublicationAttempt.list(connection, key));
    }

    /** Notes that SNS took it, also where the attempt was given up as unknown meanwhile: now it is known. */
    void published(RevisionKey key, String publisher, String messageId) {
        outcome(key, publisher, Publication.PUBLISHED, messageId, null, connection -> {
            update(
                    connection,
                    key,
                    publisher,
                    "IN ('PUBLISHING', 'UNKNOWN', 'PUBLISHED')",
                    "publication = 'PUBLISHED', withheld = NULL, published_at = NOW(6), sns_message_id = ?, last_error = NULL",
                    messageId);
        });
    }

    /**
     * Notes that nothing reached SNS, so that what stood before stands again.
     *
     * @param again when the sweep tries again; null for not by itself
     */
    void notSent(RevisionKey key, String publisher, String error, Duration again) {
        String said = Sql.cut(error, MAX_ERROR_CHARACTERS);
        outcome(key, publisher, Publication.NOT_SENT, null, said, connection -> {
            update(
                    connection,
                    key,
                    publisher,
                    "IN ('PUBLISHING', 'UNKNOWN')",
                    "publication = ?, last_error = ?, next_attempt_at = NOW(6) + INTERVAL ? MICROSECOND",
                    PublicationAttempt.stood(connection, key, publisher),
                    said,
                    again == null ? null : Sql.micros(again));
        });
    }

    void unknown(RevisionKey key, String publisher, String error) {
        String said = Sql.cut(error, MAX_ERROR_CHARACTERS);
        outcome(key, publisher, Publication.UNKNOWN, null, said, connection -> {
            update(
                    connection,
                    key,
                    publisher,
                    "IN ('PUBLISHING', 'UNKNOWN')",
                    "publication = 'UNKNOWN', withheld = NULL, last_error = ?",
                    said);
        });
    }

    private interface Change {
        void in(Connection connection) throws SQLException;
    }

    /** The attempt's own row has its outcome in any case; the revision's only where that still says something. */
    private void outcome(
            RevisionKey key, String publisher, Publication outcome, String messageId, String error, Change revision) {
        database.transact("record what became of " + key, connection -> {
            revision.in(connection);
            PublicationAttempt.end(connection, key, publisher, outcome, messageId, error);
            return outcome;
        });
    }

    private static void update(
            Connection connection, RevisionKey key, String publisher, String from, String set, Object... values)
            throws SQLException {
        List<Object> all = new ArrayList<>(Arrays.asList(values));
        all.addAll(List.of(key.report(), key.date(), key.revision(), publisher));
        Sql.update(
                connection,
                "UPDATE report_revisions SET " + set + " WHERE" + RevisionRow.KEY + "AND publisher = ? AND publication "
                        + from,
                all.toArray());
    }

    /** Turns publications whose publisher must have died into UNKNOWN, by the database's clock; which they were. */
    List<RevisionKey> abandon(Duration limit, String error) {
        return database.transact("look for abandoned publications", connection -> {
            Map<RevisionKey, String> publishers = new LinkedHashMap<>();
            Sql.list(
                    connection,
                    row -> publishers.put(RevisionRow.key(row), row.getString("publisher")),
                    "SELECT report, business_date, revision, publisher FROM report_revisions WHERE publication = 'PUBLISHING'"
                            + " AND publishing_since < NOW(6) - INTERVAL ? MICROSECOND FOR UPDATE",
                    Sql.micros(limit));
            for (RevisionKey key : publishers.keySet()) {
                Sql.update(
                        connection,
                        "UPDATE report_revisions SET publication = 'UNKNOWN', withheld = NULL, last_error = ? WHERE"
                                + RevisionRow.KEY,
                        error,
                        key.report(),
                        key.date(),
                        key.revision());
                PublicationAttempt.end(connection, key, publishers.get(key), Publication.UNKNOWN, null, error);
            }
            return List.copyOf(publishers.keySet());
        });
    }

    /** Publications that the sweep is to try, the oldest revision first. */
    List<RevisionKey> due(int limit) {
        return database.transact(
                "look for publications that are due",
                connection -> Sql.list(
                        connection,
                        RevisionRow::key,
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
}
