package dev.daybook.ingest.receive;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events of a request after every check of the door, each in its place. For one request; not thread-safe.
 *
 * @param outcomes one for each event; null where Kafka still has to say
 * @param accepted those to be appended, in order
 * @param places where each of the accepted stands in {@code outcomes}
 */
record Judged(List<Outcome> outcomes, List<Accepted> accepted, List<Integer> places) {

    static Judged of(List<Item> items, Instant now) {
        Judged judged = new Judged(new ArrayList<>(items.size()), new ArrayList<>(), new ArrayList<>());
        items.forEach(item -> judged.add(item, now));
        return judged;
    }

    private void add(Item item, Instant now) {
        if (item instanceof Refused refused) {
            outcomes.add(new Outcome.Refused(refused.eventId(), refused.refusal()));
            return;
        }
        Accepted right = (Accepted) item;
        Optional<Refusal> ahead = DoorChecks.ahead(right.event(), now);
        if (ahead.isPresent()) {
            outcomes.add(new Outcome.Refused(right.event().eventId(), ahead.get()));
        } else {
            places.add(outcomes.size());
            accepted.add(right);
            outcomes.add(null);
        }
    }

    /** All outcomes, once it is known what became of each of the accepted. */
    List<Outcome> settled(List<Appended> results) {
        List<Outcome> settled = new ArrayList<>(outcomes);
        for (int i = 0; i < places.size(); i++) {
            String eventId = accepted.get(i).event().eventId();
            settled.set(places.get(i), outcome(eventId, results.get(i)));
        }
        return settled;
    }

    private static Outcome outcome(String eventId, Appended result) {
        return switch (result) {
            case DURABLE -> new Outcome.Durable(eventId);
            case TOO_LARGE ->
                new Outcome.Refused(
                        eventId,
                        new Refusal(
                                Refusal.Code.EVENT_TOO_LARGE,
                                "",
                                "The event is larger than the Kafka topic takes; send it in parts."));
            case UNAVAILABLE -> new Outcome.Failed(eventId, Unavailable.KAFKA_UNAVAILABLE);
            case UNKNOWN -> new Outcome.Failed(eventId, Unavailable.NOT_ACKNOWLEDGED);
            case BUFFER_FULL -> new Outcome.Failed(eventId, Unavailable.OVERLOADED);
        };
    }
}
