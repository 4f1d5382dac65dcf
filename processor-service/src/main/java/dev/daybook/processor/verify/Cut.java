package dev.daybook.processor.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Up to where records count: those before the offset of their partition, none from it on.
 *
 * @param events by partition; every partition of the topic is in it
 * @param rejected by partition; empty where whoever made the cut counted events alone
 */
record Cut(Map<Integer, Long> events, Map<Integer, Long> rejected) {
    Cut {
        events = Map.copyOf(events);
        rejected = Map.copyOf(rejected);
    }

    /**
     * Reads an array of {@code {"partition","events","rejected"}}.
     *
     * @throws IllegalArgumentException where it isn't one
     */
    static Cut of(JsonNode positions) {
        Map<Integer, Long> events = new TreeMap<>();
        Map<Integer, Long> rejected = new TreeMap<>();
        for (JsonNode position : positions) {
            if (!position.path("partition").isInt() || !position.path("events").isIntegralNumber()) {
                throw new IllegalArgumentException("its cut is not one of offsets by partition");
            }
            events.put(
                    position.path("partition").intValue(),
                    position.path("events").longValue());
            if (position.path("rejected").isIntegralNumber()) {
                rejected.put(
                        position.path("partition").intValue(),
                        position.path("rejected").longValue());
            }
        }
        if (events.isEmpty()) {
            throw new IllegalArgumentException("its cut names no partition");
        }
        return new Cut(events, rejected);
    }

    int partitions() {
        return events.size();
    }

    long of(boolean isEvents, int partition) {
        return (isEvents ? events : rejected).getOrDefault(partition, 0L);
    }
}
