package dev.daybook.report.daily;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Up to where the topics are counted in a report: everything before these offsets, nothing from them on.
 *
 * @param at when the ends of the topics were read; unless the report is PROVISIONAL, everything received before is within the cut
 * @param topic of events
 * @param rejectedTopic of refusals; null in revisions of releases that did not count them
 * @param partitions each partition of the topics once, in order
 */
public record Cut(Instant at, String topic, String rejectedTopic, List<Position> partitions) {

    public Cut {
        partitions = List.copyOf(partitions);
    }

    /**
     * Where one partition of both topics is counted to.
     *
     * @param events the offset after the last event that is counted; 0 where none is
     * @param rejected likewise of the refusals
     */
    public record Position(int partition, long events, long rejected) {}

    /**
     * Whether everything within the other cut is within this one. A cut of another topic never is: a replay goes to topics of
     * its own, and its offsets say nothing about these.
     */
    public boolean covers(Cut other) {
        boolean sameRefusals = other.rejectedTopic == null || Objects.equals(rejectedTopic, other.rejectedTopic);
        return topic.equals(other.topic)
                && sameRefusals
                && covers(other, Position::events)
                && covers(other, Position::rejected);
    }

    private boolean covers(Cut other, ToLongFunction<Position> offset) {
        Map<Integer, Long> own =
                partitions.stream().collect(Collectors.toMap(Position::partition, offset::applyAsLong));
        return other.partitions.stream()
                .allMatch(position -> own.getOrDefault(position.partition(), 0L) >= offset.applyAsLong(position));
    }
}
