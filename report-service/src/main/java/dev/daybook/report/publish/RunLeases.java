package dev.daybook.report.publish;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of the runs that this process works on, so that they stay its own while it lives and are free soon after it
 * died. A run that takes longer than the limit is renewed no more: its worker may hang. Thread-safe.
 */
final class RunLeases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLeases.class);
    /** Two renewals may fail before a lease runs out. */
    private static final int RENEWALS_A_LEASE = 3;

    private final RunLedger runs;
    private final String worker;
    private final long limitNanos;
    /** When the work on each run began, by the run's id. */
    private final Map<String, Long> began = new ConcurrentHashMap<>();

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "report-leases"));

    /**
     * Begins at once.
     *
     * @param limit how long a run stays this process's at most
     * @param takeOver looks for runs whose leases ran out, as often as leases are renewed
     */
    RunLeases(RunLedger runs, String worker, Duration limit, Runnable takeOver) {
        this.runs = runs;
        this.worker = worker;
        this.limitNanos = limit.toNanos();
        long every = runs.lease().toMillis() / RENEWALS_A_LEASE;
        timer.scheduleWithFixedDelay(() -> look(takeOver), every, every, TimeUnit.MILLISECONDS);
    }

    void begin(String runId) {
        began.put(runId, System.nanoTime());
    }

    void end(String runId) {
        began.remove(runId);
    }

    private void look(Runnable takeOver) {
        try {
            long now = System.nanoTime();
            began.forEach((id, since) -> {
                if (now - since < limitNanos) {
                    runs.renew(id, worker);
                }
            });
            takeOver.run();
        } catch (RuntimeException failed) {
            LOG.warn("leases could not be renewed; the next try is before they run out", failed);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
