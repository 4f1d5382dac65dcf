package dev.daybook.report.publish;

import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.daily.RevisionDecision;
import dev.daybook.report.render.MailText;
import dev.daybook.report.source.FiguresSource;
import dev.daybook.report.source.Reading;
import dev.daybook.service.Metrics;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one run from wherever the ledger says it stands to its end: figures → revision claimed with its bytes → files in S3 →
 * publication. Every step may be repeated, by a restart or by another replica at the same time, and comes to the same. Blocks;
 * thread-safe.
 */
public final class RunSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);
    /** Another replica may claim a revision between the decision and the claim; each time something new stands to decide by. */
    private static final int MAX_CLAIMS = 10;
    /** Whoever stores a revision publishes it at once; the sweep steps in only if that didn't happen. */
    private static final Duration FIRST_SWEEP = Duration.ofMinutes(1);

    private static final String STILL_PROVISIONAL = "the figures are read again";

    private final RunLedger runs;
    private final RevisionLedger revisions;
    private final FiguresSource source;
    private final ReportFiles files;
    private final Publisher publisher;
    private final AccountingAlarm accounting;
    private final BusinessCalendar calendar;
    private final Duration deadline;
    private final Function<LocalDate, String> pages;
    private final Clock clock;
    private final Step.Listener steps;

    /** @param deadline how old a run has to be, by the database's clock, to report figures that are not whole */
    public RunSteps(
            RunLedger runs,
            RevisionLedger revisions,
            FiguresSource source,
            ReportFiles files,
            Publisher publisher,
            Metrics metrics,
            BusinessCalendar calendar,
            Duration deadline,
            Function<LocalDate, String> pages,
            Clock clock,
            Step.Listener steps) {
        this.runs = runs;
        this.revisions = revisions;
        this.source = source;
        this.files = files;
        this.publisher = publisher;
        this.accounting = new AccountingAlarm(metrics);
        this.calendar = calendar;
        this.deadline = deadline;
        this.pages = pages;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Works on the run unless it has ended or someone else does. What it waits for is noted as HELD, what another try would not
     * mend as FAILED; a ledger that can't be reached leaves the run to whoever sees its lease expire.
     */
    void work(String runId, String worker) throws InterruptedException {
        if (!runs.take(runId, worker)) {
            return;
        }
        Run run = runs.find(runId).orElseThrow();
        steps.done(Step.TAKEN, run.day());
        try {
            workOn(run, worker);
        } catch (InterruptedException closing) {
            runs.hold(run.id(), worker, "the service was stopped");
            throw closing;
        } catch (ObjectStoreUnavailable waiting) {
            LOG.warn("the run of {} is held: {}", run.day(), waiting.getMessage());
            runs.hold(run.id(), worker, waiting.getMessage());
        } catch (LedgerUnavailable unavailable) {
            LOG.error("the run of {} is left to the next sweep", run.day(), unavailable);
        } catch (RuntimeException failed) {
            LOG.error("the run of {} failed", run.day(), failed);
            runs.failed(run.id(), worker, failed.toString());
        }
        steps.done(Step.RUN_ENDED, run.day());
    }

    private void workOn(Run run, String worker) throws InterruptedException {
        if (run.revision().isPresent()) {
            // Claimed before a restart; whether anything was missing from it, its status says.
            RevisionKey claimed = run.day().revision(run.revision().getAsInt());
            Revision revision = revisions.find(claimed).orElseThrow();
            publish(revision);
            end(run, worker, claimed, revision.status() == ReportStatus.PROVISIONAL ? STILL_PROVISIONAL : null);
            return;
        }
        Reading reading = source.read(run.date());
        if (reading instanceof Reading.Held held) {
            hold(run, worker, held.reason());
            return;
        }
        steps.done(Step.FIGURES_READ, run.day());
        Figures figures = ((Reading.Read) reading).figures();
        accounting.check(run.day(), figures);
        String missing = figures.isWhole() ? null : String.join("; ", figures.missing());
        if (missing != null && !runs.isOlderThan(run.id(), deadline)) {
            hold(run, worker, missing);
            return;
        }
        Revision revision = revision(run, figures);
        publish(revision);
        end(run, worker, revision.key(), missing);
    }

    private void hold(Run run, String worker, String reason) {
        LOG.warn("the run of {} is held: {}", run.day(), reason);
        runs.hold(run.id(), worker, reason);
    }

    private void publish(Revision revision) {
        Revision stored = revision.isStored() ? revision : store(revision);
        if (stored.publication() == Publication.PENDING) {
            publisher.publish(stored);
        }
    }

    /** A run whose figures were not whole goes on until they are: the sweep reads them again. */
    private void end(Run run, String worker, RevisionKey key, String missing) {
        Revision now = revisions.find(key).orElseThrow();
        String made = "revision " + key.revision() + " " + now.publication();
        if (missing == null) {
            runs.done(run.id(), worker, key.revision(), made);
        } else {
            LOG.warn("{} stands as {} and waits for what is missing: {}", key, now.status(), missing);
            runs.readAgain(run.id(), worker, now.status() + " " + made + "; " + missing);
        }
    }

    /** The revision that the figures belong to: a new one, or the last, which says what they say. */
    private Revision revision(Run run, Figures figures) {
        for (int claims = 0; claims < MAX_CLAIMS; claims++) {
            Optional<Revision> last = revisions.last(run.day());
            RevisionDecision decision = RevisionDecision.of(figures, calendar, last.map(Revision::standing));
            if (decision instanceof RevisionDecision.Keep) {
                return last.orElseThrow();
            }
            int number = ((RevisionDecision.Make) decision).revision();
            Report report =
                    Report.compile(figures, number, calendar, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            RevisionKey key = run.day().revision(number);
            if (revisions.claim(run.id(), report, CanonicalJson.write(report), ReportFiles.prefix(key))) {
                steps.done(Step.REVISION_CLAIMED, run.day());
                return revisions.find(key).orElseThrow();
            }
        }
        throw new IllegalStateException(MAX_CLAIMS + " others claimed revisions of " + run.day() + " meanwhile");
    }

    /** Writes the files, the canonical JSON first; if one stands already, everything is made from that. */
    private Revision store(Revision revision) {
        RevisionKey key = revision.key();
        String prefix = revision.s3Prefix();
        Optional<byte[]> claimed = revisions.unstored(key);
        byte[] canonical = claimed.isPresent()
                ? files.putCanonical(prefix, claimed.get())
                : files.standingCanonical(prefix).orElseThrow();
        steps.done(Step.CANONICAL_STORED, key.day());
        Report report = CanonicalJson.read(canonical);
        String text = files.putText(prefix, MailText.of(report, pages.apply(report.date())));
        steps.done(Step.TEXT_STORED, key.day());
        files.putManifest(prefix, report, canonical, text);
        steps.done(Step.MANIFEST_STORED, key.day());
        revisions.stored(key, report, CanonicalJson.sha256(canonical), FIRST_SWEEP);
        steps.done(Step.PENDING_RECORDED, key.day());
        LOG.info("{} stands in S3 under {}", key, prefix);
        return revisions.find(key).orElseThrow();
    }
}
