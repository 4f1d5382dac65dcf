package dev.daybook.events.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.daybook.events.RejectionHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * One record as the archive keeps it, read back with the value's own bytes. See {@link ArchiveLineWriter} for the format.
 *
 * @param producer null where the record named none
 * @param businessDate the day that the record counts on
 * @param localTime the stamped wall clock, or null where the record carried no well-formed stamp
 * @param key the record's key; null where it had none, and for refusals, whose keys aren't kept
 * @param refusal what was refused and why; null in lines of events, and in lines of refusals that are none
 * @param value the record's value, as it was in Kafka; null for a record without one
 * @param isJson whether the value is one line of valid JSON; where not, the line has it as base64
 */
public record ArchiveLine(
        int partition,
        long offset,
        Instant receivedAt,
        String producer,
        LocalDate businessDate,
        String localTime,
        byte[] key,
        Refusal refusal,
        byte[] value,
        boolean isJson) {

    /**
     * The longest line that is read: more than what Daybook writes can come to, the topics' largest record as base64. Only a
     * stranger's record, which the topics measure packed, could be longer.
     */
    public static final int MAX_BYTES = 8 * 1024 * 1024;
    /** Levels that a line adds around an event. */
    private static final int LINE_LEVELS = 1;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(OneLineJson.MAX_DEPTH + LINE_LEVELS)
                    .maxNumberLength(OneLineJson.MAX_NUMBER_LENGTH)
                    .maxNameLength(OneLineJson.MAX_NAME_LENGTH)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build();
    private static final byte[] EVENT = "\"event\":".getBytes(StandardCharsets.US_ASCII);

    /**
     * Why a record in the topic of refusals was refused.
     *
     * @param refusedBy {@code door} or {@code processor}
     */
    public record Refusal(String code, String pointer, String reason, String refusedBy) {}

    /** Says that bytes are not a line of the archive, and why. */
    public static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }

        Malformed(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /** Whether the line belongs to its day's {@code received}. */
    public boolean isReceived(ArchivedTopic.Kind kind) {
        return kind == ArchivedTopic.Kind.EVENTS
                || RejectionHead.of(value).filter(RejectionHead::isOfDoor).isPresent();
    }

    /**
     * Reads one line, without its line break.
     *
     * @throws Malformed where it isn't one
     */
    public static ArchiveLine parse(byte[] line) throws Malformed {
        Draft draft = new Draft(line);
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("the line is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                draft.field(parser);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new Malformed("the line goes on after its object");
            }
            return draft.line();
        } catch (Malformed malformed) {
            throw malformed;
        } catch (IOException | IllegalArgumentException | DateTimeException wrong) {
            throw new Malformed("the line is not JSON of the archive's form", wrong);
        }
    }

    /** The fields as they come. */
    private static final class Draft {
        private static final int NOWHERE = -1;

        private final byte[] bytes;
        private final Map<String, String> texts = new HashMap<>();
        private int refusalFrom = NOWHERE;
        private byte[] event;

        Draft(byte[] bytes) {
            this.bytes = bytes;
        }

        void field(JsonParser parser) throws IOException {
            String name = parser.currentName();
            int at = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            if (!ArchiveLineWriter.NAMES.contains(name) && refusalFrom == NOWHERE) {
                refusalFrom = at;
            }
            JsonToken token = parser.nextToken();
            if (name.equals("event") && refusalFrom == NOWHERE) {
                event = event(at, parser);
            } else if (token.isScalarValue()) {
                if (texts.putIfAbsent(name, token == JsonToken.VALUE_NULL ? null : parser.getText()) != null) {
                    throw new Malformed("the line has \"" + name + "\" twice");
                }
            } else {
                parser.skipChildren();
            }
        }

        /** The event is the last field, so its bytes are what stands between the name and the line's closing brace. */
        private byte[] event(int nameAt, JsonParser parser) throws IOException {
            int from = nameAt + EVENT.length;
            if (from >= bytes.length || !Arrays.equals(bytes, nameAt, from, EVENT, 0, EVENT.length)) {
                throw new Malformed("the line's event is not where it belongs");
            }
            parser.skipChildren();
            return Arrays.copyOfRange(bytes, from, bytes.length - 1);
        }

        ArchiveLine line() throws Malformed {
            boolean isRefusal = texts.containsKey("code") && texts.containsKey("refused_by");
            if (event == null && !isRefusal && !texts.containsKey("body_base64")) {
                throw new Malformed("the line has neither an event nor a refusal nor a body");
            }
            return new ArchiveLine(
                    Integer.parseInt(needed("partition")),
                    Long.parseLong(needed("offset")),
                    Instant.parse(needed("received_at")),
                    texts.get("producer"),
                    LocalDate.parse(needed("business_date")),
                    texts.get("local_time"),
                    base64("key_base64"),
                    isRefusal ? refusal() : null,
                    value(isRefusal),
                    event != null || isRefusal);
        }

        private Refusal refusal() {
            return new Refusal(texts.get("code"), texts.get("pointer"), texts.get("reason"), texts.get("refused_by"));
        }

        private byte[] value(boolean isRefusal) throws Malformed {
            if (event != null) {
                return event;
            }
            if (!isRefusal) {
                return base64("body_base64");
            }
            byte[] value = new byte[bytes.length - refusalFrom + 1];
            value[0] = '{';
            System.arraycopy(bytes, refusalFrom, value, 1, value.length - 1);
            return value;
        }

        private String needed(String name) throws Malformed {
            String text = texts.get(name);
            if (text == null) {
                throw new Malformed("the line has no " + name);
            }
            return text;
        }

        private byte[] base64(String name) {
            String text = texts.get(name);
            return text == null ? null : Base64.getDecoder().decode(text);
        }
    }
}
