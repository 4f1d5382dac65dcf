package dev.daybook.events.stores;

import dev.daybook.events.CurrencyCode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a store is from an instant on, until the next version's.
 *
 * @param validFrom {@link #BEGINNING} for always
 * @param name what people call it, 1–{@value #MAX_NAME} characters
 * @param zone of its wall clock
 * @param dayStartsAt when its business day starts on that clock, to the minute
 * @param currency what it mostly takes; each event names its own
 * @param openingHours empty where nobody said
 */
public record StoreVersion(
        Instant validFrom,
        String name,
        ZoneId zone,
        LocalTime dayStartsAt,
        CurrencyCode currency,
        Optional<OpeningHours> openingHours) {
    /** The earliest time that an event can have, so that nothing is earlier; in texts {@code 0001-01-01T00:00:00Z}. */
    public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    public static final int MAX_NAME = 200;

    /** The same from another instant on. */
    public StoreVersion from(Instant instant) {
        return new StoreVersion(instant, name, zone, dayStartsAt, currency, openingHours);
    }

    /** Whether the other says the same of the store, whenever it begins. */
    public boolean saysTheSameAs(StoreVersion other) {
        return equals(other.from(validFrom));
    }
}
