package dev.daybook.service.http;

import java.util.Set;

/**
 * Who sent a request, as its API key says.
 *
 * @param id the key's id, fit for logs and headers
 * @param may what the key is for
 * @param stores the stores that the caller may write for; empty for all
 * @param eventTypes the event types that it may write; empty for all
 */
public record Caller(String id, Set<Access> may, Set<String> stores, Set<String> eventTypes) {

    /** Who shows no key, where none is needed. */
    static final Caller STRANGER = new Caller("", Set.of(Access.ANYONE), Set.of(), Set.of());

    public Caller {
        may = Set.copyOf(may);
        stores = Set.copyOf(stores);
        eventTypes = Set.copyOf(eventTypes);
    }

    public boolean mayWriteStore(String storeId) {
        return stores.isEmpty() || stores.contains(storeId);
    }

    public boolean mayWriteType(String eventType) {
        return eventTypes.isEmpty() || eventTypes.contains(eventType);
    }
}
