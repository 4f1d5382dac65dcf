package dev.daybook.events.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.common.header.Header;

/** The bytes of one line as it is written: a growing array without java.io.ByteArrayOutputStream's lock at each byte. */
final class LineBytes {
    private static final int START_BYTES = 4 * 1024;
    /** An array that one huge record made grow is given up after it. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[START_BYTES];
    private int length;

    void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[START_BYTES];
        }
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    LineBytes ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    LineBytes bytes(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    LineBytes digit(int digit) {
        room(1);
        bytes[length++] = (byte) ('0' + digit);
        return this;
    }

    LineBytes number(long number) {
        return ascii(Long.toString(number));
    }

    LineBytes base64(byte[] raw) {
        if (raw == null) {
            return bytes(NULL, 0, NULL.length);
        }
        byte[] encoded = Base64.getEncoder().encode(raw);
        return ascii("\"").bytes(encoded, 0, encoded.length).ascii("\"");
    }

    /** The header's text as a JSON string: what isn't UTF-8 in it becomes U+FFFD. */
    void text(Header header) {
        if (header == null || header.value() == null) {
            bytes(NULL, 0, NULL.length);
            return;
        }
        byte[] utf8 = new String(header.value(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        ascii("\"");
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                ascii("\\").single(b);
            } else if (b >= 0 && b < ' ') {
                ascii("\\u00").single((byte) HEX.charAt(b >> 4)).single((byte) HEX.charAt(b & 0xF));
            } else {
                single(b);
            }
        }
        ascii("\"");
    }

    private LineBytes single(byte b) {
        room(1);
        bytes[length++] = b;
        return this;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
