package dev.daybook.report.publish;

import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.service.Metrics;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one run from wherever the ledger says it stands to its end: day read → revision claimed with its bytes → files in S3 →
 * publication. Every step may be repeated, by a restart or by another replica at the same time, and comes to the same. Blocks;
 * thread-safe.
 */
public final class RunSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);
    /** Another replica may claim a revision between the decision and the claim; each time something new stands to decide by. */
    private static final int MAX_CLAIMS = 10;
    /** Whoever stores a revision publishes it at once; the sweep steps in only if that didn't happen. */
    private static final Duration FIRST_SWEEP = Duration.ofMinutes(1);

    /** With the canonical JSON beside it, it has to stay under the 16 MiB that MariaDB takes in one packet; some 500,000 orders. */
    private static final int MAX_ORDERS_GZIP_BYTES = 8 * 1024 * 1024;

    private static final String STILL_PROVISIONAL = "the figures are read again";
    private static final String OVERTAKEN = "another run made a revision while the day was read; it is read again";

    private final RunLedger runs;
    private final RevisionLedger revisions;
    private final PublicationLedger publications;
    private final DayLedger days;
    private final ReportKinds kinds;
    private final RevisionWriter writer;
    private final Publisher publisher;
    private final Duration deadline;
    private final boolean reportEmptyDays;
    private final Counter failures;
    private final Step.Listener steps;

    /**
     * Steps of all runs of one process.
     *
     * @param deadline how old a run has to be, by the database's clock, to report what is not whole
     * @param reportEmptyDays whether a day on which nothing was sold is mailed
     */
    public RunSteps(
            RunLedger runs,
            RevisionLedger revisions,
            PublicationLedger publications,
            DayLedger days,
            ReportKinds kinds,
            ReportFiles files,
            Publisher publisher,
            Metrics metrics,
            Duration deadline,
            boolean reportEmptyDays,
            Step.Listener steps) {
        this.runs = runs;
        this.revisions = revisions;
        this.publications = publications;
        this.days = days;
        this.kinds = kinds;
        this.writer = new RevisionWriter(revisions, kinds, files, FIRST_SWEEP, publisher::alarm, steps);
        this.publisher = publisher;
        this.failures = metrics.registry().counter("daybook_report_runs_failed");
        this.deadline = deadline;
        this.reportEmptyDays = reportEmptyDays;
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
            failures.increment();
            runs.failed(run.id(), worker, failed.toString());
        }
        steps.done(Step.RUN_ENDED, run.day());
    }

    private void workOn(Run run, String worker) throws InterruptedException {
        if (run.revision().isPresent()) {
            goOn(run, worker, run.day().revision(run.revision().getAsInt()));
            return;
        }
        Optional<Revision> before = revisions.last(run.day());
        DayReading reading = kinds.of(run.day()).read(run.date());
        if (reading instanceof DayReading.Held held) {
            nothingRead(run, worker, held.reason());
            return;
        }
        steps.done(Step.FIGURES_READ, run.day());
        DayReading.Read read = (DayReading.Read) reading;
        if (read.missing().isPresent() && !runs.isOlderThan(run.id(), deadline)) {
            hold(run, worker, read.missing().get());
            return;
        }
        if (!read.drafts().hasEnded() && !run.purpose().mayBeInterim()) {
            // Another replica's clock is ahead of this one's; an interim report is not what was asked for.
            hold(run, worker, "the day has not ended yet by this process's clock");
            return;
        }
        Optional<Revision> revision = revision(run, read.drafts(), before.map(Revision::key));
        if (revision.isEmpty()) {
            hold(run, worker, OVERTAKEN);
            return;
        }
        if (read.missing().isEmpty() && read.drafts().counted().isPresent()) {
            looked(revision.get(), read.drafts().counted().getAsLong());
        }
        publish(run, revision.get(), read.drafts().soldNothing());
        end(run, worker, revision.get().key(), read.missing().orElse(null));
    }

    /** With what was claimed before a restart; whether anything was missing from it, its status says. */
    private void goOn(Run run, String worker, RevisionKey claimed) {
        boolean soldNothing = false; // if so, it was withheld for that when it was claimed
        publish(run, revisions.find(claimed).orElseThrow(), soldNothing);
        Revision standing = revisions.find(claimed).orElseThrow();
        if (standing.status() == ReportStatus.COMPLETE) {
            standing.accounting().ifPresent(accounting -> looked(standing, accounting.counted()));
        }
        end(run, worker, claimed, standing.status() == ReportStatus.PROVISIONAL ? STILL_PROVISIONAL : null);
    }

    private void nothingRead(Run run, String worker, String reason) {
        if (!runs.isOlderThan(run.id(), deadline)) {
            hold(run, worker, reason);
        } else if (kinds.of(run.day()).givesUpAtDeadline()) {
            fail(run, worker, "past its deadline: " + reason);
        } else {
            LOG.error("{} is past its deadline, and there are no figures that could be sent", run.day());
            hold(run, worker, reason);
        }
    }

    private void fail(Run run, String worker, String reason) {
        LOG.error("the run of {} failed, {}", run.day(), reason);
        failures.increment();
        runs.failed(run.id(), worker, reason);
    }

    private void hold(Run run, String worker, String reason) {
        LOG.warn("the run of {} is held: {}", run.day(), reason);
        runs.hold(run.id(), worker, reason);
    }

    /** From now on another count means that the day changed. */
    private void looked(Revision revision, long counted) {
        boolean lacksReconciliation = revision.status() == ReportStatus.COMPLETE
                && revision.reconciliation().equals(Optional.of(Reconciliation.Status.NOT_RECONCILED));
        days.looked(revision.key().day(), counted, lacksReconciliation);
    }

    private void publish(Run run, Revision revision, boolean soldNothing) {
        Revision stored = reconsidered(run, writer.stored(revision), soldNothing);
        if (stored.publication() == Publication.PENDING) {
            publisher.publish(stored);
        }
    }

    /** What was withheld is sent after all if this run is a reason to; a day without sales may be withheld for that, then. */
    private Revision reconsidered(Run run, Revision stored, boolean soldNothing) {
        if (stored.withheld().filter(why -> why.endsWith(run.purpose())).isEmpty()) {
            return stored;
        }
        Optional<Withheld> why = Withheld.of(
                run.purpose(), stored.summary(), soldNothing, revisions.isMailed(run.day()), reportEmptyDays);
        publications.decideAgain(stored.key(), why, FIRST_SWEEP);
        return revisions.find(stored.key()).orElseThrow();
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

    /**
     * The revision that the reading belongs to: a new one, or the last, which says what it says; empty where one was made
     * meanwhile that the reading may be older than.
     */
    private Optional<Revision> revision(Run run, DayReading.Drafts drafts, Optional<RevisionKey> before)
            throws InterruptedException {
        for (int claims = 0; claims < MAX_CLAIMS; claims++) {
            // Its files have to stand: what the next one says otherwise is said of the bytes that stand.
            Optional<Revision> last = revisions.last(run.day()).map(writer::stored);
            boolean isNew = !last.map(Revision::key).equals(before);
            if (isNew && drafts.mayBeOlderThan(last.orElseThrow())) {
                return Optional.empty();
            }
            Optional<Draft> draft = drafts.after(last);
            if (draft.isEmpty()) {
                return last;
            }
            RevisionKey key = run.day().revision(draft.get().revision());
            Optional<byte[]> ordersGzip = draft.get().reconciledOrders().flatMap(csv -> packed(run.day(), csv));
            Optional<Withheld> withheld = Withheld.of(
                    run.purpose(),
                    draft.get().summary(),
                    drafts.soldNothing(),
                    revisions.isMailed(run.day()),
                    reportEmptyDays);
            if (revisions.claim(run.id(), key, draft.get(), ordersGzip, withheld, ReportFiles.prefix(key))) {
                steps.done(Step.REVISION_CLAIMED, run.day());
                return revisions.find(key);
            }
        }
        throw new IllegalStateException(MAX_CLAIMS + " others claimed revisions of " + run.day() + " meanwhile");
    }

    /** A list beyond the limit is left out: the report goes out without it rather than not at all. */
    private static Optional<byte[]> packed(DayKey day, byte[] csv) {
        byte[] packed = Gzip.pack(csv);
        if (packed.length <= MAX_ORDERS_GZIP_BYTES) {
            return Optional.of(packed);
        }
        LOG.warn(
                "the list of {}'s reconciled orders has {} bytes, packed, of at most {}: its report has the first of each"
                        + " kind only",
                day,
                packed.length,
                MAX_ORDERS_GZIP_BYTES);
        return Optional.empty();
    }
}
