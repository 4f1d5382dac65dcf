package dev.daybook.report.daily;

import dev.daybook.events.BusinessDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;

/**
 * When the stores' days begin and end.
 *
 * @param zone the stores' time zone
 * @param dayStartsAt on the stores' wall clocks
 */
public record BusinessCalendar(ZoneId zone, LocalTime dayStartsAt) {

    public LocalDate dateOf(Instant instant) {
        return BusinessDay.of(instant, zone, dayStartsAt).date();
    }

    /** Whether the date had ended at that instant; from then on it is closed. */
    public boolean hasEnded(LocalDate date, Instant at) {
        return !at.isBefore(BusinessDay.endOf(date, zone, dayStartsAt));
    }

    /** The version of the IANA data that says when days end, such as {@code 2026a}; it differs between Java releases. */
    public static String timeZoneDataVersion() {
        return ZoneRulesProvider.getVersions("UTC").lastKey();
    }
}
