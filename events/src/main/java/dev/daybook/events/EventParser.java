package dev.daybook.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Batch;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.Document.Single;
import dev.daybook.events.Document.Unusable;
import dev.daybook.events.Refusal.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads events strictly, in one streaming pass over the bytes: RFC 8259 JSON in UTF-8 without a byte-order mark, no duplicate
 * key, nothing behind the value, and sale events checked to the last field. Every input has an answer; nothing is thrown for
 * one. Immutable and safe for use by many threads.
 */
public final class EventParser {
    /** Digits and signs of the longest number, known field or not; what reads the archive later has such limits too. */
    public static final int MAX_NUMBER_LENGTH = 1_000;
    /** Levels that an array of events adds around each of them. */
    private static final int BATCH_LEVELS = 1;
    /** Characters of a refusal's detail, or of its pointer, that come from the body. */
    private static final int MAX_QUOTED = 256;

    private static final Pattern JACKSON_LOCATION = Pattern.compile("\\[Source: [^;]*; (line: \\d+, column: \\d+)]");

    private final EventLimits limits;
    private final JsonFactory ofEvent;
    private final JsonFactory ofBatch;

    public EventParser(EventLimits limits) {
        this.limits = limits;
        this.ofEvent = factory(limits.maxDepth());
        this.ofBatch = factory(limits.maxDepth() + BATCH_LEVELS);
    }

    private static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // The names come from strangers: interned, they would stay in the JVM's table for good.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        // A text is as long as the body at most; maxEventBytes refuses the event that holds it.
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    public EventLimits limits() {
        return limits;
    }

    /** Reads the whole array as one JSON text: an event, or an array of events. */
    public Document parse(byte[] bytes) {
        return parse(bytes, 0, bytes.length);
    }

    /** Reads {@code bytes[from, to)} as one JSON text: an event, or an array of events. */
    public Document parse(byte[] bytes, int from, int to) {
        Source source = new Source(bytes, from, to);
        Refusal encoding = source.encodingFault();
        if (encoding != null) {
            return new Unusable(encoding);
        }
        boolean array = source.startsArray();
        try (JsonParser parser = (array ? ofBatch : ofEvent).createParser(bytes, from, to - from)) {
            return document(source, parser);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    private Document document(Source source, JsonParser parser) throws IOException {
        try {
            Document document = value(source, parser);
            if (parser.nextToken() != null) {
                throw new Refusing(
                        Code.TRAILING_CONTENT,
                        "",
                        "There is more after the end of the JSON value; several events are sent as an array, or one a line as application/x-ndjson.");
            }
            return document;
        } catch (Refusing refusing) {
            return new Unusable(refusing.refusal());
        } catch (StreamConstraintsException beyondLimit) {
            return new Unusable(beyondLimit(beyondLimit, parser));
        } catch (JsonProcessingException malformed) {
            return new Unusable(malformed(malformed, parser));
        }
    }

    private Document value(Source source, JsonParser parser) throws IOException, Refusing {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new Refusing(Code.INVALID_JSON, "", "The body is empty; send a JSON object or array.");
        }
        return switch (first) {
            case START_OBJECT -> new Single(item(source, parser, ""));
            case START_ARRAY -> batch(source, parser);
            // Not thrown: what follows it may show that it isn't even JSON.
            default ->
                new Unusable(new Refusal(
                        Code.NOT_AN_OBJECT, "", "An event is a JSON object; send one, or an array of them."));
        };
    }

    private Batch batch(Source source, JsonParser parser) throws IOException, Refusing {
        List<Item> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == limits.maxEvents()) {
                throw new Refusing(
                        Code.TOO_MANY_EVENTS,
                        "",
                        "A request may hold " + limits.maxEvents() + " events; send the rest in another.");
            }
            items.add(item(source, parser, "/" + items.size()));
        }
        return new Batch(items);
    }

    /**
     * The value under the parser, as an item of its own.
     *
     * @param pointer where in the body it stands
     * @throws Refusing where it is beyond a limit, which refuses the whole body
     */
    private Item item(Source source, JsonParser parser, String pointer) throws IOException, Refusing {
        int start = source.offset(parser.currentTokenLocation());
        EnvelopeReader envelope = null;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            envelope = new EnvelopeReader(limits);
            envelope.read(parser);
        } else {
            parser.skipChildren();
            parser.finishToken();
        }
        int end = source.offset(parser.currentLocation());
        if (end - start > limits.maxEventBytes()) {
            throw new Refusing(
                    Code.EVENT_TOO_LARGE,
                    pointer,
                    "An event may have " + limits.maxEventBytes() + " bytes; this one has " + (end - start) + ".");
        }
        byte[] line = source.line(start, end);
        if (envelope == null) {
            return new Refused(
                    PartialEnvelope.NOTHING, new Refusal(Code.NOT_AN_OBJECT, "", "An event is a JSON object."), line);
        }
        try {
            return new Accepted(envelope.event(), line);
        } catch (Refusing refusing) {
            if (refusing.refusal().code().isLimit()) {
                throw refusing.within(pointer);
            }
            return new Refused(envelope.partial(), refusing.refusal(), line);
        }
    }

    /** Jackson has one exception for all its limits; only the beginning of its message says which of them it was. */
    private Refusal beyondLimit(StreamConstraintsException beyondLimit, JsonParser parser) {
        String message = beyondLimit.getOriginalMessage();
        if (message.startsWith("Document nesting depth")) {
            return new Refusal(
                    Code.TOO_DEEP,
                    pointer(parser),
                    "An event may nest objects and arrays " + limits.maxDepth() + " levels deep.");
        }
        if (message.startsWith("Number value length")) {
            return new Refusal(
                    Code.NUMBER_TOO_LONG,
                    pointer(parser),
                    "A number may have " + MAX_NUMBER_LENGTH + " characters; send a longer one as a string.");
        }
        return new Refusal(
                Code.COLLIDING_NAMES, "", "The body has thousands of field names that were made to hash alike.");
    }

    private static Refusal malformed(JsonProcessingException malformed, JsonParser parser) {
        var where = malformed.getLocation();
        String position = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
        String message = malformed.getOriginalMessage();
        if (message.startsWith("Duplicate ")) {
            return new Refusal(
                    Code.DUPLICATE_KEY,
                    pointer(parser),
                    "This field stands twice in its object; send it once." + position);
        }
        String plain = JACKSON_LOCATION.matcher(message).replaceAll("$1");
        return new Refusal(Code.INVALID_JSON, "", Text.quotable(plain, MAX_QUOTED) + position);
    }

    /** Where the parser stands, or the whole body where names on the way there are not fit to be shown. */
    private static String pointer(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return Text.isValid(pointer, MAX_QUOTED) ? pointer : "";
    }
}
