package dev.daybook.report.web;

import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.OpeningHours.Opening;
import java.time.DayOfWeek;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A store's usual week in a line, days with the same hours together: {@code Mon–Fri 08:00–18:00; Sat 09:00–12:00, 13:00–17:00}. */
final class OpeningHoursText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private OpeningHoursText() {}

    /** Days that follow each other and have the same hours. */
    private record Days(DayOfWeek first, DayOfWeek last, List<Opening> openings) {
        String text() {
            String days = first == last
                    ? name(first)
                    : first == DayOfWeek.MONDAY && last == DayOfWeek.SUNDAY ? "daily" : name(first) + "–" + name(last);
            return days + " "
                    + openings.stream()
                            .map(opening -> TIME.format(opening.opens()) + "–" + TIME.format(opening.closes()))
                            .collect(Collectors.joining(", "));
        }

        private static String name(DayOfWeek day) {
            return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        }
    }

    static String of(OpeningHours hours) {
        List<Days> week = new ArrayList<>();
        hours.days().forEach((day, openings) -> {
            Days before = week.isEmpty() ? null : week.get(week.size() - 1);
            if (before != null
                    && before.last().plus(1) == day
                    && before.openings().equals(openings)) {
                week.set(week.size() - 1, new Days(before.first(), day, openings));
            } else {
                week.add(new Days(day, day, openings));
            }
        });
        return week.stream().map(Days::text).collect(Collectors.joining("; "));
    }
}
