package dev.daybook.report.publish;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on backfills: as soon as a run of one is over, its next ones begin. Thread-safe. */
public final class Backfills {
    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);

    private final BackfillLedger ledger;
    private final RunWorkers workers;

    public Backfills(BackfillLedger ledger, RunWorkers workers) {
        this.ledger = ledger;
        this.workers = workers;
    }

    /** Begins what there is room for; another process, or the sweep, may do so at the same time. */
    public void goOn(String id) {
        for (Run run : ledger.advance(id)) {
            workers.submit(run).thenRun(() -> goOnUnlessTheLedgerIsAway(id));
        }
    }

    private void goOnUnlessTheLedgerIsAway(String id) {
        try {
            goOn(id);
        } catch (RuntimeException later) {
            LOG.warn("the backfill {} goes on with the next sweep: {}", id, later.getMessage());
        }
    }

    /** Goes on with all that have not ended: after a restart, and where runs were held. */
    public void sweep() {
        ledger.unfinished().forEach(this::goOn);
    }
}
