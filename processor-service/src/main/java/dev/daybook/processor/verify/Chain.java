package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchivedTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of one partition in the order of their offsets. Times of receipt never go back in a partition unless its broker's
 * clock did; then the greatest so far counts as the time, here as in the processor.
 */
final class Chain {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ArchivedTopic topic;
    private final int partition;
    private final List<ArchiveKey> objects;
    /** By object, the latest hour up to and with it: all times up to there are before its end. */
    private final List<Instant> latestHours = new ArrayList<>();

    /** @param objects in the order of their first offsets */
    Chain(ArchivedTopic topic, int partition, List<ArchiveKey> objects) {
        this.topic = topic;
        this.partition = partition;
        this.objects = List.copyOf(objects);
        Instant latest = Instant.MIN;
        for (ArchiveKey object : objects) {
            latest = object.hour().isAfter(latest) ? object.hour() : latest;
            latestHours.add(latest);
        }
    }

    /** As {@link ArchiveKey#chain} names it. */
    static String name(ArchivedTopic topic, int partition) {
        return topic.name() + "-" + partition;
    }

    String name() {
        return name(topic, partition);
    }

    ArchivedTopic topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    List<ArchiveKey> objects() {
        return objects;
    }

    Instant latestHour(int object) {
        return latestHours.get(object);
    }

    /**
     * The first object that can hold a record received at most the time before any of the given one's. From it on the
     * partition's time is right without what is before it: its hour is later than all of theirs.
     */
    int firstWithin(Duration before, int object) {
        Instant horizon = objects.get(object).hour().minus(before);
        int first = object;
        while (first > 0 && latestHours.get(first - 1).plus(HOUR).isAfter(horizon)) {
            first--;
        }
        while (first > 0 && !objects.get(first).hour().isAfter(latestHours.get(first - 1))) {
            first--;
        }
        return first;
    }
}
