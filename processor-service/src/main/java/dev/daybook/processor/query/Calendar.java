package dev.daybook.processor.query;

import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.service.Health;
import java.time.Clock;
import java.time.LocalDate;
import java.util.function.Supplier;

/**
 * When a business date has ended in every store's zone, by the clock given.
 *
 * @param stores the stores as they are known
 * @param loaded says why not all of them are known yet; until they are, no date counts as ended
 */
public record Calendar(Supplier<StoreCalendar> stores, Health.Check loaded, Clock clock) {

    boolean hasEnded(LocalDate date) {
        return loaded.notReady().isEmpty() && stores.get().hasEnded(date, clock.instant());
    }
}
