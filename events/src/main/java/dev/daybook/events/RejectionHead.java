package dev.daybook.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.daybook.events.Rejection.RefusedBy;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What decides how a record of {@code daybook.rejected} counts, read from its value alone: the same bytes always give the same
 * head, so that everyone who counts refusals classifies even a stranger's record alike. The door's records are received events
 * that were rejected; the processor's are copies of records of {@code daybook.events}; what has no head is neither, and nobody
 * counts it.
 *
 * @param code 1–64 of a-z, 0-9 and _: one of {@link Refusal.Code}'s wire names, or another release's
 */
public record RejectionHead(RefusedBy refusedBy, String code) {
    private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");
    /** A rejection is flat; other releases may add to it, strangers nest what they like. */
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(EventParser.MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE) // as long as the record at most
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * The head of a record's value: it must be one strict JSON object in UTF-8, no name twice, with {@code refused_by}
     * {@code "door"} or {@code "processor"} and a {@code code}.
     *
     * @param value null gives empty
     */
    public static Optional<RejectionHead> of(byte[] value) {
        if (value == null || new Source(value, 0, value.length).encodingFault() != null) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(value)) {
            return read(parser);
        } catch (IOException notARejection) {
            return Optional.empty();
        }
    }

    /** Whether it belongs to its day's {@code received}, and to its {@code rejected}. */
    public boolean isOfDoor() {
        return refusedBy == RefusedBy.DOOR;
    }

    private static Optional<RejectionHead> read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        String code = null;
        RefusedBy refusedBy = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && name.equals("code")) {
                code = parser.getText();
            } else if (token == JsonToken.VALUE_STRING && name.equals("refused_by")) {
                refusedBy = RefusedBy.ofWireName(parser.getText());
            }
            parser.skipChildren();
        }
        boolean whole = parser.nextToken() == null;
        return whole && refusedBy != null && code != null && CODE.matcher(code).matches()
                ? Optional.of(new RejectionHead(refusedBy, code))
                : Optional.empty();
    }
}
