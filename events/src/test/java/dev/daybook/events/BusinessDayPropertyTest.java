package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link BusinessDay}'s two questions agree, on every day of a year in each of the zones, whatever their clocks do. */
class BusinessDayPropertyTest {
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final List<LocalTime> STARTS = List.of(
            LocalTime.MIDNIGHT,
            LocalTime.of(0, 30),
            LocalTime.of(1, 30),
            LocalTime.of(2, 30),
            LocalTime.of(4, 0),
            LocalTime.of(5, 0),
            LocalTime.of(12, 0),
            LocalTime.of(23, 30));

    private static final List<String> ZONES = List.of(
            "UTC",
            "Africa/Cairo",
            "Africa/Casablanca",
            "Africa/Johannesburg",
            "Africa/Juba",
            "Africa/Lagos",
            "Africa/Monrovia",
            "America/Anchorage",
            "America/Argentina/Buenos_Aires",
            "America/Asuncion",
            "America/Bogota",
            "America/Caracas",
            "America/Chicago",
            "America/Godthab",
            "America/Havana",
            "America/Los_Angeles",
            "America/Mexico_City",
            "America/New_York",
            "America/Santiago",
            "America/Sao_Paulo",
            "America/Scoresbysund",
            "America/St_Johns",
            "America/Toronto",
            "Antarctica/Troll",
            "Asia/Amman",
            "Asia/Beirut",
            "Asia/Damascus",
            "Asia/Dhaka",
            "Asia/Dubai",
            "Asia/Gaza",
            "Asia/Jerusalem",
            "Asia/Kathmandu",
            "Asia/Kolkata",
            "Asia/Pyongyang",
            "Asia/Shanghai",
            "Asia/Singapore",
            "Asia/Tehran",
            "Asia/Tokyo",
            "Atlantic/Azores",
            "Australia/Adelaide",
            "Australia/Eucla",
            "Australia/Lord_Howe",
            "Australia/Sydney",
            "Europe/Berlin",
            "Europe/Dublin",
            "Europe/Istanbul",
            "Europe/London",
            "Europe/Moscow",
            "Pacific/Apia",
            "Pacific/Auckland",
            "Pacific/Chatham",
            "Pacific/Easter",
            "Pacific/Fakaofo",
            "Pacific/Kiritimati",
            "Pacific/Kwajalein",
            "Pacific/Tongatapu");

    /** One zone's year with one start of the day. */
    private record Year(ZoneId zone, LocalTime start, int number) {
        LocalDate dateOf(Instant instant) {
            return BusinessDay.of(instant, zone, start).date();
        }

        Instant endOf(LocalDate date) {
            return BusinessDay.endOf(date, zone, start);
        }

        Duration lengthOf(LocalDate date) {
            return BusinessDay.lengthOf(date, zone, start);
        }

        /** A date around which no clock is changed, from that one on. */
        LocalDate quietFrom(LocalDate date) {
            LocalDate at = date;
            while (changesNear(at)) {
                at = at.plusDays(1);
            }
            return at;
        }

        private boolean changesNear(LocalDate date) {
            Instant before = date.minusDays(3).atStartOfDay().toInstant(ZoneOffset.UTC);
            ZoneOffsetTransition next = zone.getRules().nextTransition(before);
            return next != null && next.getInstant().isBefore(before.plus(Duration.ofDays(6)));
        }

        @Override
        public String toString() {
            return zone + " in " + number + ", days from " + start;
        }
    }

    @Test
    void everyInstantHasOneDate_andEachDateEndsBehindItsLastInstant_inEveryZoneOfAYear() {
        assertThat(ZONES).hasSizeGreaterThanOrEqualTo(40);
        RandomCases.forAll(4, random -> {
            for (String zone : ZONES) {
                check(new Year(ZoneId.of(zone), RandomCases.oneOf(random, STARTS), 1990 + random.nextInt(48)), random);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific/Apia, 2011",
        "Pacific/Fakaofo, 2011",
        "Pacific/Kwajalein, 1993",
        "Pacific/Kiritimati, 1994",
        "America/Sao_Paulo, 2018",
        "America/Asuncion, 2022",
        "America/Havana, 2026",
        "Asia/Beirut, 2026",
        "Africa/Cairo, 2026",
        "Asia/Amman, 2021",
        "Australia/Lord_Howe, 2026",
        "Antarctica/Troll, 2026",
        "America/Caracas, 2016",
        "Asia/Pyongyang, 2018",
    })
    void holdsInTheStrangestYears_whateverTheDayStartsAt(ZoneId zone, int year) {
        for (LocalTime start : STARTS) {
            check(new Year(zone, start, year), new Random(year));
        }
    }

    private static void check(Year year, Random random) {
        LocalDate first = year.quietFrom(LocalDate.of(year.number(), 1, 1));
        LocalDate last = year.quietFrom(first.plusDays(365));
        Duration sum = Duration.ZERO;
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            checkDate(year, date, random);
            sum = sum.plus(year.lengthOf(date));
        }
        assertThat(sum)
                .as("the hours of all dates of %s add up", year)
                .isEqualTo(Duration.between(year.endOf(first.minusDays(1)), year.endOf(last)));
    }

    private static void checkDate(Year year, LocalDate date, Random random) {
        Instant end = year.endOf(date);
        assertThat(year.dateOf(end)).as("at the end of %s, %s", date, year).isAfter(date);
        assertThat(year.dateOf(end.minus(MOMENT)))
                .as("just before the end of %s, %s", date, year)
                .isBeforeOrEqualTo(date);
        assertThat(end).as("%s, %s", date, year).isAfterOrEqualTo(year.endOf(date.minusDays(1)));
        ZoneOffsetTransition change = year.zone().getRules().nextTransition(end);
        if (change != null) {
            assertThat(year.dateOf(change.getInstant()))
                    .as("after a change of the clock behind %s, %s", date, year)
                    .isAfter(date);
        }
        Instant any = end.plusSeconds(random.nextInt(200_000)).minusSeconds(100_000);
        assertThat(any.isBefore(year.endOf(year.dateOf(any))))
                .as("%s is before the end of its own date, %s", any, year)
                .isTrue();
        assertThat(!any.isBefore(end) && !year.dateOf(any).isAfter(date))
                .as("%s is dated to %s behind its end, %s", any, date, year)
                .isFalse();
        compareWithTheClock(year, date);
    }

    /** Where the clock shows both the date's start and its end once, java.time tells the hours between. */
    private static void compareWithTheClock(Year year, LocalDate date) {
        LocalDateTime from = date.atTime(year.start());
        LocalDateTime to = from.plusDays(1);
        var rules = year.zone().getRules();
        if (rules.getValidOffsets(from).size() == 1 && rules.getValidOffsets(to).size() == 1) {
            assertThat(year.lengthOf(date))
                    .as("%s, %s", date, year)
                    .isEqualTo(Duration.between(from.atZone(year.zone()), to.atZone(year.zone())));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-08, America/Toronto, 00:00, PT23H",
        "2026-11-01, America/Toronto, 00:00, PT25H",
        // From 04:00 on the change belongs to the date before.
        "2026-03-07, America/Toronto, 04:00, PT23H",
        "2026-03-08, America/Toronto, 04:00, PT24H",
        "2026-10-31, America/Toronto, 04:00, PT25H",
        "2026-11-01, America/Toronto, 04:00, PT24H",
        "2026-10-04, Australia/Lord_Howe, 00:00, PT23H30M",
        "2026-04-05, Australia/Lord_Howe, 00:00, PT24H30M",
        // No midnight: the date begins at 01:00.
        "2018-11-04, America/Sao_Paulo, 00:00, PT23H",
        "2018-02-17, America/Sao_Paulo, 00:00, PT25H",
        "2026-03-29, Asia/Beirut, 00:00, PT23H",
        "2026-04-24, Africa/Cairo, 00:00, PT23H",
        "2026-10-29, Africa/Cairo, 00:00, PT25H",
        "2026-03-08, America/Havana, 00:00, PT23H",
        // Samoa had no 30 December; with a day from 04:00 it had the four hours of it that lie on the 31st.
        "2011-12-30, Pacific/Apia, 00:00, PT0S",
        "2011-12-29, Pacific/Apia, 04:00, PT20H",
        "2011-12-30, Pacific/Apia, 04:00, PT4H",
        // 02:00 becomes 01:00: half an hour of the date before comes back, and the new date begins twice.
        "2026-10-24, Europe/London, 01:30, PT24H30M",
        "2026-10-25, Europe/London, 01:30, PT24H30M",
        "2018-05-04, Asia/Pyongyang, 00:00, PT23H30M",
        "2026-07-01, Asia/Kolkata, 04:00, PT24H",
    })
    void datesLastAsLongAsTheirClockSays(LocalDate date, ZoneId zone, LocalTime start, Duration length) {
        assertThat(BusinessDay.lengthOf(date, zone, start)).isEqualTo(length);
    }
}
