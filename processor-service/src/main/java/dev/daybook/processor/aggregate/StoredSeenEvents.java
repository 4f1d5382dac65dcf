package dev.daybook.processor.aggregate;

import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** {@link SeenEvents} with one row of a key-value store for each identity. */
final class StoredSeenEvents implements SeenEvents {
    static final String STORE = "seen-events";

    private static final String CURSOR = "sweep." + STORE;
    private static final int VERSION = 1;
    private static final int SHA256_BYTES = 32;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Bookkeeping bookkeeping;
    private final long windowMillis;

    private record Receipt(long firstMillis, byte[] sha256) {
        byte[] encode() {
            return new ValueWriter(VERSION).number(firstMillis).raw(sha256).toBytes();
        }

        static Receipt decode(byte[] value) {
            ValueReader in = new ValueReader(value, VERSION);
            return new Receipt(in.number(), in.raw(SHA256_BYTES));
        }
    }

    StoredSeenEvents(KeyValueStore<Bytes, byte[]> store, Bookkeeping bookkeeping, Duration window) {
        this.store = store;
        this.bookkeeping = bookkeeping;
        this.windowMillis = window.toMillis();
    }

    @Override
    public Outcome firstReceipt(byte[] identityKey, byte[] contentSha256, long receivedMillis) {
        Bytes key = Bytes.wrap(identityKey);
        byte[] value = store.get(key);
        Receipt first = value == null ? null : Receipt.decode(value);
        if (first == null || hasExpired(first, receivedMillis)) {
            store.put(key, new Receipt(receivedMillis, contentSha256).encode());
            return Outcome.NEW;
        }
        return Arrays.equals(first.sha256(), contentSha256) ? Outcome.DUPLICATE : Outcome.CONFLICT;
    }

    @Override
    public void sweep(long recordTimeMillis, int maxRows) {
        Bytes next = null;
        int rows = 0;
        try (KeyValueIterator<Bytes, byte[]> seen = store.range(bookkeeping.cursor(CURSOR), null)) {
            while (seen.hasNext() && next == null) {
                KeyValue<Bytes, byte[]> row = seen.next();
                if (rows == maxRows) {
                    next = row.key;
                } else if (hasExpired(Receipt.decode(row.value), recordTimeMillis)) {
                    store.delete(row.key);
                }
                rows++;
            }
        }
        bookkeeping.moveCursor(CURSOR, next);
    }

    private boolean hasExpired(Receipt first, long nowMillis) {
        return nowMillis - first.firstMillis() > windowMillis;
    }
}
