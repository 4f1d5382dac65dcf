package dev.daybook.ingest.stores;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Problem;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a request, each with where and what to send instead. Not thread-safe. */
final class Faults {
    /** A body of 64 KiB can hold thousands of mistakes; the first ones will do. */
    private static final int MAX_SHOWN = 50;

    private final List<Fault> found = new ArrayList<>();

    /** One of them; the pointer is RFC 6901's, empty for the whole body. */
    record Fault(String pointer, String detail) {}

    void add(String pointer, String detail) {
        if (found.size() < MAX_SHOWN) {
            found.add(new Fault(pointer, detail));
        }
    }

    List<Fault> all() {
        return List.copyOf(found);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** 422 with all of them. */
    Answer answer() {
        ObjectNode more = Json.MAPPER.createObjectNode();
        ArrayNode errors = more.putArray("errors");
        found.forEach(
                fault -> errors.addObject().put("pointer", fault.pointer()).put("detail", fault.detail()));
        String things = found.size() == 1 ? "One thing is" : found.size() + " things are";
        return new Problem(422, "invalid_store", things + " wrong with the store; errors says what and where.")
                .answer(more);
    }
}
