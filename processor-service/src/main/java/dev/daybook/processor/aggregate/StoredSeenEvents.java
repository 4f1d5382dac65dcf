package dev.daybook.processor.aggregate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** {@link SeenEvents} with one row of a key-value store for each identity. */
final class StoredSeenEvents implements SeenEvents {
    static final String STORE = "seen-events";

    private static final String CURSOR = "sweep." + STORE;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Bookkeeping bookkeeping;
    private final long windowMillis;

    StoredSeenEvents(KeyValueStore<Bytes, byte[]> store, Bookkeeping bookkeeping, Duration window) {
        this.store = store;
        this.bookkeeping = bookkeeping;
        this.windowMillis = window.toMillis();
    }

    @Override
    public Outcome firstReceipt(byte[] identityKey, FirstReceipt receipt) {
        Optional<FirstReceipt> first = find(identityKey, receipt.receivedMillis());
        if (first.isEmpty()) {
            store.put(Bytes.wrap(identityKey), receipt.encode());
            return Outcome.NEW;
        }
        return Arrays.equals(first.get().sha256(), receipt.sha256()) ? Outcome.DUPLICATE : Outcome.CONFLICT;
    }

    @Override
    public Optional<FirstReceipt> find(byte[] identityKey, long recordTimeMillis) {
        byte[] value = store.get(Bytes.wrap(identityKey));
        return value == null
                ? Optional.empty()
                : Optional.of(FirstReceipt.decode(value)).filter(first -> !hasExpired(first, recordTimeMillis));
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
                } else if (hasExpired(FirstReceipt.decode(row.value), recordTimeMillis)) {
                    store.delete(row.key);
                }
                rows++;
            }
        }
        bookkeeping.moveCursor(CURSOR, next);
    }

    private boolean hasExpired(FirstReceipt first, long nowMillis) {
        return nowMillis - first.receivedMillis() > windowMillis;
    }
}
