package dev.daybook.processor.aggregate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a row's figures: a version, then each number zigzag-encoded in as few bytes as it needs (a day's totals take about 30
 * bytes instead of 89, and every row goes to the changelog with every event), each text behind its length plus one, 0 for null.
 */
final class ValueWriter {
    private static final int CONTINUES = 0x80;
    private static final int LOW_BITS = 0x7f;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(48);

    ValueWriter(int version) {
        bytes.write(version);
    }

    ValueWriter number(long value) {
        unsigned((value << 1) ^ (value >> 63));
        return this;
    }

    ValueWriter text(String text) {
        if (text == null) {
            unsigned(0);
            return this;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length + 1L);
        return raw(utf8);
    }

    ValueWriter raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~LOW_BITS) != 0) {
            bytes.write((int) (rest & LOW_BITS) | CONTINUES);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
