package dev.daybook.processor.verify;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which receipts of one partition are the first of their identity, exactly: a window begins at a receipt that counts and ends
 * when more than its length has passed; what comes within it is a duplicate or a conflict and doesn't prolong it. Holds the
 * identities of one window, about 200 bytes each. Not thread-safe.
 */
final class ReceiptWindow {
    private final long windowMillis;
    /** In the order of their times, which never go back, so that those that ended are in front. */
    private final Map<Key, First> firsts = new LinkedHashMap<>();

    /** What a receipt is to its identity. */
    enum Outcome {
        FIRST,
        DUPLICATE,
        CONFLICTING
    }

    /** The 128 bits of an identity's key. */
    record Key(long high, long low) {
        /** Null where the bytes are no identity's key. */
        static Key of(byte[] bytes) {
            if (bytes == null || bytes.length != 2 * Long.BYTES) {
                return null;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Key(buffer.getLong(), buffer.getLong());
        }
    }

    private record First(long millis, byte[] sha256) {}

    ReceiptWindow(Duration window) {
        this.windowMillis = window.toMillis();
    }

    /** @param recordMillis the greatest time of receipt in the partition so far */
    Outcome receipt(Key key, byte[] sha256, long recordMillis) {
        forgetBefore(recordMillis - windowMillis);
        First first = firsts.get(key);
        if (first == null) {
            firsts.put(key, new First(recordMillis, sha256));
            return Outcome.FIRST;
        }
        return Arrays.equals(first.sha256(), sha256) ? Outcome.DUPLICATE : Outcome.CONFLICTING;
    }

    private void forgetBefore(long millis) {
        Iterator<First> eldest = firsts.values().iterator();
        while (eldest.hasNext() && eldest.next().millis() < millis) {
            eldest.remove();
        }
    }
}
