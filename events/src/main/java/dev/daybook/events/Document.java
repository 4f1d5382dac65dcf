package dev.daybook.events;

import java.util.List;

/** What a sequence of bytes turned out to be: everything that a producer can send has its place here. */
public sealed interface Document {

    /** One JSON object. */
    record Single(Item item) implements Document {}

    /** A JSON array, in its order; an element that is not an event is an item like any other. */
    record Batch(List<Item> items) implements Document {
        public Batch {
            items = List.copyOf(items);
        }
    }

    /** Nothing of it can be used: not JSON, or JSON that is neither object nor array, or beyond a limit. */
    record Unusable(Refusal refusal) implements Document {}

    /** One element of a request, accepted or refused on its own. */
    sealed interface Item permits Accepted, Refused {}

    /**
     * An event of the contract.
     *
     * @param value the event's bytes as received, with each line break turned into a space: they stand between tokens only,
     *     since JSON strings can't hold a raw one, and one line is what NDJSON archives need
     */
    record Accepted(Event event, byte[] value) implements Item {}

    /**
     * Valid JSON that is not an event of the contract.
     *
     * @param envelope what it says of itself all the same
     * @param value as for {@link Accepted}
     */
    record Refused(PartialEnvelope envelope, Refusal refusal, byte[] value) implements Item {

        /** The id that the event gives itself, or null where it gives none that can be shown. */
        public String eventId() {
            return envelope.eventId();
        }
    }
}
