package dev.daybook.events.stores;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stores as the records of {@code daybook.stores} say, taken in their order from the first on: whoever was given the same
 * records knows the same stores. A record that can't be used is passed over and complained of, never fatal. Thread-safe.
 */
public final class StoreRegistry {
    /** What all readers hold in memory; the door refuses more. */
    public static final int MAX_STORES = 10_000;

    private final SortedMap<String, Store> stores = new TreeMap<>();
    /** Of {@link #stores}; null while nobody has asked since the last change, so that loading thousands copies them once. */
    private volatile Stores snapshot = Stores.NONE;

    private long unusable;
    private String lastUnusable;

    /** What became of a record. */
    public sealed interface Applied {
        /** What people should know of it; empty for what is in order. */
        default Optional<String> complaint() {
            return this instanceof Unusable unusable ? Optional.of(unusable.why()) : Optional.empty();
        }
    }

    /** It is the store's newest change now. */
    public record Accepted(StoreRecord record, Store store) implements Applied {}

    /** Another change of the store was faster than this one. */
    public record Stale(StoreRecord record) implements Applied {}

    /** It can't be used here; its place in the order of the store's changes counts where it shows one. */
    public record Unusable(String why) implements Applied {}

    /** It was in order, but is one store or one version too many; its place in the order of the store's changes counts. */
    public record NoRoom(StoreRecord record) implements Applied {}

    /** Takes the next record's value. */
    public synchronized Applied apply(byte[] value) {
        StoreRecordReader.Read read = StoreRecordReader.read(value);
        if (read instanceof StoreRecordReader.Unreadable unreadable) {
            return unusable(unreadable.why());
        }
        if (read instanceof StoreRecordReader.HeadOnly head) {
            Store before = before(head.storeId());
            if (head.basedOn() == before.changes()) {
                put(before.changedBeyondUse());
            }
            return unusable(head.why());
        }
        StoreRecord record = ((StoreRecordReader.Whole) read).record();
        Store before = before(record.storeId());
        if (record.basedOn() != before.changes()) {
            return new Stale(record);
        }
        if (!hasRoom(before, record)) {
            put(before.changedBeyondUse());
            return new NoRoom(record);
        }
        Store after = before.changed(record.version());
        put(after);
        return new Accepted(record, after);
    }

    private Store before(String id) {
        Store known = stores.get(id);
        return known == null ? new Store(id, 0, List.of()) : known;
    }

    private boolean hasRoom(Store before, StoreRecord record) {
        return (stores.containsKey(before.id()) || stores.size() < MAX_STORES)
                && before.hasRoomFor(record.version().validFrom());
    }

    private void put(Store store) {
        stores.put(store.id(), store);
        snapshot = null;
    }

    private Applied unusable(String why) {
        unusable++;
        lastUnusable = why;
        return new Unusable(why);
    }

    /** All stores as they are now. */
    public Stores stores() {
        Stores known = snapshot;
        return known == null ? takeSnapshot() : known;
    }

    private synchronized Stores takeSnapshot() {
        if (snapshot == null) {
            snapshot = new Stores(stores);
        }
        return snapshot;
    }

    /** What people should know of records that could not be used, or empty where all could. */
    public synchronized Optional<String> complaint() {
        return unusable == 0
                ? Optional.empty()
                : Optional.of(unusable + " record(s) of the store registry can't be used, the last one because "
                        + lastUnusable);
    }
}
