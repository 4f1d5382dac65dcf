package dev.daybook.report.publish;

import dev.daybook.service.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each stored revision's mail at most once: the ledger says PUBLISHING before SNS is called, and what can't be known
 * afterwards is UNKNOWN, with a log line at ERROR, and never sent again by itself. Blocks while SNS does; thread-safe.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final String ABANDONED =
            "the process that sent it ended before it noted what became of it; SNS may have taken it or not";

    private final RevisionLedger revisions;
    private final PublicationLedger publications;
    private final ByHandLedger byHand;
    private final ReportKinds kinds;
    private final ReportFiles files;
    private final MailTopic topic;
    private final RetryBackoff backoff;
    private final Duration abandonedAfter;
    private final Metrics metrics;
    private final Step.Listener steps;
    private final AtomicInteger unknown = new AtomicInteger();

    /** @param abandonedAfter when a publisher that has not noted an outcome must be dead: the time-out of its call and a margin */
    public Publisher(
            RevisionLedger revisions,
            PublicationLedger publications,
            ByHandLedger byHand,
            ReportKinds kinds,
            ReportFiles files,
            MailTopic topic,
            RetryBackoff backoff,
            Duration abandonedAfter,
            Metrics metrics,
            Step.Listener steps) {
        this.revisions = revisions;
        this.publications = publications;
        this.byHand = byHand;
        this.kinds = kinds;
        this.files = files;
        this.topic = topic;
        this.backoff = backoff;
        this.abandonedAfter = abandonedAfter;
        this.metrics = metrics;
        this.steps = steps;
        metrics.registry().gauge("daybook_report_publications_unknown", unknown);
    }

    /** Sends the revision if it is PENDING and nobody else is at it. */
    void publish(Revision revision) {
        Message message = message(revision);
        String publisher = UUID.randomUUID().toString();
        if (publications.beginPublishing(revision.key(), publisher)) {
            send(revision, message, publisher, backoff.after(revision.publishAttempts() + 1));
        }
    }

    private record Message(Rendered rendered, String text) {}

    private Message message(Revision revision) {
        Rendered rendered = kinds.of(revision.key().day()).render(files.canonical(revision));
        return new Message(rendered, files.text(revision));
    }

    /** @param again when it is tried again if nothing reached SNS; null for not by itself */
    private void send(Revision revision, Message message, String publisher, Duration again) {
        RevisionKey key = revision.key();
        steps.done(Step.PUBLISHING_RECORDED, key.day());
        Sending sending =
                topic.send(message.rendered().subject(), message.rendered().messages(message.text()));
        steps.done(Step.SENT, key.day());
        record(key, publisher, sending, again);
        steps.done(Step.OUTCOME_RECORDED, key.day());
    }

    /**
     * Hands a revision to SNS once more, because a person asked for it: once, whatever comes of it, and only if nobody did since
     * that person looked. What doesn't reach SNS is not tried again by itself.
     *
     * @param seen the number of the last attempt that the person saw
     * @param reason empty where none was given
     */
    public ByHand resend(RevisionKey key, int seen, String who, Optional<String> reason) {
        Optional<Revision> revision = revisions.find(key).filter(Revision::isStored);
        if (revision.isEmpty()) {
            return new ByHand.NoSuchRevision();
        }
        Message message = message(revision.get());
        String publisher = UUID.randomUUID().toString();
        AuditTrail.Deed deed = AuditTrail.Deed.of(who, AuditAction.RESEND, key, reason.orElse(null));
        ByHand begun = byHand.beginResend(key, seen, publisher, deed);
        if (!(begun instanceof ByHand.TakenOn)) {
            return begun;
        }
        send(revision.get(), message, publisher, null);
        return new ByHand.Resent(publications.attempts(key).stream()
                .filter(attempt -> attempt.number() == seen + 1)
                .findFirst()
                .orElseThrow());
    }

    /** Notes that a mail whose outcome is UNKNOWN did arrive. */
    public ByHand markSent(RevisionKey key, Optional<Integer> seen, String who, Optional<String> reason) {
        AuditTrail.Deed deed = AuditTrail.Deed.of(who, AuditAction.MARK_SENT, key, reason.orElse(null));
        ByHand marked = byHand.markSent(key, seen, deed);
        if (marked instanceof ByHand.TakenOn) {
            LOG.info("{} was marked as sent by {}", key, who);
            unknown.set(publications.unknownCount());
        }
        return marked;
    }

    private void record(RevisionKey key, String publisher, Sending sending, Duration again) {
        if (sending instanceof Sending.Sent sent) {
            publications.published(key, publisher, sent.messageId());
            count("published");
            LOG.info("{} is published as SNS message {}", key, sent.messageId());
        } else if (sending instanceof Sending.NotSent notSent) {
            notSent(key, publisher, notSent.reason(), again);
        } else if (sending instanceof Sending.Unknown lost) {
            publications.unknown(key, publisher, lost.reason());
            alarm(key, lost.reason());
        }
    }

    private void notSent(RevisionKey key, String publisher, String reason, Duration again) {
        publications.notSent(key, publisher, reason, again);
        count("not_sent");
        if (again == null) {
            LOG.error(
                    "{} was not sent, and is not tried again before the schedule or a person asks for its day: {}",
                    key,
                    reason);
        } else {
            LOG.warn("{} was not sent, the next try is in {}: {}", key, again, reason);
        }
    }

    /** Tells people of a publication whose outcome is UNKNOWN, and what they can do. */
    void alarm(RevisionKey key, String reason) {
        count("unknown");
        unknown.set(publications.unknownCount());
        LOG.error(
                "whether {} was mailed is UNKNOWN, and it is not sent again by itself: look into a subscriber's inbox, then"
                        + " daybook report mark-sent {} {} --report {} if it is there, or resend in place of mark-sent if not ({})",
                key,
                key.date(),
                key.revision(),
                key.report(),
                reason);
    }

    private void count(String outcome) {
        metrics.registry()
                .counter("daybook_report_publications", "outcome", outcome)
                .increment();
    }

    /** Sends the revision if it is still PENDING and nobody else is at it. */
    void publish(RevisionKey key) {
        revisions
                .find(key)
                .filter(revision -> revision.publication() == Publication.PENDING)
                .ifPresent(this::publish);
    }

    /** Gives up publications whose publisher must have died. */
    void abandonDead() {
        for (RevisionKey abandoned : publications.abandon(abandonedAfter, ABANDONED)) {
            alarm(abandoned, ABANDONED);
        }
        unknown.set(publications.unknownCount());
    }
}
