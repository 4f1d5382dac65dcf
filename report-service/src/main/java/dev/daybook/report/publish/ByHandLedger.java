package dev.daybook.report.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What people do to a revision's publication: each is done once, to the state that its caller saw, with its row of the audit
 * trail in the same transaction. Thread-safe; throws {@link LedgerUnavailable}.
 */
public final class ByHandLedger {
    /** What is waiting to be sent, or being sent, needs nobody's hand. */
    private static final Set<Publication> RESENDABLE =
            EnumSet.of(Publication.PUBLISHED, Publication.UNKNOWN, Publication.NOT_SENT);

    private final LedgerDatabase database;

    public ByHandLedger(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * Takes the right to send a revision once more, for someone who saw it after the attempt of that number.
     *
     * @param publisher names this attempt and no other
     */
    ByHand beginResend(RevisionKey key, int seen, String publisher, AuditTrail.Deed deed) {
        return database.transact("begin to resend " + key, connection -> {
            Optional<Standing> found = standing(connection, key);
            if (found.isEmpty()) {
                return new ByHand.NoSuchRevision();
            }
            Standing standing = found.get();
            if (standing.isSentBy(publisher)) {
                return new ByHand.TakenOn(); // the commit went through unseen
            }
            if (standing.attempts() != seen) {
                return new ByHand.Overtaken(standing.revision());
            }
            if (!RESENDABLE.contains(standing.publication())) {
                return new ByHand.NotFrom(standing.publication());
            }
            Sql.update(
                    connection,
                    "UPDATE report_revisions SET publication = 'PUBLISHING', publisher = ?, publishing_since = NOW(6),"
                            + " publish_attempts = publish_attempts + 1, next_attempt_at = NULL WHERE"
                            + RevisionRow.KEY,
                    publisher,
                    key.report(),
                    key.date(),
                    key.revision());
            PublicationAttempt.begin(connection, key, publisher, deed.who(), standing.publication());
            AuditTrail.write(connection, deed);
            return new ByHand.TakenOn();
        });
    }

    /** Notes that someone knows of an UNKNOWN mail that it arrived. */
    ByHand markSent(RevisionKey key, Optional<Integer> seen, AuditTrail.Deed deed) {
        return database.transact("mark " + key + " as sent", connection -> {
            Optional<Standing> found = standing(connection, key);
            if (found.isEmpty()) {
                return new ByHand.NoSuchRevision();
            }
            Standing standing = found.get();
            if (AuditTrail.isWritten(connection, deed)) {
                return new ByHand.TakenOn(); // the commit went through unseen
            }
            if (seen.isPresent() && seen.get() != standing.attempts()) {
                return new ByHand.Overtaken(standing.revision());
            }
            if (standing.publication() != Publication.UNKNOWN) {
                return new ByHand.NotFrom(standing.publication());
            }
            Sql.update(
                    connection,
                    "UPDATE report_revisions SET publication = 'PUBLISHED', last_error = ? WHERE" + RevisionRow.KEY,
                    "marked as sent by " + deed.who(),
                    key.report(),
                    key.date(),
                    key.revision());
            AuditTrail.write(connection, deed);
            return new ByHand.TakenOn();
        });
    }

    /** @param publisher of the last attempt; null where there was none */
    private record Standing(Revision revision, String publisher) {
        Publication publication() {
            return revision.publication();
        }

        int attempts() {
            return revision.publishAttempts();
        }

        boolean isSentBy(String attempt) {
            return attempt.equals(publisher);
        }
    }

    /** A stored revision, locked until the transaction ends. */
    private static Optional<Standing> standing(Connection connection, RevisionKey key) throws SQLException {
        return Sql.first(
                        connection,
                        row -> new Standing(RevisionRow.revision(row), row.getString("publisher")),
                        "SELECT * FROM report_revisions WHERE" + RevisionRow.KEY + "FOR UPDATE",
                        key.report(),
                        key.date(),
                        key.revision())
                .filter(standing -> standing.revision().isStored());
    }
}
