package dev.daybook.events.stores;

import dev.daybook.events.BusinessDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which business day an instant belongs to and when a date has ended in every store's zone, for whoever asks with the same
 * registry. What is of no registered store has the default zone and day start, so a date never closes before it ends there.
 * Immutable and thread-safe.
 *
 * @param zone {@code DEFAULT_TIME_ZONE}
 * @param dayStartsAt {@code DAY_STARTS_AT}
 */
public record StoreCalendar(Stores stores, ZoneId zone, LocalTime dayStartsAt) {

    /**
     * The day of something that happened in a store.
     *
     * @param storeId null where it is of no store
     */
    public BusinessDay dayOf(String storeId, Instant instant) {
        return (storeId == null ? Optional.<Store>empty() : stores.find(storeId))
                .flatMap(store -> store.dayOf(instant))
                .orElseGet(() -> BusinessDay.of(instant, zone, dayStartsAt));
    }

    /** The instant from which on nothing at all can be dated to that date, or an earlier one, any more. */
    public Instant endOf(LocalDate date) {
        Instant latest = BusinessDay.endOf(date, zone, dayStartsAt);
        for (Store store : stores.all()) {
            Instant end = store.endOf(date).orElse(latest);
            if (end.isAfter(latest)) {
                latest = end;
            }
        }
        return latest;
    }

    /** The latest date that has begun anywhere at that instant. */
    public LocalDate latestDateAt(Instant instant) {
        LocalDate latest = dayOf(null, instant).date();
        for (Store store : stores.all()) {
            LocalDate there = store.dayOf(instant).map(BusinessDay::date).orElse(latest);
            latest = there.isAfter(latest) ? there : latest;
        }
        return latest;
    }

    /** Whether the date has ended in every store's zone, and in the default one, at that instant; from then on it is closed. */
    public boolean hasEnded(LocalDate date, Instant at) {
        return !at.isBefore(endOf(date));
    }
}
