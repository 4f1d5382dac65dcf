package dev.daybook.report.daily;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.events.stores.Stores;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.function.Supplier;

/**
 * When the stores' days begin and end.
 *
 * @param zone the time zone of what is of no registered store
 * @param dayStartsAt likewise, on the wall clock
 * @param registry the registered stores as they are known when it is asked
 */
public record BusinessCalendar(ZoneId zone, LocalTime dayStartsAt, Supplier<Stores> registry) {
    /** The same for all calendars without stores, so that they are equal. */
    private static final Supplier<Stores> NO_STORES = () -> Stores.NONE;

    /** Where no store is registered. */
    public BusinessCalendar(ZoneId zone, LocalTime dayStartsAt) {
        this(zone, dayStartsAt, NO_STORES);
    }

    public BusinessCalendar of(Supplier<Stores> stores) {
        return new BusinessCalendar(zone, dayStartsAt, stores);
    }

    /** The same without any store: what a report keeps, beside the stores that are in it. */
    BusinessCalendar byDefault() {
        return new BusinessCalendar(zone, dayStartsAt);
    }

    /** The date of what is of no registered store. */
    public LocalDate dateOf(Instant instant) {
        return BusinessDay.of(instant, zone, dayStartsAt).date();
    }

    /** The latest date that has begun anywhere. */
    public LocalDate latestDateAt(Instant instant) {
        return now().latestDateAt(instant);
    }

    /** Whether the date had ended at that instant in every store's zone, and in the default one; from then on it is closed. */
    public boolean hasEnded(LocalDate date, Instant at) {
        return now().hasEnded(date, at);
    }

    private StoreCalendar now() {
        return new StoreCalendar(registry.get(), zone, dayStartsAt);
    }

    /** The version of the IANA data that says when days end, such as {@code 2026a}; it differs between Java releases. */
    public static String timeZoneDataVersion() {
        return ZoneRulesProvider.getVersions("UTC").lastKey();
    }
}
