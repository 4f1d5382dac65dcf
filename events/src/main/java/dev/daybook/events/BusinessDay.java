package dev.daybook.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The day that a store's books put an instant on: the local date of the wall clock minus the time at which the store's day
 * starts, so that with a 04:00 start 02:00 belongs to the day before. Days last 23, 24 or 25 hours; the subtraction is on the
 * wall clock, never on the instant.
 *
 * @param date the business date
 * @param localTime the wall clock in the store's zone, to the second
 */
public record BusinessDay(LocalDate date, LocalDateTime localTime) {

    public BusinessDay {
        localTime = localTime.truncatedTo(ChronoUnit.SECONDS);
    }

    public static BusinessDay of(Instant instant, ZoneId zone, LocalTime dayStartsAt) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        return new BusinessDay(local.minusNanos(dayStartsAt.toNanoOfDay()).toLocalDate(), local);
    }

    /** The instant from which on nothing can be stamped with the date, or an earlier one, any more: the date is closed. */
    public static Instant endOf(LocalDate date, ZoneId zone, LocalTime dayStartsAt) {
        LocalDateTime nextStart = date.plusDays(1).atTime(dayStartsAt);
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.getTransition(nextStart);
        if (change == null) {
            return nextStart.toInstant(rules.getOffset(nextStart));
        }
        if (change.isGap()) {
            return change.getInstant(); // the clock jumps over the start, and is past it at once
        }
        // The clock shows the start twice. Where it is turned back to before the start, the date goes on until the
        // second time.
        return nextStart.equals(change.getDateTimeAfter())
                ? nextStart.toInstant(change.getOffsetBefore())
                : nextStart.toInstant(change.getOffsetAfter());
    }
}
