package dev.daybook.report.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to mail a revision: a row of {@code report_publications}.
 *
 * @param number from 1, for each revision
 * @param resentBy the id of the key of who asked for it; empty for what Daybook sends by itself
 * @param outcome PUBLISHED, NOT_SENT or UNKNOWN; empty while it is on its way
 * @param endedAt null until its outcome is noted
 * @param messageId SNS's; null unless it took it
 * @param error what it came upon; null where there was nothing
 */
public record PublicationAttempt(
        int number,
        Optional<String> resentBy,
        Instant beganAt,
        Optional<Publication> outcome,
        Instant endedAt,
        String messageId,
        String error) {

    /** Writes the attempt that the revision's row was just set to; does nothing where it stands. */
    static void begin(Connection connection, RevisionKey key, String publisher, String resentBy, Publication stood)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO report_publications"
                        + " (report, business_date, revision, attempt, publisher, resent_by, stood, began_at)"
                        + " SELECT report, business_date, revision, publish_attempts, ?, ?, ?, NOW(6)"
                        + " FROM report_revisions WHERE" + RevisionRow.KEY
                        + "ON DUPLICATE KEY UPDATE attempt = attempt",
                publisher,
                resentBy,
                stood,
                key.report(),
                key.date(),
                key.revision());
    }

    static void end(
            Connection connection,
            RevisionKey key,
            String publisher,
            Publication outcome,
            String messageId,
            String error)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE report_publications SET outcome = ?, ended_at = NOW(6), sns_message_id = ?, error = ? WHERE"
                        + RevisionRow.KEY + "AND publisher = ?",
                outcome,
                messageId,
                error,
                key.report(),
                key.date(),
                key.revision(),
                publisher);
    }

    /** What the revision's publication was when the attempt began. */
    static Publication stood(Connection connection, RevisionKey key, String publisher) throws SQLException {
        return Sql.first(
                        connection,
                        row -> Publication.valueOf(row.getString(1)),
                        "SELECT stood FROM report_publications WHERE" + RevisionRow.KEY + "AND publisher = ?",
                        key.report(),
                        key.date(),
                        key.revision(),
                        publisher)
                .orElse(Publication.PENDING);
    }

    /** The first first. */
    static List<PublicationAttempt> list(Connection connection, RevisionKey key) throws SQLException {
        return Sql.list(
                connection,
                PublicationAttempt::attempt,
                "SELECT * FROM report_publications WHERE" + RevisionRow.KEY + "ORDER BY attempt",
                key.report(),
                key.date(),
                key.revision());
    }

    private static PublicationAttempt attempt(ResultSet row) throws SQLException {
        return new PublicationAttempt(
                row.getInt("attempt"),
                Optional.ofNullable(row.getString("resent_by")),
                Sql.instant(row, "began_at"),
                Optional.ofNullable(row.getString("outcome")).map(Publication::valueOf),
                Sql.instant(row, "ended_at"),
                row.getString("sns_message_id"),
                row.getString("error"));
    }
}
