package dev.daybook.report.daily;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Up to where the topic is counted in a report: everything before these offsets, nothing from them on.
 *
 * @param at when the ends of the topic were read; everything received before is within the cut
 * @param partitions each partition of the topic once, in order
 */
public record Cut(Instant at, String topic, List<Position> partitions) {

    public Cut {
        partitions = List.copyOf(partitions);
    }

    /** @param events the offset after the last record that is counted; 0 where none is */
    public record Position(int partition, long events) {}

    /**
     * Whether everything within the other cut is within this one. A cut of another topic never is: a replay goes to topics of
     * its own, and its offsets say nothing about these.
     */
    public boolean covers(Cut other) {
        Map<Integer, Long> own = partitions.stream().collect(Collectors.toMap(Position::partition, Position::events));
        return topic.equals(other.topic)
                && other.partitions.stream()
                        .allMatch(position -> own.getOrDefault(position.partition(), 0L) >= position.events());
    }
}
