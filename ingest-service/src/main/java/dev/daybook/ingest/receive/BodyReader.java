package dev.daybook.ingest.receive;

import dev.daybook.events.Document;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.EventParser;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the events out of a body, without I/O. Lines of NDJSON stand alone, so that one which is no JSON is refused by itself;
 * a broken array, and a limit that is passed in either format, refuse the body as a whole. Thread-safe.
 */
final class BodyReader {
    private final EventParser parser;

    BodyReader(EventParser parser) {
        this.parser = parser;
    }

    Body read(BodyFormat format, byte[] body) {
        return switch (format) {
            case JSON -> json(body);
            case NDJSON -> ndjson(body);
        };
    }

    private Body json(byte[] body) {
        Document document = parser.parse(body);
        if (document instanceof Document.Single single) {
            return new Body.Events(List.of(single.item()), true);
        }
        if (document instanceof Document.Batch batch) {
            return new Body.Events(batch.items(), false);
        }
        return new Body.Unusable(((Document.Unusable) document).refusal());
    }

    private Body ndjson(byte[] body) {
        List<Item> items = new ArrayList<>();
        for (int from = 0; from < body.length; ) {
            int newline = indexOfNewline(body, from);
            int to = newline > from && body[newline - 1] == '\r' ? newline - 1 : newline;
            if (!isBlank(body, from, to)) {
                if (items.size() == parser.limits().maxEvents()) {
                    return new Body.Unusable(tooManyEvents());
                }
                Item item = line(body, from, to);
                if (item instanceof Refused refused && refused.refusal().code().isLimit()) {
                    return new Body.Unusable(within(items.size(), refused.refusal()));
                }
                items.add(item);
            }
            from = newline + 1;
        }
        return new Body.Events(items, false);
    }

    private Item line(byte[] body, int from, int to) {
        Document document = parser.parse(body, from, to);
        if (document instanceof Document.Single single) {
            return single.item();
        }
        Refusal refusal = document instanceof Document.Unusable unusable
                ? unusable.refusal()
                : new Refusal(
                        Code.NOT_AN_OBJECT,
                        "",
                        "A line of NDJSON is one JSON object; send an array as application/json.");
        return new Refused(PartialEnvelope.NOTHING, refusal, Arrays.copyOfRange(body, from, to));
    }

    private static Refusal within(int index, Refusal refusal) {
        return new Refusal(refusal.code(), "/" + index + refusal.pointer(), refusal.detail());
    }

    private Refusal tooManyEvents() {
        return new Refusal(
                Code.TOO_MANY_EVENTS,
                "",
                "A request may hold " + parser.limits().maxEvents() + " events; send the rest in another.");
    }

    /** The index of the line's end: its line feed, or the end of the body. */
    private static int indexOfNewline(byte[] body, int from) {
        int at = from;
        while (at < body.length && body[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
