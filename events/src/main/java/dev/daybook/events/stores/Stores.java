package dev.daybook.events.stores;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All registered stores at one moment, by their ids. Immutable and thread-safe. */
public final class Stores {
    public static final Stores NONE = new Stores(new TreeMap<>());

    private final SortedMap<String, Store> byId;

    public Stores(SortedMap<String, Store> byId) {
        this.byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
    }

    public Optional<Store> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public int size() {
        return byId.size();
    }

    /** Sorted by id. */
    public Collection<Store> all() {
        return byId.values();
    }

    /** Those behind that id in the order of ids, the id itself excluded; all of them behind none. */
    public Collection<Store> after(Optional<String> id) {
        return id.map(last -> byId.tailMap(last + '\0')).orElse(byId).values();
    }
}
