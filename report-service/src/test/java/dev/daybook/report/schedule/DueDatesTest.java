package dev.daybook.report.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.BusinessCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueDatesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final FireTimes WORKDAYS_AND_SATURDAY = new FireTimes("0 0 16 ? * MON-SAT", UTC);

    private static DueDates due(ReportDay day, String zone, String dayStartsAt, int catchUpDays) {
        return new DueDates(new BusinessCalendar(ZoneId.of(zone), LocalTime.parse(dayStartsAt)), day, catchUpDays);
    }

    @ParameterizedTest(name = "{0} {1} at {2}, first event {3}: {4}")
    @CsvSource({
        // Monday's run has Saturday and Sunday, as far as the installation goes back.
        "PREVIOUS, UTC,           2026-11-16T16:00:00Z, 2026-11-14, 2026-11-14 2026-11-15",
        "PREVIOUS, UTC,           2026-11-16T16:00:00Z, 2026-11-16, ''",
        "PREVIOUS, UTC,           2026-11-16T16:00:00Z, 2026-01-01, 2026-11-13 2026-11-14 2026-11-15",
        "CURRENT,  UTC,           2026-11-16T16:00:00Z, 2026-11-15, 2026-11-15 2026-11-16",
        "CURRENT,  UTC,           2026-11-16T16:00:00Z, 2026-11-16, 2026-11-16",
        "PREVIOUS, UTC,           2026-11-16T16:00:00Z, '',         ''",
        // At 16:00 UTC the day is over in Auckland, and not yet in Honolulu, where it is the day before.
        "PREVIOUS, Pacific/Auckland, 2026-11-16T16:00:00Z, 2026-11-16, 2026-11-16",
        "PREVIOUS, Pacific/Honolulu, 2026-11-16T09:59:59Z, 2026-11-15, ''",
        "PREVIOUS, Pacific/Honolulu, 2026-11-16T10:00:00Z, 2026-11-15, 2026-11-15",
    })
    void looksBackOverClosedDates(ReportDay day, String zone, Instant now, String firstEvent, String expected) {
        Optional<LocalDate> firstEventOn =
                firstEvent.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(firstEvent));
        List<LocalDate> dates = due(day, zone, "00:00", 3).at(now, firstEventOn, Set.of(), Set.of());
        assertThat(dates.stream().map(LocalDate::toString).toList())
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    }

    @Test
    void leavesOutWhatIsCompleteOrUnderWay() {
        assertThat(due(ReportDay.PREVIOUS, "UTC", "00:00", 3)
                        .at(
                                Instant.parse("2026-11-16T16:00:00Z"),
                                Optional.of(LocalDate.parse("2026-01-01")),
                                Set.of(LocalDate.parse("2026-11-13")),
                                Set.of(LocalDate.parse("2026-11-14"))))
                .containsExactly(LocalDate.parse("2026-11-15"));
    }

    @Test
    void waitsForTheSecondPassing_whenTheClockIsTurnedBackOverTheDaysStart() {
        // In Montreal 01:30 comes twice on 1 November 2026; a day that starts then ends with the second.
        DueDates dueDates = due(ReportDay.PREVIOUS, "America/Montreal", "01:30", 1);
        Optional<LocalDate> first = Optional.of(LocalDate.parse("2026-10-31"));
        assertThat(dueDates.at(Instant.parse("2026-11-01T05:45:00Z"), first, Set.of(), Set.of()))
                .isEmpty();
        assertThat(dueDates.at(Instant.parse("2026-11-01T06:30:00Z"), first, Set.of(), Set.of()))
                .containsExactly(LocalDate.parse("2026-10-31"));
    }

    /** A year with two downtimes and an interval of looks: every closed date within reach is asked for once, none twice. */
    @Test
    void asksForEachClosedDateOnce_overAYearWithDowntimes() {
        DueDates dueDates = due(ReportDay.PREVIOUS, "Europe/London", "04:00", 7);
        LocalDate firstEvent = LocalDate.parse("2026-01-05");
        List<LocalDate> asked = new ArrayList<>();
        Instant servedUntil = Instant.parse("2026-01-05T09:00:00Z");
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        for (Instant now = servedUntil; now.isBefore(end); now = now.plus(Duration.ofMinutes(7))) {
            if (isDown(now)) {
                continue;
            }
            Instant look = now;
            if (WORKDAYS_AND_SATURDAY
                    .after(servedUntil)
                    .filter(at -> !at.isAfter(look))
                    .isPresent()) {
                asked.addAll(dueDates.at(now, Optional.of(firstEvent), new HashSet<>(asked), Set.of()));
                servedUntil = now;
            }
        }
        // Four days of downtime are caught up; of the twelve, what is older than seven days is not mailed any more.
        List<LocalDate> expected = firstEvent
                .datesUntil(LocalDate.parse("2026-12-31"))
                .filter(date ->
                        date.isBefore(LocalDate.parse("2026-08-01")) || date.isAfter(LocalDate.parse("2026-08-05")))
                .toList();
        assertThat(asked).doesNotHaveDuplicates().containsExactlyElementsOf(expected);
    }

    private static boolean isDown(Instant now) {
        return (now.isAfter(Instant.parse("2026-04-10T15:00:00Z"))
                        && now.isBefore(Instant.parse("2026-04-14T08:00:00Z")))
                || (now.isAfter(Instant.parse("2026-08-01T17:00:00Z"))
                        && now.isBefore(Instant.parse("2026-08-13T08:00:00Z")));
    }

    /** Around every change of the clock of a year, with fire times inside the hour that is skipped and repeated. */
    @ParameterizedTest(name = "{0} in {1}, days of {2} from {3}")
    @CsvSource({
        "0 30 2 * * ?,  Europe/Berlin,     Europe/Berlin,    00:00",
        "0 0 3 * * ?,   Europe/Berlin,     Europe/Berlin,    02:30",
        "0 30 0 * * ?,  Africa/Cairo,      Africa/Cairo,     00:00",
        "0 30 1 * * ?,  America/Montreal,  Pacific/Auckland, 04:00",
        "0 45 1 * * ?,  Australia/Lord_Howe, Australia/Lord_Howe, 00:00",
    })
    void asksForEachClosedDateOnce_whereTheCronsClockSkipsAndRepeatsHours(
            String cron, String cronZone, String zone, String dayStartsAt) {
        FireTimes fireTimes = new FireTimes(cron, ZoneId.of(cronZone));
        DueDates dueDates = due(ReportDay.PREVIOUS, zone, dayStartsAt, 7);
        LocalDate firstEvent = LocalDate.parse("2026-01-05");
        List<LocalDate> asked = new ArrayList<>();
        Instant servedUntil = Instant.parse("2026-01-05T12:00:00Z");
        for (Instant now = servedUntil; now.isBefore(Instant.parse("2027-01-05T12:00:00Z")); ) {
            now = now.plus(Duration.ofMinutes(5));
            Instant look = now;
            if (fireTimes.after(servedUntil).filter(at -> !at.isAfter(look)).isPresent()) {
                List<LocalDate> due = dueDates.at(now, Optional.of(firstEvent), new HashSet<>(asked), Set.of());
                assertThat(due).as("at %s", now).hasSizeLessThanOrEqualTo(2);
                asked.addAll(due);
                servedUntil = now;
            }
        }
        assertThat(asked)
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(firstEvent
                        .datesUntil(asked.get(asked.size() - 1).plusDays(1))
                        .toList());
        assertThat(asked).last().satisfies(date -> assertThat(date).isAfterOrEqualTo(LocalDate.parse("2027-01-03")));
    }

    @Test
    void reachesBackToTheFirstEventAndNoFurtherThanItCatchesUp() {
        DueDates dueDates = due(ReportDay.PREVIOUS, "UTC", "00:00", 3);
        Instant now = Instant.parse("2026-11-16T16:00:00Z");
        LocalDate longAgo = LocalDate.parse("2026-01-01");
        assertThat(dueDates.isInReach(LocalDate.parse("2026-11-13"), now, longAgo))
                .isTrue();
        assertThat(dueDates.isInReach(LocalDate.parse("2026-11-12"), now, longAgo))
                .isFalse();
        assertThat(dueDates.isInReach(LocalDate.parse("2026-11-14"), now, LocalDate.parse("2026-11-15")))
                .isFalse();
    }

    @Test
    void firesOnWorkdaysAndSaturdays_inItsZone() {
        FireTimes montreal = new FireTimes("0 0 16 ? * MON-SAT", ZoneId.of("America/Montreal"));
        assertThat(montreal.next(Instant.parse("2026-10-30T12:00:00Z"), 5)
                        .map(Object::toString)
                        .toList())
                .containsExactly(
                        "2026-10-30T16:00-04:00[America/Montreal]",
                        "2026-10-31T16:00-04:00[America/Montreal]",
                        "2026-11-02T16:00-05:00[America/Montreal]",
                        "2026-11-03T16:00-05:00[America/Montreal]",
                        "2026-11-04T16:00-05:00[America/Montreal]");
        assertThat(montreal.next(Instant.parse("2026-10-30T12:00:00Z"), 50))
                .noneMatch(at -> at.getDayOfWeek() == DayOfWeek.SUNDAY);
    }
}
