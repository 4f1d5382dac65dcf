package dev.daybook.events.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.daybook.events.Utf8;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Tells whether bytes can stand in a line of the archive as they are: one JSON value in strict UTF-8, without a line break.
 * Reads tokens only and interprets nothing; numbers and texts are skipped, not converted. Thread-safe.
 */
final class OneLineJson {
    /**
     * Levels, characters of a number and of a name beyond which a value is none that a line can hold. Part of the format, so
     * said here and not left to Jackson's own limits, which other releases of it may change.
     */
    static final int MAX_DEPTH = 1_000;

    static final int MAX_NUMBER_LENGTH = 1_000;
    static final int MAX_NAME_LENGTH = 50_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            // Names of hostile records must not fill the JVM's table of interned strings.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    private OneLineJson() {}

    /** Whether the bytes are one JSON value on one line. */
    static boolean matches(byte[] value) {
        if (!isOneLineOfText(value)) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    /**
     * Whether the bytes are one JSON object on one line, its brace and first name the very first bytes and its other brace the
     * last, that has all the wanted names with texts, none of the forbidden ones, and no name twice.
     *
     * @param wanted filled with the texts of those names
     */
    static boolean isObject(byte[] value, Map<String, String> wanted, Set<String> forbidden) {
        if (value.length < 2
                || value[0] != '{'
                || value[1] != '"'
                || value[value.length - 1] != '}'
                || !isOneLineOfText(value)) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(value)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (forbidden.contains(name) || (wanted.containsKey(name) && token != JsonToken.VALUE_STRING)) {
                    return false;
                }
                if (wanted.containsKey(name)) {
                    wanted.put(name, parser.getText());
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null && !wanted.containsValue(null);
        } catch (IOException notJson) {
            return false;
        }
    }

    /** Jackson guesses UTF-16 and skips a byte order mark; a NUL gives away the one, the other is refused here. */
    private static boolean isOneLineOfText(byte[] value) {
        for (byte b : value) {
            if (b == '\n' || b == '\r' || b == 0) {
                return false;
            }
        }
        boolean byteOrderMark = value.length > 0 && value[0] == (byte) 0xEF;
        return !byteOrderMark && Utf8.firstInvalid(value, 0, value.length) < 0;
    }
}
