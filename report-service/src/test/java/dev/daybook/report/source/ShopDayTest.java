package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.BusinessDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopDayTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-20, UTC, 00:00, 2026-11-20 00:00:00.000000, 2026-11-21 00:00:00.000000",
        "2026-11-20, UTC, 04:00, 2026-11-20 04:00:00.000000, 2026-11-21 04:00:00.000000",
        "2026-03-08, America/Toronto, 00:00, 2026-03-08 05:00:00.000000, 2026-03-09 04:00:00.000000", // 23 hours
        "2026-11-01, America/Toronto, 00:00, 2026-11-01 04:00:00.000000, 2026-11-02 05:00:00.000000", // 25 hours
        "2026-03-08, America/Toronto, 02:30, 2026-03-08 07:00:00.000000, 2026-03-09 06:30:00.000000", // no 02:30
        "2026-11-01, America/Toronto, 01:30, 2026-11-01 05:30:00.000000, 2026-11-02 06:30:00.000000", // 01:30 twice
        "2026-10-31, America/Toronto, 01:30, 2026-10-31 05:30:00.000000, 2026-11-01 06:30:00.000000",
        "2026-03-08, America/Havana, 00:00, 2026-03-08 05:00:00.000000, 2026-03-09 04:00:00.000000", // no midnight
        "2022-10-29, Asia/Beirut, 00:00, 2022-10-28 21:00:00.000000, 2022-10-29 22:00:00.000000",
        "2022-10-30, Asia/Beirut, 00:00, 2022-10-29 22:00:00.000000, 2022-10-30 22:00:00.000000",
        "2011-12-30, Pacific/Apia, 00:00, 2011-12-30 10:00:00.000000, 2011-12-30 10:00:00.000000", // no such date
    })
    void reachesFromTheFirstInstantOfTheDateToItsEnd(
            LocalDate date, ZoneId zone, LocalTime start, String from, String to) {
        ShopDay day = new ShopDay(date, zone, start);
        assertThat(day.value(ShopQuery.Parameter.DAY_START)).isEqualTo(from);
        assertThat(day.value(ShopQuery.Parameter.DAY_END)).isEqualTo(to);
    }

    @Test
    void knowsItsDateAndItsWallClock() {
        ShopDay day = new ShopDay(LocalDate.of(2026, 11, 1), ZoneId.of("America/Toronto"), LocalTime.of(4, 0));
        assertThat(day.value(ShopQuery.Parameter.BUSINESS_DATE)).isEqualTo("2026-11-01");
        assertThat(day.value(ShopQuery.Parameter.LOCAL_DAY_START)).isEqualTo("2026-11-01 04:00:00.000000");
        assertThat(day.value(ShopQuery.Parameter.LOCAL_DAY_END)).isEqualTo("2026-11-02 04:00:00.000000");
    }

    /** Every quarter of an hour of the year is in the range of its own date, and is told apart there from the next date's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "America/Toronto",
                "Europe/London",
                "America/Havana",
                "Asia/Beirut",
                "Africa/Cairo",
                "Australia/Lord_Howe",
                "Pacific/Chatham",
                "Pacific/Apia",
                "Asia/Kathmandu"
            })
    void findsEachInstantOnItsOwnDateAndNoOther(String zone) {
        for (LocalTime start :
                List.of(LocalTime.MIDNIGHT, LocalTime.of(1, 30), LocalTime.of(2, 30), LocalTime.of(4, 0))) {
            for (int year : new int[] {2011, 2022, 2026}) {
                assertEachInstantIsOnItsDate(ZoneId.of(zone), start, year);
            }
        }
    }

    private static void assertEachInstantIsOnItsDate(ZoneId zone, LocalTime start, int year) {
        Map<LocalDate, ShopDay> days = new HashMap<>();
        Instant end = Instant.parse((year + 1) + "-01-01T12:00:00Z");
        for (Instant at = Instant.parse(year + "-01-01T00:00:00Z");
                at.isBefore(end);
                at = at.plus(Duration.ofMinutes(15))) {
            LocalDate date = BusinessDay.of(at, zone, start).date();
            for (long away = -1; away <= 1; away++) {
                ShopDay day = days.computeIfAbsent(date.plusDays(away), each -> new ShopDay(each, zone, start));
                boolean found = !at.isBefore(day.start()) && at.isBefore(day.end()) && day.includes(at);
                assertThat(found)
                        .as("%s on %s in %s from %s", at, day.date(), zone, start)
                        .isEqualTo(away == 0);
            }
        }
    }
}
