package dev.daybook.report.publish;

import dev.daybook.service.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that work on runs: a bounded number, one run of a day at a time, in the order they were given. What finds no room
 * stays in the ledger, where the sweep finds it again. Thread-safe.
 */
public final class RunWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorkers.class);
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 256;
    private static final int MAX_PER_SWEEP = 64;
    /** A mail that is on its way gets the time to be noted; what takes longer is UNKNOWN or goes on at the next start. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** All history queues here, so that it never has more than one of the threads. */
    private static final Object HISTORY = "history";

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final RunSteps steps;
    private final Publisher publisher;
    private final RunLedger runs;
    private final PublicationLedger publications;
    private final String worker = UUID.randomUUID().toString();
    private final ThreadPoolExecutor threads;
    private final RunLeases leases;
    /** The last work given for each day, and for all history, behind which the next one queues. */
    private final Map<Object, CompletableFuture<Void>> tails = new ConcurrentHashMap<>();
    /** What was taken on and is not over, by the run's id or the revision's key. */
    private final Map<Object, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    /** @param limit how long a process keeps a run to itself at most */
    public RunWorkers(
            RunSteps steps,
            Publisher publisher,
            RunLedger runs,
            PublicationLedger publications,
            Duration limit,
            Metrics metrics) {
        this.steps = steps;
        this.publisher = publisher;
        this.runs = runs;
        this.publications = publications;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MAX_WAITING),
                task -> new Thread(task, "report-run-" + number.getAndIncrement()));
        metrics.registry().gaugeMapSize("daybook_report_work_under_way", List.of(), underWay);
        this.leases = new RunLeases(
                runs, worker, limit, () -> runs.abandoned(MAX_PER_SWEEP).forEach(this::submit));
    }

    /** Works on the run as soon as there is a thread and the day is free; completes when it has, whatever came of it. */
    public CompletableFuture<Void> submit(Run run) {
        Object queue = run.purpose() == RunPurpose.HISTORY ? HISTORY : run.day();
        return enqueue(run.id(), queue, run.day(), () -> work(run));
    }

    private void work(Run run) {
        leases.begin(run.id());
        try {
            steps.work(run.id(), worker);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            LOG.info("the run of {} goes on after the next start", run.day());
        } finally {
            leases.end(run.id());
        }
    }

    /** What is under way or waits already is not taken on twice, so what waits is bounded by what the ledger takes on. */
    private CompletableFuture<Void> enqueue(Object what, Object queue, DayKey day, Runnable work) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> already = underWay.putIfAbsent(what, over);
        if (already != null) {
            return already;
        }
        CompletableFuture<Void> tail = tails.compute(
                queue,
                // Behind something that is over rather than nothing: then threads without room end the work, and throw
                // nothing.
                (key, before) -> (before == null ? NOTHING : before)
                        .thenRunAsync(work, threads)
                        .handle((done, failed) -> ended(day, failed)));
        tail.thenRun(() -> {
            tails.remove(queue, tail);
            underWay.remove(what, over);
            over.complete(null);
        });
        return over;
    }

    private Void ended(DayKey day, Throwable failed) {
        if (failed != null && threads.isShutdown()) {
            LOG.info("what was under way for {} goes on after the next start", day);
        } else if (failed != null && failed.getCause() instanceof RejectedExecutionException) {
            LOG.warn("{} waits for the next sweep: {} runs are waiting already", day, MAX_WAITING);
        } else if (failed != null) {
            LOG.error("what was under way for {} is left to the next sweep", day, failed);
        }
        return null;
    }

    /** Goes on with every run that nobody works on, and with publications that are due. */
    public void sweep() {
        runs.resumable(MAX_PER_SWEEP).forEach(this::submit);
        publisher.abandonDead();
        publications
                .due(MAX_PER_SWEEP)
                .forEach(key -> enqueue(key, key.day(), key.day(), () -> publisher.publish(key)));
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_TIMEOUT.toMillis() / 2, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                if (!threads.awaitTermination(CLOSE_TIMEOUT.toMillis() / 2, TimeUnit.MILLISECONDS)) {
                    LOG.warn("runs are still under way {} after they were told to end", CLOSE_TIMEOUT);
                }
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            leases.close();
        }
    }
}
