package dev.daybook.report;

import dev.daybook.service.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether what the service needs can be reached, so that its readiness answers without I/O. A neighbour that
 * comes later than the service is waited for. Thread-safe.
 */
final class Neighbours implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final Duration WHILE_REACHED = Duration.ofSeconds(10);
    private static final Duration WHILE_MISSING = Duration.ofMillis(500);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "report-neighbours"));

    /** One that is looked at by I/O. */
    interface Look {
        /** Why it can't be reached, or null. */
        String unreachable() throws InterruptedException;
    }

    private final class Neighbour implements Runnable, Health.Check {
        private final String name;
        private final Look look;
        private volatile String unreachable;

        Neighbour(String name, Look look) {
            this.name = name;
            this.look = look;
            this.unreachable = "it was not reached yet";
        }

        @Override
        public void run() {
            String before = unreachable;
            unreachable = found();
            if ((before == null) != (unreachable == null)) {
                LOG.info("{}: {}", name, unreachable == null ? "reached" : unreachable);
            }
            if (!thread.isShutdown()) {
                Duration wait = unreachable == null ? WHILE_REACHED : WHILE_MISSING;
                thread.schedule(this, wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private String found() {
            try {
                return look.unreachable();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return "the service is closing";
            } catch (RuntimeException failed) {
                return failed.getMessage() == null ? failed.toString() : failed.getMessage();
            }
        }

        @Override
        public Optional<String> notReady() {
            return Optional.ofNullable(unreachable);
        }
    }

    /** Looks at it from now on, and says in the health what came of the last look. */
    void watch(String name, Look look, Health health) {
        Neighbour neighbour = new Neighbour(name, look);
        health.add(name, neighbour);
        thread.execute(neighbour);
    }

    @Override
    public void close() {
        List<Runnable> waiting = thread.shutdownNow();
        LOG.debug("{} looks at neighbours are left out", waiting.size());
    }
}
