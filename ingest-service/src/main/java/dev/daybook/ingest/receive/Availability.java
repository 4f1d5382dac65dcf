package dev.daybook.ingest.receive;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether Kafka takes events, as its acknowledgements, failures and probes say; a state machine without I/O. An outage begins
 * with a failed send, with {@link #STALL} of silence while sends wait, or with two failed probes in a row while nothing was
 * acknowledged; after a failure it ends only by a probe that started later, so that acknowledgements of other partitions don't
 * make it flap. Thread-safe.
 */
final class Availability {
    /** How long Kafka may leave sends waiting without acknowledging any before new requests are turned away. */
    static final Duration STALL = Duration.ofSeconds(3);
    /** From a failure to the first probe. */
    static final Duration FIRST_PROBE = Duration.ofMillis(500);
    /** The wait between probes doubles up to this while each recovery is followed by a failure instead of an acknowledgement. */
    static final Duration LONGEST_PROBE_WAIT = Duration.ofSeconds(8);
    /** Without an acknowledgement for this long a probe says whether Kafka is still there. */
    static final Duration WATCH = Duration.ofSeconds(2);

    private static final int PROBE_FAILURES = 2;

    private final LongSupplier nanoTime;
    /** Why nothing can be appended; null while events are taken. */
    private String outage;

    private int inFlight;
    /** When something was last acknowledged, or began to wait, or was let in again. */
    private long progressAt;

    private long openedAt;
    private long outageSince;
    private long probedAt;
    private int failedProbes;
    private Duration probeWait = FIRST_PROBE;
    private boolean acknowledgedSinceOpen = true;

    Availability(LongSupplier nanoTime, String notStarted) {
        this.nanoTime = nanoTime;
        this.outage = notStarted;
        long now = nanoTime.getAsLong();
        progressAt = now;
        openedAt = now;
        outageSince = now;
        probedAt = now - LONGEST_PROBE_WAIT.toNanos(); // the first probe is due at once
    }

    /** Why events are not taken, or empty where they are. */
    synchronized Optional<String> outage() {
        if (outage != null) {
            return Optional.of(outage);
        }
        return isStalled()
                ? Optional.of("Kafka has acknowledged nothing for " + STALL.toSeconds() + " s")
                : Optional.empty();
    }

    private boolean isStalled() {
        return inFlight > 0 && nanoTime.getAsLong() - progressAt > STALL.toNanos();
    }

    /** Records begin to wait for their acknowledgement; the time is what {@link #failed} is told later. */
    synchronized long sending(int records) {
        long now = nanoTime.getAsLong();
        if (inFlight == 0) {
            progressAt = now;
        }
        inFlight += records;
        return now;
    }

    synchronized void acknowledged() {
        inFlight--;
        progressAt = nanoTime.getAsLong();
        failedProbes = 0;
        acknowledgedSinceOpen = true;
    }

    /** Records no longer wait, for a reason that says nothing of Kafka. */
    synchronized void withdrawn(int records) {
        inFlight -= records;
    }

    /** Kafka failed a record that was sent at that time; what was sent before the last recovery says nothing new. */
    synchronized void failed(long sentAt, String why) {
        inFlight--;
        if (outage == null && sentAt - openedAt >= 0) {
            begin(why);
        }
    }

    private void begin(String why) {
        long now = nanoTime.getAsLong();
        probeWait = acknowledgedSinceOpen ? FIRST_PROBE : doubled(probeWait);
        probedAt = now;
        outageSince = now;
        outage = why;
    }

    private static Duration doubled(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_PROBE_WAIT) > 0 ? LONGEST_PROBE_WAIT : twice;
    }

    /** Whether it is time to ask Kafka. */
    synchronized boolean wantsProbe() {
        long now = nanoTime.getAsLong();
        if (outage != null || failedProbes > 0) {
            return now - probedAt >= probeWait.toNanos();
        }
        return now - probedAt >= WATCH.toNanos() && now - progressAt >= WATCH.toNanos();
    }

    /** A probe begins; the time is what {@link #probed} is told when it ends. */
    long probing() {
        return nanoTime.getAsLong();
    }

    /**
     * Takes what a probe found.
     *
     * @param startedAt when it began to ask
     * @param problem why events could not be appended, or empty where all is well
     */
    synchronized void probed(long startedAt, Optional<String> problem) {
        probedAt = nanoTime.getAsLong();
        if (problem.isEmpty()) {
            failedProbes = 0;
            if (outage != null && startedAt - outageSince >= 0) {
                letIn();
            }
        } else if (outage != null) {
            outage = problem.get();
        } else if (progressAt - startedAt < 0 && ++failedProbes >= PROBE_FAILURES) {
            begin(problem.get());
        }
    }

    private void letIn() {
        outage = null;
        openedAt = probedAt;
        progressAt = probedAt;
        acknowledgedSinceOpen = false;
    }

    /** Records that wait for their acknowledgement. */
    synchronized int inFlight() {
        return inFlight;
    }
}
