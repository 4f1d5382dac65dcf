package dev.daybook.report.daily;

import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds registered stores that were open on a date and had no order then, or none for {@value #HOURS} whole opening hours of the
 * date on end. Stores without opening hours are in no list, nor are those that begin later: nobody said when they should sell.
 * Pure.
 */
public final class SilentStores {
    /** Quiet hours are usual; so many of them on end are more often a till without a network. */
    static final int HOURS = 4;

    private static final int HOURS_OF_DAY = 24;

    private SilentStores() {}

    /** By their ids; the stretch that is told is the longest of the date. */
    public static List<SilentStore> of(List<StoreSales> sales, LocalDate date, Stores stores) {
        List<SilentStore> silent = new ArrayList<>();
        for (Store store : stores.all()) {
            store.versionOn(date)
                    .filter(version -> hasBegun(store, date))
                    .flatMap(version -> silence(store.id(), version, date, hoursWithOrders(sales, store.id())))
                    .ifPresent(silent::add);
        }
        return silent;
    }

    /** What is earlier than a store's first version has that version's day, but nobody said that it was open then. */
    private static boolean hasBegun(Store store, LocalDate date) {
        Instant first = store.versions().get(0).validFrom();
        return store.endOf(date).filter(first::isBefore).isPresent();
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
            String storeId, StoreVersion version, LocalDate date, Set<Integer> hoursWithOrders) {
        List<OpeningHours.Opening> openings = openings(version, date);
        return hoursWithOrders.isEmpty() && !openings.isEmpty()
                ? Optional.of(new SilentStore(
                        storeId,
                        openings.get(0).opens(),
                        openings.get(openings.size() - 1).closes(),
                        true))
                : longest(storeId, version, date, hoursWithOrders);
    }

    private static List<OpeningHours.Opening> openings(StoreVersion version, LocalDate date) {
        return version.openingHours()
                .map(hours -> hours.days().getOrDefault(date.getDayOfWeek(), List.of()))
                .orElse(List.of());
    }

    /** Hours are counted from the date's midnight, past 24 on the next day: up to where the store's next date begins. */
    private static Optional<SilentStore> longest(
            String storeId, StoreVersion version, LocalDate date, Set<Integer> hoursWithOrders) {
        Set<Integer> open = openHours(version, date);
        int begin = roundedUp(version.dayStartsAt());
        int end = version.dayStartsAt().getHour() + HOURS_OF_DAY;
        int run = 0;
        int from = 0;
        int longest = 0;
        int longestFrom = 0;
        int longestTo = 0;
        for (int hour = begin; hour < end; hour++) {
            if (isSkipped(date, hour, version.zone())) {
                continue;
            }
            boolean isSilent = open.contains(hour) && !hoursWithOrders.contains(hour % HOURS_OF_DAY);
            from = run == 0 ? hour : from;
            run = isSilent ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                longestFrom = from;
                longestTo = hour + 1;
            }
        }
        return longest < HOURS
                ? Optional.empty()
                : Optional.of(new SilentStore(storeId, time(longestFrom), time(longestTo), false));
    }

    /** The whole hours of openings; those of the day before may reach into the date, those of the day after begin in it. */
    private static Set<Integer> openHours(StoreVersion version, LocalDate date) {
        Set<Integer> open = new HashSet<>();
        for (int day = -1; day <= 1; day++) {
            for (OpeningHours.Opening opening : openings(version, date.plusDays(day))) {
                for (int hour = roundedUp(opening.opens()); hour < end(opening); hour++) {
                    open.add(day * HOURS_OF_DAY + hour);
                }
            }
        }
        return open;
    }

    /** Whether the clock is put forward over the hour. */
    private static boolean isSkipped(LocalDate date, int hour, ZoneId zone) {
        return zone.getRules()
                .getValidOffsets(date.atStartOfDay().plusHours(hour))
                .isEmpty();
    }

    private static int roundedUp(LocalTime time) {
        return time.getHour() + (time.getMinute() == 0 ? 0 : 1);
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
