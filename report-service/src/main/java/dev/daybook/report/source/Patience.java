package dev.daybook.report.source;

import java.time.Duration;

/**
 * How long a reading waits for the processor before the report is held.
 *
 * @param limit of the whole reading
 * @param interval between two looks
 */
public record Patience(Duration limit, Duration interval) {

    public Patience {
        if (limit.isNegative() || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("a wait has a limit of 0 or more and an interval of more than 0");
        }
    }
}
