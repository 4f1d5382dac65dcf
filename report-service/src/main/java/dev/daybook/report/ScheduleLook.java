package dev.daybook.report;

import dev.daybook.report.publish.Backfills;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunWorkers;
import dev.daybook.report.schedule.ChangedDays;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.service.Health;
import java.util.List;

/**
 * One look at all that is due, changed or left, and the beginning of what there is to do. What was left is gone on with even while
 * the schedule can't be looked at, since that needs Kafka at first, and the stores: which dates are closed depends on their zones.
 */
final class ScheduleLook implements Runnable {
    private final Health.Check stores;
    private final Schedules schedules;
    private final ChangedDays changed;
    private final RunLedger runs;
    private final RunWorkers workers;
    private final Backfills backfills;

    /** @param stores says why not all stores are known yet */
    ScheduleLook(
            Health.Check stores,
            Schedules schedules,
            ChangedDays changed,
            RunLedger runs,
            RunWorkers workers,
            Backfills backfills) {
        this.stores = stores;
        this.schedules = schedules;
        this.changed = changed;
        this.runs = runs;
        this.workers = workers;
        this.backfills = backfills;
    }

    @Override
    public void run() {
        try {
            if (stores.notReady().isEmpty()) {
                begin(schedules.serve());
                begin(changed.look());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            workers.sweep();
            backfills.sweep();
        }
    }

    private void begin(List<String> asked) {
        asked.forEach(id -> runs.find(id).ifPresent(workers::submit));
    }
}
