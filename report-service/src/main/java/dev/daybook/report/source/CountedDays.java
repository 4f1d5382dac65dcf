package dev.daybook.report.source;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;

/** How many events the processor counts on each date, committed or not: a reason to look at a date, never a figure. */
public sealed interface CountedDays {

    /**
     * The first dates that have any.
     *
     * @param counted over all partitions, by date
     * @param next the date to go on with; empty where there are no more
     */
    record Known(SortedMap<LocalDate, Long> counted, Optional<LocalDate> next) implements CountedDays {}

    /** Ask again later. */
    record NotNow(String reason) implements CountedDays {}
}
