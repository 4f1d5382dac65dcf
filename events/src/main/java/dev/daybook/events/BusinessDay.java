package dev.daybook.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The day that a store's books put an instant on: the local date of the wall clock minus the time at which the store's day
 * starts, so that with a 04:00 start 02:00 belongs to the day before. Days last 23, 24 or 25 hours; the subtraction is on the
 * wall clock, never on the instant.
 *
 * @param date the business date
 * @param localTime the wall clock in the store's zone
 */
public record BusinessDay(LocalDate date, LocalDateTime localTime) {

    public static BusinessDay of(Instant instant, ZoneId zone, LocalTime dayStartsAt) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        return new BusinessDay(local.minusNanos(dayStartsAt.toNanoOfDay()).toLocalDate(), local);
    }

    /** The first instant that no longer belongs to the date in that zone: the date is closed from then on. */
    public static Instant endOf(LocalDate date, ZoneId zone, LocalTime dayStartsAt) {
        LocalDateTime start = date.plusDays(1).atTime(dayStartsAt);
        // Wall clocks that are turned back pass the start twice; the day has ended for good only after the second time.
        var offsets = zone.getRules().getValidOffsets(start);
        return offsets.isEmpty() ? start.atZone(zone).toInstant() : start.toInstant(offsets.get(offsets.size() - 1));
    }
}
