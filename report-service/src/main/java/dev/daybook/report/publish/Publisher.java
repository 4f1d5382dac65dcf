package dev.daybook.report.publish;

import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Report;
import dev.daybook.report.render.MailSubject;
import dev.daybook.report.render.MailText;
import dev.daybook.service.Metrics;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
    private final ReportFiles files;
    private final MailTopic topic;
    private final Function<LocalDate, String> pages;
    private final RetryBackoff backoff;
    private final Duration abandonedAfter;
    private final Metrics metrics;
    private final Step.Listener steps;
    private final AtomicInteger unknown = new AtomicInteger();

    /**
     * @param pages where each date's report is shown
     * @param abandonedAfter when a publisher that has not noted an outcome must be dead: the time-out of its call and a margin
     */
    public Publisher(
            RevisionLedger revisions,
            ReportFiles files,
            MailTopic topic,
            Function<LocalDate, String> pages,
            RetryBackoff backoff,
            Duration abandonedAfter,
            Metrics metrics,
            Step.Listener steps) {
        this.revisions = revisions;
        this.files = files;
        this.topic = topic;
        this.pages = pages;
        this.backoff = backoff;
        this.abandonedAfter = abandonedAfter;
        this.metrics = metrics;
        this.steps = steps;
        metrics.registry().gauge("daybook_report_publications_unknown", unknown);
    }

    /** Sends the revision if it is PENDING and nobody else is at it. */
    void publish(Revision revision) {
        RevisionKey key = revision.key();
        Report report = CanonicalJson.read(files.canonical(revision));
        String text = files.text(revision);
        String publisher = UUID.randomUUID().toString();
        if (!revisions.beginPublishing(key, publisher)) {
            return;
        }
        steps.done(Step.PUBLISHING_RECORDED, key.day());
        Sending sending =
                topic.send(MailSubject.of(report), MailText.summary(report, pages.apply(report.date())), text);
        steps.done(Step.SENT, key.day());
        record(revision, publisher, sending);
        steps.done(Step.OUTCOME_RECORDED, key.day());
    }

    private void record(Revision revision, String publisher, Sending sending) {
        RevisionKey key = revision.key();
        if (sending instanceof Sending.Sent sent) {
            revisions.published(key, publisher, sent.messageId());
            count("published");
            LOG.info("{} is published as SNS message {}", key, sent.messageId());
        } else if (sending instanceof Sending.NotSent notSent) {
            notSent(revision, publisher, notSent.reason());
        } else if (sending instanceof Sending.Unknown lost) {
            revisions.unknown(key, publisher, lost.reason());
            alarm(key, lost.reason());
        }
    }

    private void notSent(Revision revision, String publisher, String reason) {
        Duration again = backoff.after(revision.publishAttempts() + 1);
        revisions.notSent(revision.key(), publisher, reason, again);
        count("not_sent");
        if (again == null) {
            LOG.error("{} was not sent, and nobody tries again until a run is asked for: {}", revision.key(), reason);
        } else {
            LOG.warn("{} was not sent, the next try is in {}: {}", revision.key(), again, reason);
        }
    }

    private void alarm(RevisionKey key, String reason) {
        count("unknown");
        unknown.set(revisions.unknownCount());
        LOG.error(
                "whether {} was mailed is UNKNOWN; it is not sent again by itself, look into the inbox: {}",
                key,
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
        for (RevisionKey abandoned : revisions.abandon(abandonedAfter, ABANDONED)) {
            alarm(abandoned, ABANDONED);
        }
        unknown.set(revisions.unknownCount());
    }
}
