package dev.daybook.report.source;

import dev.daybook.events.BusinessDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;

/**
 * One business date of the shop as a range of its database: every instant of the date lies within {@link #start} (inclusive) and
 * {@link #end} (exclusive), which are 23, 24 or 25 hours apart. Where the clock shows the start of the day twice, instants of the
 * next or the last date lie within them too; {@link #includes} tells them apart.
 */
record ShopDay(LocalDate date, ZoneId zone, LocalTime startsAt) {
    /** As MariaDB reads times in comparisons; to the microsecond, its finest. */
    private static final DateTimeFormatter SQL_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    /** The first instant of the date. */
    Instant start() {
        LocalDateTime local = date.atTime(startsAt);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    /** The first instant after the last one of the date. */
    Instant end() {
        return BusinessDay.endOf(date, zone, startsAt);
    }

    boolean includes(Instant placedAt) {
        return BusinessDay.of(placedAt, zone, startsAt).date().equals(date);
    }

    /** What stands for a parameter of the shop's queries. */
    String value(ShopQuery.Parameter parameter) {
        return switch (parameter) {
            case DAY_START -> SQL_TIME.format(LocalDateTime.ofInstant(start(), ZoneOffset.UTC));
            case DAY_END -> SQL_TIME.format(LocalDateTime.ofInstant(end(), ZoneOffset.UTC));
            case LOCAL_DAY_START -> SQL_TIME.format(date.atTime(startsAt));
            case LOCAL_DAY_END -> SQL_TIME.format(date.plusDays(1).atTime(startsAt));
            case BUSINESS_DATE -> date.toString();
        };
    }
}
