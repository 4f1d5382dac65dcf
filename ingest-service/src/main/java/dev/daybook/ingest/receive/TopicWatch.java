package dev.daybook.ingest.receive;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes Kafka, on a thread of its own, whenever its availability is in doubt, and logs each outage once when it begins and
 * once when it ends.
 */
final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Availability availability;
    private final Probe probe;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ingest-topic-watch"));
    private Optional<String> logged = Optional.empty();

    /** Says why events can't be appended, or nothing where they can; may take seconds. */
    interface Probe {
        Optional<String> problem() throws InterruptedException;
    }

    TopicWatch(Availability availability, Probe probe) {
        this.availability = availability;
        this.probe = probe;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            if (availability.wantsProbe()) {
                long startedAt = availability.probing();
                availability.probed(startedAt, probe.problem());
            }
            logChange();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the watch over Kafka failed and goes on", e); // thrown on, it would end the schedule for good
        }
    }

    private void logChange() {
        Optional<String> outage = availability.outage();
        if (outage.isPresent() && !logged.isPresent()) {
            LOG.warn("events are not taken: {}", outage.get());
        } else if (outage.isEmpty() && logged.isPresent()) {
            LOG.info("events are taken again");
        }
        logged = outage;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the watch over Kafka did not end within {}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
