package dev.daybook.ingest.receive;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Event;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.events.Sale;
import dev.daybook.service.http.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What only the door can judge of an event that is right in itself: its time against the clock, and its sender. */
final class DoorChecks {
    /** What a till's clock may be fast; a date further ahead would open a business day that nobody has reached. */
    static final Duration MAX_AHEAD = Duration.ofHours(1);

    /** An event that the caller's key doesn't cover, which refuses the request as a whole. */
    record Outside(int index, String pointer, String detail) {}

    private DoorChecks() {}

    /** The refusal of an event that says it happens more than {@link #MAX_AHEAD} from now. */
    static Optional<Refusal> ahead(Event event, Instant now) {
        if (isAhead(event.timestamp(), now)) {
            return Optional.of(inFuture("/timestamp"));
        }
        if (isAhead(event.countsAt(), now)) {
            return Optional.of(inFuture("/details/sold_at"));
        }
        return Optional.empty();
    }

    /** Whether a time, or null for none, is further ahead than any business day that can be opened. */
    static boolean isAhead(Instant time, Instant now) {
        return time != null && time.isAfter(now.plus(MAX_AHEAD));
    }

    private static Refusal inFuture(String pointer) {
        String field = pointer.substring(pointer.lastIndexOf('/') + 1);
        return new Refusal(
                Code.TIMESTAMP_IN_FUTURE,
                pointer,
                field + " is more than " + MAX_AHEAD.toMinutes() + " minutes ahead of Daybook's clock.");
    }

    /** The first event whose type or store the caller may not write. */
    static Optional<Outside> outside(List<Item> items, Caller caller) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Accepted accepted) {
                Event event = accepted.event();
                if (!caller.mayWriteType(event.eventType())) {
                    return Optional.of(
                            new Outside(i, "/event_type", "This key may not write events of that event_type."));
                }
                if (event.content() instanceof Sale sale && !caller.mayWriteStore(sale.storeId())) {
                    return Optional.of(
                            new Outside(i, "/details/store_id", "This key may not write events of that store_id."));
                }
            }
        }
        return Optional.empty();
    }
}
