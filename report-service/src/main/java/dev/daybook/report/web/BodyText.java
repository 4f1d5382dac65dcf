package dev.daybook.report.web;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The beginning of a refused event as text, where that is safe to look at. Pure. */
final class BodyText {
    static final int MAX_BYTES = 2_000;

    private BodyText() {}

    /**
     * At most {@link #MAX_BYTES} of it; empty where they aren't UTF-8, or hold what a screen obeys instead of showing it: control
     * characters other than tab and line breaks, or overrides of the writing direction.
     */
    static Optional<String> of(byte[] body) {
        if (body == null) {
            return Optional.empty();
        }
        int length = Math.min(body.length, MAX_BYTES);
        CharBuffer text = CharBuffer.allocate(length);
        // A character that the end cuts in two is left out; it is no reason to show nothing.
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(body, 0, length), text, false);
        String decoded = text.flip().toString();
        return result.isError() || !decoded.codePoints().allMatch(BodyText::isInert)
                ? Optional.empty()
                : Optional.of(decoded);
    }

    private static boolean isInert(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
