package dev.daybook.ingest.receive;

import java.time.Duration;
import java.util.Locale;

/** Why an event, or its refusal, could not be made durable now; each is answered 503, and sending it again may succeed. */
enum Unavailable {
    /** Kafka does not take events at present. */
    KAFKA_UNAVAILABLE(
            Duration.ofSeconds(5),
            "Kafka does not take events at present. Send them again after the time in Retry-After."),
    /** The store registry is not read yet: the event would be dated as if its store were not registered. */
    STORES_UNKNOWN(
            Duration.ofSeconds(2),
            "Daybook has not read its store registry yet, which says on which day an event counts. Send them again after the time in Retry-After."),
    /** The event was on its way when Kafka failed. */
    NOT_ACKNOWLEDGED(
            Duration.ofSeconds(5),
            "Kafka did not acknowledge this event in time, so it may or may not be stored. Send it again unchanged: an event that arrives twice is counted once."),
    /** More comes in than Kafka takes. */
    OVERLOADED(
            Duration.ofSeconds(1),
            "More events come in than Kafka takes. Send this one again after the time in Retry-After.");

    private final Duration retryAfter;
    private final String detail;

    Unavailable(Duration retryAfter, String detail) {
        this.retryAfter = retryAfter;
        this.detail = detail;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    String detail() {
        return detail;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
