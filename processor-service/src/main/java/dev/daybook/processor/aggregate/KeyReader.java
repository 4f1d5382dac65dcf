package dev.daybook.processor.aggregate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Reads what {@link KeyWriter} wrote. */
final class KeyReader {
    private final byte[] bytes;
    private int at;

    KeyReader(byte[] bytes) {
        this.bytes = bytes;
    }

    LocalDate date() {
        at += KeyWriter.DATE_BYTES;
        return LocalDate.ofEpochDay(ByteBuffer.wrap(bytes).getInt() ^ Integer.MIN_VALUE);
    }

    RowKind kind() {
        return RowKind.ofCode(bytes[at++]);
    }

    String text() {
        int from = at;
        while (bytes[at] != KeyWriter.END_OF_TEXT) {
            at++;
        }
        return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
    }

    int hour() {
        return bytes[at++];
    }

    boolean hasMore() {
        return at < bytes.length;
    }
}
