package dev.daybook.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Timestamps of RFC 3339 section 5.6, always with an offset. Stricter than {@code ISO_OFFSET_DATE_TIME}, which takes a time
 * without seconds and an offset without minutes; up to nine decimals of a second; no leap second, which {@code java.time}
 * can't hold; years 0001 to 9998 in UTC, so that a business date has four digits for its year in any zone.
 */
public final class Timestamps {
    private static final int SECONDS_END = 19; // 2026-11-20T08:31:07
    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final long MIN_EPOCH_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_EPOCH_SECOND =
            Instant.parse("9998-12-31T23:59:59Z").getEpochSecond();

    private Timestamps() {}

    /** The instant, or null where the text is not such a timestamp. */
    public static Instant parse(String text) {
        if (text.length() < SECONDS_END + 1
                || !separators(text)
                || !(text.charAt(10) == 'T' || text.charAt(10) == 't')) {
            return null;
        }
        int offsetAt = endOfFraction(text);
        int offsetSeconds = offsetAt < 0 ? NO_OFFSET : offsetSeconds(text, offsetAt);
        if (offsetSeconds == NO_OFFSET) {
            return null;
        }
        try {
            long epochSecond = LocalDateTime.of(
                                    number(text, 0, 4),
                                    number(text, 5, 7),
                                    number(text, 8, 10),
                                    number(text, 11, 13),
                                    number(text, 14, 16),
                                    number(text, 17, 19))
                            .toEpochSecond(ZoneOffset.UTC)
                    - offsetSeconds;
            return epochSecond < MIN_EPOCH_SECOND || epochSecond > MAX_EPOCH_SECOND
                    ? null
                    : Instant.ofEpochSecond(epochSecond, nanos(text, offsetAt));
        } catch (DateTimeException outOfRange) {
            return null;
        }
    }

    private static boolean separators(String text) {
        return text.charAt(4) == '-' && text.charAt(7) == '-' && text.charAt(13) == ':' && text.charAt(16) == ':';
    }

    private static int endOfFraction(String text) {
        if (text.charAt(SECONDS_END) != '.') {
            return SECONDS_END;
        }
        int at = SECONDS_END + 1;
        while (at < text.length() && number(text, at, at + 1) >= 0) {
            at++;
        }
        int digits = at - SECONDS_END - 1;
        return digits < 1 || digits > 9 || at == text.length() ? -1 : at;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 1; i <= 9; i++) {
            int at = SECONDS_END + i;
            nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static int offsetSeconds(String text, int at) {
        char sign = text.charAt(at);
        if (sign == 'Z' || sign == 'z') {
            return text.length() == at + 1 ? 0 : NO_OFFSET;
        }
        if ((sign != '+' && sign != '-') || text.length() != at + 6 || text.charAt(at + 3) != ':') {
            return NO_OFFSET;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return NO_OFFSET;
        }
        return (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    }

    /**
     * The number, of ASCII digits only (java.lang's parsers take signs and the digits of other scripts), or -1, which is out of
     * range everywhere.
     */
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
