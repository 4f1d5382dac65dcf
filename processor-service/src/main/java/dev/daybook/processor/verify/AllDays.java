package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchivedTopic;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Compares many days with the archive in one pass over all of it, every partition at the same hour: memory is the identities of one
 * window and the rows of those days of which some line was read and their cut is not reached. A day is compared as soon as every
 * partition has passed its cut. Not thread-safe.
 */
final class AllDays {
    private final Archive archive;
    private final List<ArchivedTopic> topics;
    private final Duration window;
    private final int partitions;
    private final Map<LocalDate, Target> open = new TreeMap<>();
    private final Done done;
    private final Consumer<String> progress;
    private final Map<String, PartitionReplay> replays = new HashMap<>();
    private final Map<String, Long> positions = new HashMap<>();

    /** Is given each target when nothing can be added to it any more. */
    interface Done {
        void complete(Target target) throws Reports.Unreadable;
    }

    /**
     * A pass that has not begun.
     *
     * @param targets one for each date at most, and one at least; their cuts name the same partitions
     */
    AllDays(
            Archive archive,
            List<ArchivedTopic> topics,
            Duration window,
            List<Target> targets,
            Done done,
            Consumer<String> progress) {
        this.archive = archive;
        this.topics = List.copyOf(topics);
        this.window = window;
        this.partitions = targets.get(0).cut().partitions();
        targets.forEach(target -> open.put(target.date(), target));
        this.done = done;
        this.progress = progress;
    }

    private record Step(Chain chain, int object) {
        ArchiveKey key() {
            return chain.objects().get(object);
        }
    }

    /** @throws Reports.Unreadable what completing a target throws */
    void run() throws Reports.Unreadable {
        List<Step> steps = steps();
        for (int i = 0; i < steps.size() && !open.isEmpty(); i++) {
            Step step = steps.get(i);
            read(step);
            boolean lastOfHour =
                    i + 1 == steps.size() || !hour(steps.get(i + 1)).equals(hour(step));
            if (lastOfHour) {
                closePassed();
                progress.accept((i + 1) + " of " + steps.size() + " objects read, up to " + hour(step));
            }
        }
        for (Target unreached : List.copyOf(open.values())) {
            noteUnreached(unreached);
            close(unreached);
        }
    }

    private void noteUnreached(Target target) {
        for (ArchivedTopic topic : topics) {
            for (int partition = 0; partition < partitions; partition++) {
                long position = position(topic, partition);
                long end = end(target, topic, partition);
                if (position < end) {
                    archive.faultEnd(
                            Chain.name(topic, partition), position, end, target.name() + " of " + target.date());
                }
            }
        }
    }

    /** The offset after the last that was read; 0 where there is no object. */
    private long position(ArchivedTopic topic, int partition) {
        return positions.getOrDefault(Chain.name(topic, partition), 0L);
    }

    private static long end(Target target, ArchivedTopic topic, int partition) {
        return target.cut().of(topic.kind() == ArchivedTopic.Kind.EVENTS, partition);
    }

    /** All objects in an order that is the chain's own within each, and the clock's between them. */
    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Chain chain : archive.chains().values()) {
            for (int i = 0; i < chain.objects().size(); i++) {
                steps.add(new Step(chain, i));
            }
        }
        steps.sort(Comparator.comparing(AllDays::hour));
        return steps;
    }

    private static java.time.Instant hour(Step step) {
        return step.chain().latestHour(step.object());
    }

    private void read(Step step) {
        Chain chain = step.chain();
        boolean isEvents = chain.topic().kind() == ArchivedTopic.Kind.EVENTS;
        ArchiveKey key = step.key();
        String name = chain.name();
        long before = positions.getOrDefault(name, key.firstOffset());
        if (key.firstOffset() < before) {
            archive.faultOverlap(key, before);
        } else if (isEvents && key.firstOffset() > before) {
            archive.faultGap(name, before, key.firstOffset());
        }
        long next = archive.read(chain, key, archive.entry(key), line -> {
            if (isEvents) {
                event(chain, line);
            } else {
                refusal(chain, line);
            }
        });
        positions.put(name, Math.max(before, next));
    }

    private void event(Chain chain, ArchiveLine line) {
        PartitionReplay replay = replays.computeIfAbsent(
                chain.name(), unseen -> new PartitionReplay(chain.partition(), partitions, window));
        Judged judged = replay.judge(line);
        Target target = open.get(line.businessDate());
        if (target != null && target.covers(true, chain.partition(), line.offset())) {
            target.tally().add(line, judged);
        }
    }

    private void refusal(Chain chain, ArchiveLine line) {
        Target target = open.get(line.businessDate());
        if (target != null && target.covers(false, chain.partition(), line.offset())) {
            target.tally().addRefusal(line);
        }
    }

    private void closePassed() throws Reports.Unreadable {
        for (Target passed : open.values().stream().filter(this::isPassed).toList()) {
            close(passed);
        }
    }

    private boolean isPassed(Target target) {
        return topics.stream()
                .allMatch(topic -> IntStream.range(0, partitions)
                        .allMatch(partition -> position(topic, partition) >= end(target, topic, partition)));
    }

    private void close(Target target) throws Reports.Unreadable {
        open.remove(target.date());
        done.complete(target);
    }
}
