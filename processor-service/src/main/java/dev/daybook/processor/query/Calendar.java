package dev.daybook.processor.query;

import dev.daybook.events.BusinessDay;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** When a business date has ended, by the clock given. */
public record Calendar(ZoneId zone, LocalTime dayStartsAt, Clock clock) {

    boolean hasEnded(LocalDate date) {
        return !clock.instant().isBefore(BusinessDay.endOf(date, zone, dayStartsAt));
    }
}
