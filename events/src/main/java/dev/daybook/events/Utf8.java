package dev.daybook.events;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: overlong forms, surrogates and truncated sequences are errors, as RFC 3629 says. */
public final class Utf8 {
    private static final int CHUNK_CHARS = 4096;

    private Utf8() {}

    /** The index, within the array, of the first byte that is not UTF-8, or -1 where all of them are. */
    public static int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        if (at == to) {
            return -1; // ASCII, as nearly all events are: no decoder, no allocation
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, at, to - at);
        CharBuffer chunk = CharBuffer.allocate(Math.min(CHUNK_CHARS, to - at));
        CoderResult result;
        do {
            chunk.clear();
            result = decoder.decode(in, chunk, true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : -1;
    }
}
