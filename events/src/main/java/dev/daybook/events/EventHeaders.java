package dev.daybook.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of a record in {@code daybook.events}: stamped once, at the door; everything after only reads them. */
public final class EventHeaders {
    /** The id of the API key that the event came with. */
    public static final String PRODUCER = "producer";
    /** {@code YYYY-MM-DD}. */
    public static final String BUSINESS_DATE = "business_date";
    /** {@code YYYY-MM-DDTHH:MM:SS} on the store's wall clock. */
    public static final String LOCAL_TIME = "local_time";
    /** W3C traceparent of the request. */
    public static final String TRACE = "traceparent";
    /** Stands where a record was written again from the archive. */
    private static final String RESTORED = "restored";

    /** Characters of a producer's id, with room over those of API keys; strangers' may not grow state or answers. */
    private static final int MAX_PRODUCER = 128;

    // Four-digit years only, and seconds always: days are sorted by their text.
    private static final DateTimeFormatter DATE_FORMAT =
            format().toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter LOCAL_TIME_FORMAT =
            format().appendPattern("'T'HH:mm:ss").toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private EventHeaders() {}

    public static void stamp(Headers headers, BusinessDay day) {
        headers.add(BUSINESS_DATE, bytes(DATE_FORMAT.format(day.date())));
        headers.add(LOCAL_TIME, bytes(LOCAL_TIME_FORMAT.format(day.localTime())));
    }

    /** The business day that the record was stamped with, or empty where either header is missing or malformed. */
    public static Optional<BusinessDay> businessDay(Headers headers) {
        String date = text(headers.lastHeader(BUSINESS_DATE));
        String time = text(headers.lastHeader(LOCAL_TIME));
        if (date == null || time == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new BusinessDay(LocalDate.parse(date, DATE_FORMAT), LocalDateTime.parse(time, LOCAL_TIME_FORMAT)));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** The business date that the record was stamped with, or empty where that header is missing or malformed. */
    public static Optional<LocalDate> businessDate(Headers headers) {
        String date = text(headers.lastHeader(BUSINESS_DATE));
        if (date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(date, DATE_FORMAT));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** The producer's id, or empty where the header is missing or holds what no id of a key can. */
    public static Optional<String> producer(Headers headers) {
        return Optional.ofNullable(text(headers.lastHeader(PRODUCER))).filter(id -> Text.isValid(id, MAX_PRODUCER));
    }

    /** Says that the record was written again from the archive, at its own offset and with its own time. */
    public static void markRestored(Headers headers) {
        headers.add(RESTORED, null);
    }

    /** Whether the record was written again from the archive, which then has what was made of it, too. */
    public static boolean isRestored(Headers headers) {
        return headers.lastHeader(RESTORED) != null;
    }

    private static DateTimeFormatterBuilder format() {
        return new DateTimeFormatterBuilder().appendValue(ChronoField.YEAR, 4).appendPattern("-MM-dd");
    }

    public static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
