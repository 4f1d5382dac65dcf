package dev.daybook.report.publish;

import java.time.Duration;

/**
 * How long to wait before a publication that SNS did not take is tried again: twice as long each time, up to a longest, and no
 * more after the last attempt.
 */
public record RetryBackoff(Duration first, Duration longest, int maxAttempts) {

    /** Some seven hours in all, which outlasts most outages; after that only another run of the day tries again. */
    public static final RetryBackoff DEFAULT = new RetryBackoff(Duration.ofMinutes(1), Duration.ofHours(1), 13);

    /** The wait behind the attempt of that number, from 1; null behind the last. */
    Duration after(int attempt) {
        if (attempt >= maxAttempts) {
            return null;
        }
        int doublings = Math.min(attempt - 1, 30);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
