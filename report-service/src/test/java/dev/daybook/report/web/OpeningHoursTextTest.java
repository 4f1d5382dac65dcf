package dev.daybook.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.OpeningHours.Opening;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpeningHoursTextTest {
    private static final List<Opening> DAY = List.of(opening("08:00", "18:00"));
    private static final List<Opening> NIGHT = List.of(opening("18:00", "02:00"));

    @Test
    void putsDaysTogether_thatFollowEachOtherWithTheSameHours() {
        Map<DayOfWeek, List<Opening>> week = new EnumMap<>(DayOfWeek.class);
        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.THURSDAY).forEach(day -> week.put(day, DAY));
        week.put(DayOfWeek.FRIDAY, NIGHT);
        week.put(DayOfWeek.SUNDAY, List.of(opening("09:00", "12:00"), opening("13:00", "17:00")));
        assertThat(OpeningHoursText.of(new OpeningHours(week)))
                .isEqualTo("Mon–Thu 08:00–18:00; Fri 18:00–02:00; Sun 09:00–12:00, 13:00–17:00");
    }

    @Test
    void keepsDaysApart_betweenWhichTheStoreIsClosed() {
        assertThat(OpeningHoursText.of(new OpeningHours(Map.of(DayOfWeek.MONDAY, DAY, DayOfWeek.WEDNESDAY, DAY))))
                .isEqualTo("Mon 08:00–18:00; Wed 08:00–18:00");
    }

    @Test
    void saysDaily_whenEveryDayIsTheSame() {
        Map<DayOfWeek, List<Opening>> week = new EnumMap<>(DayOfWeek.class);
        EnumSet.allOf(DayOfWeek.class).forEach(day -> week.put(day, DAY));
        assertThat(OpeningHoursText.of(new OpeningHours(week))).isEqualTo("daily 08:00–18:00");
    }

    private static Opening opening(String opens, String closes) {
        return new Opening(LocalTime.parse(opens), LocalTime.parse(closes));
    }
}
