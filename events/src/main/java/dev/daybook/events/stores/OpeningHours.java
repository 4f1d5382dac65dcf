package dev.daybook.events.stores;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * When a store is open in a usual week, on its wall clock: never twice at the same minute. Figures don't depend on it.
 *
 * @param days the openings of each weekday on which it opens, in the order of the day; a day that is absent is closed
 */
public record OpeningHours(Map<DayOfWeek, List<Opening>> days) {
    /** Openings of one weekday. */
    public static final int MAX_OPENINGS = 10;

    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

    /** From one time to another, to the minute; one that closes at or before the time it opens at closes on the next day. */
    public record Opening(LocalTime opens, LocalTime closes) {}

    /** Two openings of which the second begins before the first has ended. */
    public record Overlap(DayOfWeek first, DayOfWeek second) {}

    private record Span(DayOfWeek day, int from, int to) {}

    /**
     * Sorts the openings of each day.
     *
     * @throws IllegalArgumentException where two overlap; {@link #overlap} says which
     */
    public OpeningHours {
        EnumMap<DayOfWeek, List<Opening>> sorted = new EnumMap<>(DayOfWeek.class);
        days.forEach((day, openings) -> {
            if (!openings.isEmpty()) {
                List<Opening> inOrder = new ArrayList<>(openings);
                inOrder.sort(Comparator.comparing(Opening::opens));
                sorted.put(day, List.copyOf(inOrder));
            }
        });
        Overlap overlap = overlap(sorted);
        if (overlap != null) {
            throw new IllegalArgumentException(
                    "openings of " + overlap.first() + " and " + overlap.second() + " overlap");
        }
        days = Collections.unmodifiableMap(sorted);
    }

    /** The first two openings of the week that overlap, Sunday night and Monday morning among them; null where none do. */
    public static Overlap overlap(Map<DayOfWeek, List<Opening>> days) {
        List<Span> spans = new ArrayList<>();
        days.forEach((day, openings) -> openings.forEach(opening -> spans.add(span(day, opening))));
        spans.sort(Comparator.comparingInt(Span::from).thenComparingInt(Span::to));
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).from() < spans.get(i - 1).to()) {
                return new Overlap(spans.get(i - 1).day(), spans.get(i).day());
            }
        }
        boolean intoMonday = !spans.isEmpty()
                && spans.get(spans.size() - 1).to() > spans.get(0).from() + MINUTES_OF_WEEK;
        return intoMonday
                ? new Overlap(spans.get(spans.size() - 1).day(), spans.get(0).day())
                : null;
    }

    private static Span span(DayOfWeek day, Opening opening) {
        int midnight = day.ordinal() * MINUTES_OF_DAY;
        int from = midnight + minute(opening.opens());
        int to = midnight + minute(opening.closes());
        return new Span(day, from, to > from ? to : to + MINUTES_OF_DAY);
    }

    private static int minute(LocalTime time) {
        return time.getHour() * 60 + time.getMinute();
    }
}
