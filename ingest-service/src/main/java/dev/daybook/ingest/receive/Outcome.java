package dev.daybook.ingest.receive;

import dev.daybook.events.Refusal;

/** What became of one event of a request. */
sealed interface Outcome {
    /** The id that the event gives itself; null where it gives none that can be shown. */
    String eventId();

    /** In Kafka, on every in-sync replica. */
    record Durable(String eventId) implements Outcome {}

    /** Wrong, and wrong again when it is sent again; the refusal is kept, on every in-sync replica. */
    record Refused(String eventId, Refusal refusal) implements Outcome {}

    /** Not known to be in Kafka, as an event or as a refusal: to be sent again. */
    record Failed(String eventId, Unavailable reason) implements Outcome {}
}
