package dev.daybook.report;

import dev.daybook.report.publish.RetryBackoff;
import dev.daybook.report.source.Patience;
import dev.daybook.service.objects.ObjectStore;
import java.time.Duration;

/**
 * How long the service waits, and how often it looks.
 *
 * @param patience with processor and archive, before a run is held
 * @param s3 of one call to S3; a run makes some twenty, one after the other, behind those that count in the archive
 * @param publishTimeout of one call to SNS
 * @param abandonedAfter when a publisher that noted no outcome must be dead, by the database's clock; longer than its time-out
 * @param backoff between attempts to publish what SNS did not take
 * @param runLease after how long without a sign of life another process goes on with a run; renewed while it is worked on
 * @param runLimit how long a process keeps a run to itself at most; longer than the run waits for processor, archive and SNS. One
 *     that S3 or the ledger keeps waiting longer still may be gone on with by another process too, and comes to the same
 * @param deadline how old a run has to be to report figures that are not whole
 * @param sweepInterval between looks for what was missed, held or left
 * @param revisionDelay from the first notice that a reported day changed to the run that looks at it, by the database's clock
 * @param databaseStart how long the start waits for the database
 */
public record ReportLimits(
        Patience patience,
        ObjectStore.Timeouts s3,
        Duration publishTimeout,
        Duration abandonedAfter,
        RetryBackoff backoff,
        Duration runLease,
        Duration runLimit,
        Duration deadline,
        Duration sweepInterval,
        Duration revisionDelay,
        Duration databaseStart) {

    public static final ReportLimits DEFAULT = new ReportLimits(
            new Patience(Duration.ofSeconds(45), Duration.ofMillis(250)),
            ObjectStore.Timeouts.DEFAULT,
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            RetryBackoff.DEFAULT,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofHours(2),
            Duration.ofMinutes(2),
            Duration.ofMinutes(15),
            Duration.ofSeconds(30));

    public ReportLimits {
        if (abandonedAfter.compareTo(publishTimeout) <= 0) {
            throw new IllegalArgumentException("a publisher is dead only after its time-out has passed");
        }
        if (runLimit.compareTo(patience.limit().plus(publishTimeout)) <= 0) {
            throw new IllegalArgumentException("a run's limit is longer than what the run waits for");
        }
    }
}
