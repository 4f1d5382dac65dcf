package dev.daybook.events;

import java.util.Locale;

/**
 * Why an event, or a body of events, was not taken.
 *
 * @param code stable, for programs
 * @param pointer RFC 6901 JSON pointer to what is wrong, within the event, or within the body where the body as a whole is
 *     refused; empty for all of it
 * @param detail one sentence for the person who fixes the producer
 */
public record Refusal(Code code, String pointer, String detail) {

    /** Every reason there is; the wire name is the lower-case name. */
    public enum Code {
        INVALID_JSON,
        INVALID_UTF8,
        DUPLICATE_KEY,
        TRAILING_CONTENT,
        NOT_AN_OBJECT,
        MISSING_FIELD,
        WRONG_TYPE,
        INVALID_TEXT,
        INVALID_TIMESTAMP,
        TIMESTAMP_IN_FUTURE,
        INVALID_CURRENCY,
        INVALID_AMOUNT,
        INVALID_QUANTITY,
        AMOUNT_TOO_LARGE,
        GROSS_MISMATCH,
        DISCOUNT_TOO_LARGE,
        EVENT_TOO_LARGE,
        TOO_MANY_EVENTS,
        TOO_MANY_LINES,
        TOO_MANY_PAYMENTS,
        TOO_DEEP,
        NUMBER_TOO_LONG,
        COLLIDING_NAMES,
        CONFLICT,
        UNREADABLE_HEADERS,
        WRONG_KEY,
        OVERFLOW;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it is a limit on size or number, which refuses the whole request with 413. */
        public boolean isLimit() {
            return switch (this) {
                case EVENT_TOO_LARGE,
                        TOO_MANY_EVENTS,
                        TOO_MANY_LINES,
                        TOO_MANY_PAYMENTS,
                        TOO_DEEP,
                        NUMBER_TOO_LONG,
                        COLLIDING_NAMES -> true;
                default -> false;
            };
        }
    }
}
