package dev.daybook.processor.aggregate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** Writes a {@link RowKey}, or a prefix of one as the bound of a range scan. */
final class KeyWriter {
    /** Dates of the contract have four-digit years; a zone's offset may move one over either end. */
    static final LocalDate FIRST_DATE = LocalDate.of(-1, 1, 1);

    static final LocalDate LAST_DATE = LocalDate.of(10_000, 12, 31);

    static final int DATE_BYTES = Integer.BYTES;
    static final byte END_OF_TEXT = 0;

    private byte[] bytes = new byte[64];
    private int length;

    KeyWriter(LocalDate date, RowKind kind) {
        this(date);
        append(kind.code());
    }

    KeyWriter(LocalDate date) {
        if (!isRowDate(date)) {
            throw new IllegalArgumentException("no row can have the date " + date);
        }
        ByteBuffer.wrap(bytes).putInt(Math.toIntExact(date.toEpochDay()) ^ Integer.MIN_VALUE);
        length = DATE_BYTES;
    }

    /** Whether a row can have that date: its key must not reach those of {@link Bookkeeping}. */
    static boolean isRowDate(LocalDate date) {
        return !date.isBefore(FIRST_DATE) && !date.isAfter(LAST_DATE);
    }

    KeyWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length + 1);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        append(END_OF_TEXT);
        return this;
    }

    KeyWriter hour(int hour) {
        append((byte) hour);
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void append(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
