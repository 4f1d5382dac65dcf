package dev.daybook.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
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

/**
 * Reads events strictly, in one streaming pass over the bytes: RFC 8259 JSON in UTF-8 without a byte-order mark, no duplicate
 * key, nothing behind the value, and sale events checked to the last field. Every input has an answer; nothing is thrown for
 * one. Immutable and safe for use by many threads.
 */
public final class EventParser {
    /** Bytes that a JSON text can't hold raw but that would make the tokenizer guess UTF-16 or UTF-32. */
    private static final byte NUL = 0;
    /** Digits of a number inside {@code details} that Daybook gives no meaning to. */
    private static final int MAX_NUMBER_LENGTH = 1_000;
    /** Levels that an array of events adds around each of them. */
    private static final int BATCH_LEVELS = 1;

    private final EventLimits limits;
    private final JsonFactory json;

    public EventParser(EventLimits limits) {
        this.limits = limits;
        this.json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // The names come from strangers: interned, they would stay in the JVM's table for good.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth() + BATCH_LEVELS)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(limits.maxEventBytes())
                        .maxNameLength(limits.maxEventBytes())
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
        Refusal encoding = checkEncoding(bytes, from, to);
        if (encoding != null) {
            return new Unusable(encoding);
        }
        try (JsonParser parser = json.createParser(bytes, from, to - from)) {
            return document(new Source(bytes, from, to), parser);
        } catch (StreamConstraintsException beyondLimit) {
            return new Unusable(tooDeepOrLong(beyondLimit));
        } catch (JsonProcessingException malformed) {
            return new Unusable(malformed(malformed));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    private Document document(Source source, JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return new Unusable(new Refusal(Code.INVALID_JSON, "", "The body is empty; send a JSON object or array."));
        }
        Document document = switch (first) {
            case START_OBJECT -> single(item(source, parser));
            case START_ARRAY -> batch(source, parser);
            default ->
                new Unusable(new Refusal(
                        Code.NOT_AN_OBJECT, "", "An event is a JSON object; send one, or an array of them."));
        };
        if (!(document instanceof Unusable unusable && unusable.refusal().code().isLimit())
                && parser.nextToken() != null) {
            return new Unusable(
                    new Refusal(
                            Code.TRAILING_CONTENT,
                            "",
                            "There is more after the end of the JSON value; several events are sent as an array, or one a line as application/x-ndjson."));
        }
        return document;
    }

    private static Document single(Item item) {
        return item instanceof Refused refused && refused.refusal().code().isLimit()
                ? new Unusable(refused.refusal())
                : new Single(item);
    }

    private Document batch(Source source, JsonParser parser) throws IOException {
        List<Item> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == limits.maxEvents()) {
                return new Unusable(new Refusal(
                        Code.TOO_MANY_EVENTS,
                        "",
                        "A request may hold " + limits.maxEvents() + " events; send the rest in another."));
            }
            Item item = item(source, parser);
            if (item instanceof Refused refused && refused.refusal().code().isLimit()) {
                Refusal refusal = refused.refusal();
                return new Unusable(
                        new Refusal(refusal.code(), "/" + items.size() + refusal.pointer(), refusal.detail()));
            }
            items.add(item);
        }
        return new Batch(items);
    }

    private Item item(Source source, JsonParser parser) throws IOException {
        int start = source.offset(parser.currentTokenLocation().getByteOffset());
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            Refusal refusal = new Refusal(Code.NOT_AN_OBJECT, "", "An event is a JSON object.");
            parser.finishToken();
            return new Refused(
                    null,
                    refusal,
                    source.line(start, source.offset(parser.currentLocation().getByteOffset())));
        }
        EnvelopeReader envelope = new EnvelopeReader(limits);
        envelope.read(parser);
        int end = source.offset(parser.currentLocation().getByteOffset());
        if (end - start > limits.maxEventBytes()) {
            return new Refused(
                    null,
                    new Refusal(
                            Code.EVENT_TOO_LARGE,
                            "",
                            "An event may have " + limits.maxEventBytes() + " bytes; this one has " + (end - start)
                                    + "."),
                    new byte[0]);
        }
        byte[] line = source.line(start, end);
        return envelope.refusal() == null
                ? new Accepted(envelope.event(), line)
                : new Refused(envelope.shownEventId(), envelope.refusal(), line);
    }

    private static Refusal checkEncoding(byte[] bytes, int from, int to) {
        int invalid = Utf8.firstInvalid(bytes, from, to);
        if (invalid >= 0) {
            return new Refusal(
                    Code.INVALID_UTF8,
                    "",
                    "JSON is UTF-8; the byte at offset " + (invalid - from) + " is not part of any.");
        }
        if (to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            return new Refusal(Code.INVALID_JSON, "", "The body starts with a byte-order mark; send plain UTF-8.");
        }
        // Four bytes are what the tokenizer looks at to guess UTF-16 or UTF-32, which both show a NUL there.
        for (int at = from; at < Math.min(to, from + 4); at++) {
            if (bytes[at] == NUL) {
                return new Refusal(Code.INVALID_JSON, "", "The body holds a NUL byte; send plain UTF-8.");
            }
        }
        return null;
    }

    private Refusal tooDeepOrLong(StreamConstraintsException beyondLimit) {
        return new Refusal(
                Code.TOO_DEEP,
                "",
                "The JSON is nested deeper than " + limits.maxDepth() + " levels, or holds a number of more than "
                        + MAX_NUMBER_LENGTH + " digits or a text of more than " + limits.maxEventBytes()
                        + " bytes: " + beyondLimit.getOriginalMessage());
    }

    private static Refusal malformed(JsonProcessingException malformed) {
        boolean duplicate = malformed instanceof JsonParseException
                && malformed.getOriginalMessage().startsWith("Duplicate field");
        var where = malformed.getLocation();
        String position = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
        return new Refusal(
                duplicate ? Code.DUPLICATE_KEY : Code.INVALID_JSON, "", malformed.getOriginalMessage() + position);
    }

    /** The bytes under the parser; the parser counts from the first of them. */
    private record Source(byte[] bytes, int from, int to) {
        int offset(long parserOffset) {
            return Math.min(to, Math.toIntExact(from + parserOffset));
        }

        byte[] line(int start, int end) {
            byte[] line = java.util.Arrays.copyOfRange(bytes, start, end);
            for (int i = 0; i < line.length; i++) {
                if (line[i] == '\n' || line[i] == '\r') {
                    line[i] = ' ';
                }
            }
            return line;
        }
    }
}
