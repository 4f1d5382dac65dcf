package dev.daybook.processor.aggregate;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a partition knows about itself, in the store of its rows under keys that begin with a zero byte, where no date's key
 * does: a third store would cost a RocksDB instance for each partition. Not thread-safe.
 */
final class Bookkeeping {
    private static final Bytes FIRST_KEY = Bytes.wrap(new byte[0]);
    private static final int VERSION = 1;

    private final KeyValueStore<Bytes, byte[]> store;

    Bookkeeping(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** How far the partition of the source has been counted. */
    Position position(Source source) {
        byte[] value = store.get(key("position." + source.key()));
        return value == null ? Position.START : Position.decode(value);
    }

    void moveTo(Source source, Position position) {
        store.put(key("position." + source.key()), position.encode());
    }

    /** Where a sweep goes on: it survives restarts, or a sweep of a week would never get past the first day's share. */
    Bytes cursor(String sweep) {
        byte[] value = store.get(key(sweep));
        return value == null ? FIRST_KEY : Bytes.wrap(new ValueReader(value, VERSION).raw(value.length - 1));
    }

    /** Has the sweep go on at the key, or from the start where it is null. */
    void moveCursor(String sweep, Bytes key) {
        if (key == null) {
            store.delete(key(sweep));
        } else {
            store.put(key(sweep), new ValueWriter(VERSION).raw(key.get()).toBytes());
        }
    }

    private static Bytes key(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[text.length + 1];
        System.arraycopy(text, 0, key, 1, text.length);
        return Bytes.wrap(key);
    }
}
