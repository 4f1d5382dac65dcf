package dev.daybook.events;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

    /** How long the date lasts: 24 hours but where the zone's clock is changed in it; 0 for a date that the zone skipped. */
    public static Duration lengthOf(LocalDate date, ZoneId zone, LocalTime dayStartsAt) {
        return lengthOf(date, zone, dayStartsAt, Instant.MIN, Instant.MAX);
    }

    /**
     * How much of the date lies between two instants. What is counted is every instant of the date itself: where the clock is
     * turned back over the start of a day, the date before it has a second, separate stretch.
     */
    public static Duration lengthOf(
            LocalDate date, ZoneId zone, LocalTime dayStartsAt, Instant notBefore, Instant before) {
        LocalDateTime start = date.atTime(dayStartsAt);
        LocalDateTime end = start.plusDays(1);
        // No offset is further than 18 hours from UTC, so the whole date lies between these two.
        Instant last = end.toInstant(ZoneOffset.MIN);
        Instant at = start.toInstant(ZoneOffset.MAX);
        Duration length = Duration.ZERO;
        while (at.isBefore(last)) {
            ZoneOffset offset = zone.getRules().getOffset(at);
            ZoneOffsetTransition next = zone.getRules().nextTransition(at);
            Instant until = next == null ? last : earlier(next.getInstant(), last);
            Instant from = later(later(at, start.toInstant(offset)), notBefore);
            Instant to = earlier(earlier(until, end.toInstant(offset)), before);
            length = from.isBefore(to) ? length.plus(Duration.between(from, to)) : length;
            at = until;
        }
        return length;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
