package dev.daybook.ingest.receive;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.Event;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import java.time.Instant;
import java.util.List;

/** One event after every check of the door: what is to be appended for it, wherever that goes. */
sealed interface Judged {
    /** The id that the event gives itself; null where it gives none that can be shown. */
    String eventId();

    /** An event to be counted. */
    record Right(Accepted accepted) implements Judged {
        @Override
        public String eventId() {
            return accepted.event().eventId();
        }
    }

    /**
     * A refusal to be kept.
     *
     * @param envelope what the event says of itself; it has a time only where that is fit to name a business day
     * @param body what was refused
     */
    record Wrong(PartialEnvelope envelope, Refusal refusal, byte[] body) implements Judged {
        @Override
        public String eventId() {
            return envelope.eventId();
        }
    }

    /** All of them, in order. */
    static List<Judged> of(List<Item> items, Instant now) {
        return items.stream().map(item -> of(item, now)).toList();
    }

    private static Judged of(Item item, Instant now) {
        if (item instanceof Refused refused) {
            PartialEnvelope envelope = refused.envelope();
            return new Wrong(
                    DoorChecks.isAhead(envelope.countsAt(), now) ? envelope.withoutTime() : envelope,
                    refused.refusal(),
                    refused.value());
        }
        Accepted right = (Accepted) item;
        Event event = right.event();
        return DoorChecks.ahead(event, now)
                .<Judged>map(refusal -> new Wrong(PartialEnvelope.of(event).withoutTime(), refusal, right.value()))
                .orElseGet(() -> new Right(right));
    }

    /** What the client is told, once it is known what became of the record. */
    default Outcome settled(Appended result) {
        return switch (result) {
            case DURABLE ->
                this instanceof Wrong wrong
                        ? new Outcome.Refused(eventId(), wrong.refusal())
                        : new Outcome.Durable(eventId());
            // Even a refusal without its body finds no room: only the topic's settings can be the reason.
            case TOO_LARGE, UNAVAILABLE -> new Outcome.Failed(eventId(), Unavailable.KAFKA_UNAVAILABLE);
            case UNKNOWN -> new Outcome.Failed(eventId(), Unavailable.NOT_ACKNOWLEDGED);
            case BUFFER_FULL -> new Outcome.Failed(eventId(), Unavailable.OVERLOADED);
        };
    }
}
