package dev.daybook.events.archive;

import dev.daybook.events.Topics;
import java.util.List;

/** A topic that the archive keeps, and how its lines are written. */
public record ArchivedTopic(String name, Kind kind) {

    /** What a topic's records are. */
    public enum Kind {
        /** A line ends with {@code "event":<the value's bytes>}. */
        EVENTS,
        /** A line ends with the refusal's own fields. */
        REJECTED
    }

    /** Both of them. */
    public static List<ArchivedTopic> of(Topics topics) {
        return List.of(
                new ArchivedTopic(topics.events().name(), Kind.EVENTS),
                new ArchivedTopic(topics.rejected().name(), Kind.REJECTED));
    }

    /** The consumer group of the archiver: its committed offsets say how far the archive is, past the index. */
    public static String consumerGroup(String topicPrefix) {
        return topicPrefix + ".archive";
    }
}
