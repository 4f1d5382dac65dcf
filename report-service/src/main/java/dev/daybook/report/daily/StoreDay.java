package dev.daybook.report.daily;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.stores.Stores;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * What one date was to one store of its report, as the registry said when the report was made.
 *
 * @param name what people call the store; null where it is not registered
 * @param zone whose wall clock decided what belongs to the date; of a store that moved on that date, the later one
 * @param dayStartsAt on that clock
 * @param length how long the date lasted there
 */
public record StoreDay(String storeId, String name, ZoneId zone, LocalTime dayStartsAt, Duration length) {
    private static final Duration USUAL = Duration.ofHours(24);

    /** One for each store that has figures, in their order. */
    static List<StoreDay> of(List<StoreSales> sales, LocalDate date, BusinessCalendar calendar) {
        Stores stores = calendar.registry().get();
        return sales.stream()
                .map(StoreSales::storeId)
                .distinct()
                .map(id -> stores.find(id)
                        .flatMap(store -> store.versionOn(date)
                                .map(version -> new StoreDay(
                                        id,
                                        version.name(),
                                        version.zone(),
                                        version.dayStartsAt(),
                                        store.lengthOf(date))))
                        .orElseGet(() -> unregistered(id, date, calendar)))
                .toList();
    }

    private static StoreDay unregistered(String id, LocalDate date, BusinessCalendar calendar) {
        return new StoreDay(
                id,
                null,
                calendar.zone(),
                calendar.dayStartsAt(),
                BusinessDay.lengthOf(date, calendar.zone(), calendar.dayStartsAt()));
    }

    public boolean isRegistered() {
        return name != null;
    }

    /** Whether the date has the 24 hours that people expect of it. */
    public boolean isUsual() {
        return length.equals(USUAL);
    }
}
