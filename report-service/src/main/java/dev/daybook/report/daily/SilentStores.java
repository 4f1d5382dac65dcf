package dev.daybook.report.daily;

import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.Stores;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds registered stores that were open on a date and had no order then, or none for {@value #HOURS} whole opening hours on end.
 * Stores without opening hours are in no list: nobody said when they should sell. Pure.
 */
public final class SilentStores {
    /** Quiet hours are usual; so many of them on end are more often a till without a network. */
    static final int HOURS = 4;

    private static final int HOURS_OF_DAY = 24;

    private SilentStores() {}

    /** By their ids; the stretch that is told is the longest of the day. */
    public static List<SilentStore> of(List<StoreSales> sales, LocalDate date, Stores stores) {
        List<SilentStore> silent = new ArrayList<>();
        for (Store store : stores.all()) {
            store.versionOn(date)
                    .flatMap(version -> version.openingHours())
                    .map(hours -> openings(hours, date.getDayOfWeek()))
                    .filter(openings -> !openings.isEmpty())
                    .flatMap(openings -> silence(store.id(), openings, hoursWithOrders(sales, store.id())))
                    .ifPresent(silent::add);
        }
        return silent;
    }

    private static List<OpeningHours.Opening> openings(OpeningHours hours, DayOfWeek day) {
        return hours.days().getOrDefault(day, List.of());
    }

    /** In any currency; an hour in which orders were only taken back has none. */
    private static Set<Integer> hoursWithOrders(List<StoreSales> sales, String storeId) {
        Set<Integer> hours = new HashSet<>();
        for (StoreSales store : sales) {
            if (store.storeId().equals(storeId)) {
                store.hours().stream().filter(hour -> hour.orders() > 0).forEach(hour -> hours.add(hour.hour()));
            }
        }
        return hours;
    }

    private static Optional<SilentStore> silence(
            String storeId, List<OpeningHours.Opening> openings, Set<Integer> hoursWithOrders) {
        if (hoursWithOrders.isEmpty()) {
            return Optional.of(new SilentStore(
                    storeId,
                    openings.get(0).opens(),
                    openings.get(openings.size() - 1).closes(),
                    true));
        }
        int longest = 0;
        int longestFrom = 0;
        for (OpeningHours.Opening opening : openings) {
            int run = 0;
            for (int hour = firstWhole(opening); hour < end(opening); hour++) {
                run = hoursWithOrders.contains(hour % HOURS_OF_DAY) ? 0 : run + 1;
                if (run > longest) {
                    longest = run;
                    longestFrom = hour - run + 1;
                }
            }
        }
        return longest < HOURS
                ? Optional.empty()
                : Optional.of(new SilentStore(storeId, time(longestFrom), time(longestFrom + longest), false));
    }

    private static int firstWhole(OpeningHours.Opening opening) {
        return opening.opens().getHour() + (opening.opens().getMinute() == 0 ? 0 : 1);
    }

    /** The hour at which it has closed, past 24 where that is on the next day. */
    private static int end(OpeningHours.Opening opening) {
        boolean pastMidnight = !opening.closes().isAfter(opening.opens());
        return opening.closes().getHour() + (pastMidnight ? HOURS_OF_DAY : 0);
    }

    private static LocalTime time(int hour) {
        return LocalTime.of(hour % HOURS_OF_DAY, 0);
    }
}
