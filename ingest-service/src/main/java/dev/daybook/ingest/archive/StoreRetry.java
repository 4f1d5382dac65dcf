package dev.daybook.ingest.archive;

import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls S3 until it does what it is asked, however long it is gone: the archive then only lags. Between calls it waits 200 ms,
 * doubling up to 15 s, less a random part so that partitions don't call in step. Thread-safe.
 */
final class StoreRetry {
    private static final Logger LOG = LoggerFactory.getLogger(StoreRetry.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration LOG_EVERY = Duration.ofMinutes(1);

    private final ArchiveMetrics metrics;
    private final Clock clock;
    private final AtomicReference<Instant> failingSince = new AtomicReference<>();
    private final AtomicReference<Instant> logged = new AtomicReference<>(Instant.MIN);

    StoreRetry(ArchiveMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What the call answers in the end; an interrupt ends the waiting and most calls. */
    <T> T untilDone(Supplier<T> call) throws InterruptedException {
        long wait = FIRST_WAIT.toMillis();
        while (true) {
            try {
                T answer = call.get();
                failingSince.set(null);
                return answer;
            } catch (ObjectStoreUnavailable unavailable) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while calling S3");
                }
                failed(unavailable);
            }
            TimeUnit.MILLISECONDS.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2));
            wait = Math.min(wait * 2, LONGEST_WAIT.toMillis());
        }
    }

    /** Since when S3 has done nothing that it was asked, if so. */
    Optional<Instant> failingSince() {
        return Optional.ofNullable(failingSince.get());
    }

    private void failed(ObjectStoreUnavailable unavailable) {
        metrics.storeCallFailed();
        Instant now = clock.instant();
        failingSince.compareAndSet(null, now);
        Instant last = logged.get();
        if (last.isBefore(now.minus(LOG_EVERY)) && logged.compareAndSet(last, now)) {
            LOG.warn("the archive waits for S3 and tries again: {}", unavailable.getMessage());
        }
    }
}
