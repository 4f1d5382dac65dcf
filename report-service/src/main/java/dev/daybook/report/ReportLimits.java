package dev.daybook.report;

import dev.daybook.report.publish.RetryBackoff;
import dev.daybook.report.source.Patience;
import java.time.Duration;

/**
 * How long the service waits, and how often it looks.
 *
 * @param patience with processor and archive, before a run is held
 * @param publishTimeout of one call to SNS
 * @param abandonedAfter when a publisher that noted no outcome must be dead, by the database's clock; longer than its time-out
 * @param backoff between attempts to publish what SNS did not take
 * @param runLease how long a process has a run to itself; longer than all its waits together
 * @param deadline how old a run has to be to report figures that are not whole
 * @param sweepInterval between looks for what was missed, held or left
 * @param databaseStart how long the start waits for the database
 */
public record ReportLimits(
        Patience patience,
        Duration publishTimeout,
        Duration abandonedAfter,
        RetryBackoff backoff,
        Duration runLease,
        Duration deadline,
        Duration sweepInterval,
        Duration databaseStart) {

    public static final ReportLimits DEFAULT = new ReportLimits(
            new Patience(Duration.ofSeconds(45), Duration.ofMillis(250)),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            RetryBackoff.DEFAULT,
            Duration.ofMinutes(5),
            Duration.ofHours(2),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30));

    public ReportLimits {
        if (abandonedAfter.compareTo(publishTimeout) <= 0) {
            throw new IllegalArgumentException("a publisher is dead only after its time-out has passed");
        }
        if (runLease.compareTo(patience.limit().plus(publishTimeout)) <= 0) {
            throw new IllegalArgumentException("a run's lease is longer than what the run waits for");
        }
    }
}
