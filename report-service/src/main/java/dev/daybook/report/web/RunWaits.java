package dev.daybook.report.web;

import dev.daybook.report.publish.Run;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunWorkers;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Starts runs and waits for them without a thread each: a waiting caller costs no worker. Beyond {@link #MAX_WAITING} callers
 * are answered at once. Thread-safe.
 */
public final class RunWaits implements AutoCloseable {
    /** The longest that a caller may wait. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int MAX_WAITING = 64;
    private static final int THREADS = 2;

    private final RunWorkers workers;
    private final RunLedger runs;
    private final Semaphore places = new Semaphore(MAX_WAITING);
    /** Reads the runs that callers waited for; each has a place, so the queue never fills. */
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> new Thread(task, "report-waits"));

    public RunWaits(RunWorkers workers, RunLedger runs) {
        this.workers = workers;
        this.runs = runs;
    }

    /** Has the run worked on; completes with how it stands when its turn is over or the time is. */
    CompletionStage<Run> start(Run run, Duration wait) {
        CompletableFuture<Void> turn = workers.submit(run);
        if (wait.isZero() || !places.tryAcquire()) {
            return CompletableFuture.completedFuture(run);
        }
        return turn.copy()
                .completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
                .thenApplyAsync(over -> runs.find(run.id()).orElseThrow(), readers)
                .whenComplete((found, failed) -> places.release());
    }

    @Override
    public void close() {
        readers.shutdown();
    }
}
