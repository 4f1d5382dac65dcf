package dev.daybook.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.kafka.common.header.Headers;

/**
 * The business date on which a record of either topic counts in the day's accounting, {@code received = counted + duplicate +
 * conflicting + rejected}. Both sides of the equation ask here, so that a date on which they differ is never a matter of reading.
 */
public final class AccountingDay {
    private static final long MAX_MILLIS = Instant.parse("9998-12-31T00:00:00Z").toEpochMilli();

    private AccountingDay() {}

    /**
     * The date that the record was stamped with, {@link EventHeaders#BUSINESS_DATE}; without a well-formed one the calendar date
     * of its receipt, midnight to midnight, whatever time a store's day starts at: such a record is no store's.
     *
     * @param receivedMillis the record's own timestamp as the broker gave it
     * @param defaultTimeZone {@code DEFAULT_TIME_ZONE}, the same for all services
     */
    public static LocalDate of(Headers headers, long receivedMillis, ZoneId defaultTimeZone) {
        return EventHeaders.businessDate(headers).orElseGet(() -> dateOf(receivedMillis, defaultTimeZone));
    }

    /** A time that no broker gives is brought to where a date still has four digits for its year. */
    private static LocalDate dateOf(long millis, ZoneId zone) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(Math.max(0, Math.min(millis, MAX_MILLIS))), zone);
    }
}
