package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lists the archive for figures up to a cut. What the live state has counted is archived a little later, so there it waits; a
 * report stands on what is archived, so what its cut has beyond the archive's end is lost. Not thread-safe.
 */
final class ArchiveListing {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);

    private final ArchiveSource source;
    private final List<ArchivedTopic> topics;
    private final Duration wait;

    /** @param wait how long the archive may take to reach what the live state has counted */
    ArchiveListing(ArchiveSource source, List<ArchivedTopic> topics, Duration wait) {
        this.source = source;
        this.topics = List.copyOf(topics);
        this.wait = wait;
    }

    Archive now() {
        return Archive.list(source, topics);
    }

    /** The archive once it holds everything before the cut, listed anew each time; empty where it doesn't in time. */
    Optional<Archive> reaching(Cut cut) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        Archive archive = now();
        while (!unreached(archive, cut).isEmpty()) {
            if (System.nanoTime() > deadline) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_AFTER.toMillis());
            archive = now();
        }
        return Optional.of(archive);
    }

    /** Why {@link #reaching} gave nothing. */
    String notReached() {
        return "the archive did not reach what it has counted within " + wait.toSeconds()
                + " s; is the archiver running?";
    }

    /** Notes as faults what the archive lacks of the report's cut. */
    void noteLost(Archive archive, Reports.Report report) {
        unreached(archive, report.cut())
                .forEach(partition ->
                        archive.faultEnd(partition.chain(), partition.archived(), partition.cut(), report.name()));
    }

    private record Unreached(String chain, long archived, long cut) {}

    private List<Unreached> unreached(Archive archive, Cut cut) {
        List<Unreached> unreached = new ArrayList<>();
        for (ArchivedTopic topic : topics) {
            boolean isEvents = topic.kind() == ArchivedTopic.Kind.EVENTS;
            for (int partition = 0; partition < cut.partitions(); partition++) {
                Chain chain = archive.chain(topic, partition);
                long wanted = cut.of(isEvents, partition);
                long archived = wanted == 0 ? 0 : end(archive, chain, wanted);
                if (archived < wanted) {
                    unreached.add(new Unreached(chain.name(), archived, wanted));
                }
            }
        }
        return unreached;
    }

    /** The offset after the last archived one, as far as it matters. */
    private static long end(Archive archive, Chain chain, long wanted) {
        if (chain.objects().isEmpty()) {
            return 0;
        }
        ArchiveKey last = chain.objects().get(chain.objects().size() - 1);
        if (last.firstOffset() >= wanted) {
            return wanted;
        }
        Optional<ArchiveIndexEntry> entry = archive.entry(last);
        return entry.isPresent()
                ? entry.get().lastOffset() + 1
                : archive.read(chain, last, Optional.empty(), line -> {});
    }
}
