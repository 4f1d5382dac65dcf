package dev.daybook.events;

import com.fasterxml.jackson.core.JsonLocation;
import dev.daybook.events.Refusal.Code;
import java.util.Arrays;

/** The bytes {@code [from, to)} under a parser, which counts from the first of them. */
record Source(byte[] bytes, int from, int to) {
    /** What the tokenizer looks at to guess UTF-16 or UTF-32; in both, an ASCII character has a NUL beside it. */
    private static final int GUESSED_FROM_BYTES = 4;

    /** Why the bytes are not plain UTF-8, or null where they are. */
    Refusal encodingFault() {
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
        for (int at = from; at < Math.min(to, from + GUESSED_FROM_BYTES); at++) {
            if (bytes[at] == 0) {
                return new Refusal(Code.INVALID_JSON, "", "The body holds a NUL byte; send plain UTF-8.");
            }
        }
        return null;
    }

    /** Whether the first byte that is not white space opens an array. */
    boolean startsArray() {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
            at++;
        }
        return at < to && bytes[at] == '[';
    }

    /** The index in the array of a place that the parser names. */
    int offset(JsonLocation location) {
        return Math.toIntExact(from + location.getByteOffset());
    }

    /** A copy of {@code [start, end)} on one line. */
    byte[] line(int start, int end) {
        byte[] line = Arrays.copyOfRange(bytes, start, end);
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }
}
