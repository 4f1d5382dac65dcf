package dev.daybook.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.daybook.events.Refusal.Code;
import java.io.IOException;
import java.time.Instant;

/**
 * Reads one event off the token stream, from its START_OBJECT to its END_OBJECT whatever it holds, and judges it afterwards:
 * the fields may come in any order. For one event; not thread-safe.
 */
final class EnvelopeReader {
    private static final int MAX_EVENT_ID = 128;
    private static final int MAX_SOURCE = 256;
    private static final int MAX_EVENT_TYPE = 128;

    private final EventLimits limits;
    private Scalar eventId = Scalar.ABSENT;
    private Scalar source = Scalar.ABSENT;
    private Scalar eventType = Scalar.ABSENT;
    private Scalar timestamp = Scalar.ABSENT;
    private DetailsDraft details;
    private boolean detailsGiven;

    EnvelopeReader(EventLimits limits) {
        this.limits = limits;
    }

    void read(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "event_id" -> eventId = Scalar.read(parser);
                case "source" -> source = Scalar.read(parser);
                case "event_type" -> eventType = Scalar.read(parser);
                case "timestamp" -> timestamp = Scalar.read(parser);
                case "details" -> readDetails(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void readDetails(JsonParser parser) throws IOException {
        detailsGiven = parser.currentToken() != JsonToken.VALUE_NULL;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            details = DetailsDraft.read(parser, limits);
        } else {
            parser.skipChildren();
        }
    }

    /** The event that was read, or the first thing that is wrong with it. */
    Event event() throws Refusing {
        String id = eventId.requiredText("", "event_id", MAX_EVENT_ID);
        String from = source.requiredText("", "source", MAX_SOURCE);
        String type = eventType.requiredText("", "event_type", MAX_EVENT_TYPE);
        Instant at = timestamp.requiredTimestamp("", "timestamp");
        if (details == null) {
            throw detailsGiven
                    ? new Refusing(Code.WRONG_TYPE, "/details", "details must be an object.")
                    : new Refusing(Code.MISSING_FIELD, "/details", "details is required; it is an object.");
        }
        Sale.Kind kind = Sale.Kind.ofEventType(type);
        Event.Content content =
                kind == null ? new Event.Activity(details.status()) : new SaleCheck(details, limits).check(kind);
        return new Event(id, from, type, at, content);
    }

    /** What the fields say, whatever is wrong with the others. */
    PartialEnvelope partial() {
        Sale.Kind kind = eventType.isText() ? Sale.Kind.ofEventType(eventType.text()) : null;
        boolean isVoid = kind == Sale.Kind.VOIDED;
        Scalar soldAt = details == null ? Scalar.ABSENT : details.soldAt;
        Instant at = timestamp.timestampOrNull();
        Instant countsAt = isVoid && at != null ? soldAt.timestampOrNull() : at;
        String storeId = kind == null || details == null ? null : details.storeId.textOrNull(SaleCheck.MAX_ID);
        return new PartialEnvelope(eventId.textOrNull(MAX_EVENT_ID), source.textOrNull(MAX_SOURCE), storeId, countsAt);
    }
}
