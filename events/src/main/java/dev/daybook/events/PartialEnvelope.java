package dev.daybook.events;

import java.time.Instant;
import java.util.Optional;

/**
 * What a refused event says of itself: each part is fit to be shown and used as that of an accepted event, or null.
 *
 * @param eventId as in {@link Event}
 * @param source as in {@link Event}
 * @param storeId as {@link Event#storeId}
 * @param countsAt as {@link Event#countsAt}; for a void null unless both its times can be read
 */
public record PartialEnvelope(String eventId, String source, String storeId, Instant countsAt) {
    public static final PartialEnvelope NOTHING = new PartialEnvelope(null, null, null);

    /** Of no store. */
    public PartialEnvelope(String eventId, String source, Instant countsAt) {
        this(eventId, source, null, countsAt);
    }

    public static PartialEnvelope of(Event event) {
        return new PartialEnvelope(event.eventId(), event.source(), event.storeId(), event.countsAt());
    }

    /** The identity, where the event shows both of its parts. */
    public Optional<Identity> identity() {
        return eventId == null || source == null ? Optional.empty() : Optional.of(new Identity(source, eventId));
    }

    /** The same without its time. */
    public PartialEnvelope withoutTime() {
        return new PartialEnvelope(eventId, source, storeId, null);
    }
}
