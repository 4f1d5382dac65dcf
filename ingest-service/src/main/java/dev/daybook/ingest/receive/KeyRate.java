package dev.daybook.ingest.receive;

import dev.daybook.service.http.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What each API key may send: so many events a second, and after a pause as many at once as one request may hold, so that a limit
 * below that never shuts a full batch out. Counts in this process alone; there are as many buckets as keys. Thread-safe.
 */
public final class KeyRate {
    private final Optional<Integer> eventsPerSecond;
    private final int burst;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * The rate of every key.
     *
     * @param eventsPerSecond empty for any
     * @param maxEvents that a request may hold
     */
    public KeyRate(Optional<Integer> eventsPerSecond, int maxEvents) {
        this(eventsPerSecond, maxEvents, TimeMeter.SYSTEM_NANOTIME);
    }

    KeyRate(Optional<Integer> eventsPerSecond, int maxEvents, TimeMeter time) {
        this.eventsPerSecond = eventsPerSecond;
        this.burst = Math.max(eventsPerSecond.orElse(0), maxEvents);
        this.time = time;
    }

    /** Spends a request's events; where the caller has not that many left, none, and how long to wait: whole seconds. */
    Optional<Duration> spend(Caller caller, int events) {
        if (eventsPerSecond.isEmpty() || events == 0) {
            return Optional.empty();
        }
        ConsumptionProbe probe = buckets.computeIfAbsent(caller.id(), id -> bucket())
                .tryConsumeAndReturnRemaining(Math.min(events, burst));
        return probe.isConsumed() ? Optional.empty() : Optional.of(roundedUp(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(eventsPerSecond.get(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }

    private static Duration roundedUp(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Duration.ofSeconds((nanos + second - 1) / second);
    }

    @Override
    public String toString() {
        return eventsPerSecond.map(limit -> limit + " events a second").orElse("any number of events");
    }
}
