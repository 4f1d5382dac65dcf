package dev.daybook.events;

import java.time.Instant;

/**
 * An event that passed every check of the contract; nothing downstream needs to validate it again.
 *
 * @param eventId 1–128 characters, unique within its source
 * @param source 1–256 characters, who says so
 * @param eventType 1–128 characters; {@code sale.completed}, {@code sale.refunded} and {@code sale.voided} carry a {@link Sale}
 * @param timestamp when it happened, as an instant in UTC, to the nanosecond
 * @param content what happened
 */
public record Event(String eventId, String source, String eventType, Instant timestamp, Content content) {

    public Identity identity() {
        return new Identity(source, eventId);
    }

    /** The store whose business day it counts on; null for what is no sale: of other types Daybook gives no member a meaning. */
    public String storeId() {
        return content instanceof Sale sale ? sale.storeId() : null;
    }

    /** The instant whose business day the event counts on: a void counts where its sale did. */
    public Instant countsAt() {
        return content instanceof Sale sale && sale.kind() == Sale.Kind.VOIDED ? sale.soldAt() : timestamp;
    }

    /** What an event says besides its envelope. */
    public sealed interface Content permits Sale, Activity {}

    /**
     * An event of a type that Daybook gives no meaning to; it is counted by source, type and status.
     *
     * @param status {@code details.status} where that is a string of 1–128 well-formed characters, else null
     */
    public record Activity(String status) implements Content {}
}
