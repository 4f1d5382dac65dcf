package dev.daybook.processor.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ValueWriter} wrote; throws IllegalStateException for a version that this code doesn't know. */
final class ValueReader {
    private final byte[] bytes;
    private int at;

    ValueReader(byte[] bytes, int version) {
        this.bytes = bytes;
        int written = bytes[at++];
        if (written != version) {
            throw new IllegalStateException("a row's value has version " + written + ", this code reads " + version
                    + ": it was written by another version of Daybook");
        }
    }

    long number() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    String text() {
        int length = (int) unsigned();
        return length == 0 ? null : new String(raw(length - 1), StandardCharsets.UTF_8);
    }

    byte[] raw(int length) {
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
