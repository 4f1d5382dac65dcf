package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessDayTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-20T08:31:07.9Z, UTC, 00:00, 2026-11-20, 2026-11-20T08:31:07",
        "2026-11-20T02:00:00Z, UTC, 04:00, 2026-11-19, 2026-11-20T02:00:00",
        "2026-11-20T03:59:59.999999999Z, UTC, 04:00, 2026-11-19, 2026-11-20T03:59:59",
        "2026-11-20T04:00:00Z, UTC, 04:00, 2026-11-20, 2026-11-20T04:00:00",
        "2026-01-01T00:30:00Z, Europe/London, 23:59:59, 2025-12-31, 2026-01-01T00:30:00",
        // Toronto, spring: 02:00 EST becomes 03:00 EDT on 8 March 2026
        "2026-03-08T06:59:59Z, America/Toronto, 00:00, 2026-03-08, 2026-03-08T01:59:59",
        "2026-03-08T07:00:00Z, America/Toronto, 00:00, 2026-03-08, 2026-03-08T03:00:00",
        "2026-03-08T07:59:59Z, America/Toronto, 04:00, 2026-03-07, 2026-03-08T03:59:59",
        "2026-03-08T08:00:00Z, America/Toronto, 04:00, 2026-03-08, 2026-03-08T04:00:00",
        // Toronto, autumn: 02:00 EDT becomes 01:00 EST on 1 November 2026; the same wall clock twice
        "2026-11-01T05:30:00Z, America/Toronto, 04:00, 2026-10-31, 2026-11-01T01:30:00",
        "2026-11-01T06:30:00Z, America/Toronto, 04:00, 2026-10-31, 2026-11-01T01:30:00",
        "2026-11-01T08:59:59Z, America/Toronto, 04:00, 2026-10-31, 2026-11-01T03:59:59",
        "2026-11-01T09:00:00Z, America/Toronto, 04:00, 2026-11-01, 2026-11-01T04:00:00",
        "2026-10-25T00:30:00Z, Europe/London, 00:00, 2026-10-25, 2026-10-25T01:30:00",
        "2026-10-25T01:30:00Z, Europe/London, 00:00, 2026-10-25, 2026-10-25T01:30:00",
        // Havana has no midnight on 8 March 2026: 00:00 becomes 01:00
        "2026-03-08T04:59:59Z, America/Havana, 00:00, 2026-03-07, 2026-03-07T23:59:59",
        "2026-03-08T05:00:00Z, America/Havana, 00:00, 2026-03-08, 2026-03-08T01:00:00",
    })
    void anInstantBelongsToTheDateOfTheWallClockMinusTheDayStart(
            Instant instant, ZoneId zone, LocalTime dayStartsAt, LocalDate date, LocalDateTime localTime) {
        assertThat(BusinessDay.of(instant, zone, dayStartsAt)).isEqualTo(new BusinessDay(date, localTime));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20, UTC, 00:00, 2026-11-21T00:00:00Z",
        "2026-11-20, UTC, 04:00, 2026-11-21T04:00:00Z",
        "2026-03-08, America/Toronto, 00:00, 2026-03-09T04:00:00Z", // 23 hours
        "2026-11-01, America/Toronto, 00:00, 2026-11-02T05:00:00Z", // 25 hours
        "2026-03-07, America/Toronto, 02:30, 2026-03-08T07:00:00Z", // the clock never shows 02:30
        "2026-10-31, America/Toronto, 01:00, 2026-11-01T05:00:00Z", // shown twice, but never before 01:00 again
        "2026-10-31, America/Toronto, 01:30, 2026-11-01T06:30:00Z", // back to 01:00, on the old date until 01:30 again
        "2026-10-31, America/Toronto, 02:00, 2026-11-01T07:00:00Z",
        "2026-03-07, America/Havana, 00:00, 2026-03-08T05:00:00Z", // no midnight
        "2026-10-31, America/Havana, 00:00, 2026-11-01T04:00:00Z", // midnight twice, no way back
        "2022-10-29, Asia/Beirut, 00:00, 2022-10-29T22:00:00Z", // 00:00 becomes 23:00: the old date again
        "2011-12-29, Pacific/Apia, 00:00, 2011-12-30T10:00:00Z", // Samoa had no 30 December
        "2011-12-30, Pacific/Apia, 00:00, 2011-12-30T10:00:00Z",
    })
    void aDateEndsWhenNothingCanBelongToItAnyMore(LocalDate date, ZoneId zone, LocalTime dayStartsAt, Instant end) {
        assertThat(BusinessDay.endOf(date, zone, dayStartsAt)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-08, 23", "2026-11-01, 25", "2026-07-01, 24"})
    void daysLastAsLongAsTheClockSays(LocalDate date, long hours) {
        ZoneId toronto = ZoneId.of("America/Toronto");
        LocalTime start = LocalTime.MIDNIGHT;
        Instant before = BusinessDay.endOf(date.minusDays(1), toronto, start);
        assertThat(Duration.between(before, BusinessDay.endOf(date, toronto, start)))
                .isEqualTo(Duration.ofHours(hours));
    }

    /**
     * Compares with every quarter of an hour of the years; no zone changed off the quarters since 2012. A date's end is
     * the first instant after the last one that belongs to it or an earlier date.
     */
    @Test
    void noDateEndsEarlierOrLaterThanItsLastInstant_inAnyZoneOfAYearWithChanges() {
        LocalTime[] starts = {LocalTime.MIDNIGHT, LocalTime.of(0, 30), LocalTime.of(2, 30), LocalTime.of(4, 0)};
        for (String zone : new String[] {
            "America/Toronto",
            "Europe/London",
            "America/Havana",
            "Asia/Beirut",
            "Africa/Cairo",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "America/St_Johns",
            "Pacific/Chatham",
            "Asia/Gaza",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Atlantic/Azores",
            "America/Scoresbysund",
            "Asia/Kathmandu"
        }) {
            for (LocalTime start : starts) {
                for (int year : new int[] {2012, 2014, 2018, 2022, 2026}) {
                    assertEndsOf(ZoneId.of(zone), start, year);
                }
            }
        }
    }

    private static void assertEndsOf(ZoneId zone, LocalTime start, int year) {
        Duration step = Duration.ofMinutes(15);
        Instant first = Instant.parse(year + "-01-01T00:00:00Z");
        Instant last = first.plus(Duration.ofDays(365));
        Map<LocalDate, Instant> afterLastOf = new HashMap<>();
        for (Instant at = first; at.isBefore(last); at = at.plus(step)) {
            afterLastOf.put(BusinessDay.of(at, zone, start).date(), at.plus(step));
        }
        TreeMap<LocalDate, Instant> ends = new TreeMap<>(afterLastOf);
        ends.pollLastEntry(); // cut short by the end of the scan
        ends.forEach((date, end) -> assertThat(BusinessDay.endOf(date, zone, start))
                .as("%s in %s from %s", date, zone, start)
                .isEqualTo(end));
    }
}
