package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchivedTopic;
import java.time.Duration;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rebuilds one day, reading no more of the archive than decides it.
 *
 * <p>Whether a receipt of the day counts depends on earlier receipts of the same identity, of whatever day, within the window
 * before it; whether one of those counted depends in turn on the window before <em>it</em>. So, partition by partition: the objects
 * with lines of the day are read for their identities; then every object within a window before one of those is read, and one that
 * holds a receipt of these identities has its own window before it read as well, until none is found that has not been read. All
 * receipts of an identity that decide its receipts of the day are then known, and judging these in the order of offsets, from an
 * empty window on, gives what judging everything from the archive's first record on would: what was not read is more than a window
 * before what was, and a window that ended leaves nothing behind. Each object is read twice at most; memory is the identities of
 * one partition's share of the day. Not thread-safe.
 */
final class DayReplay {
    private final Archive archive;
    private final List<ArchivedTopic> topics;
    private final Duration window;
    private final LocalDate date;
    private final List<Target> targets;
    private final Listener listener;

    /** Is told of each event of the day, in the order of partitions and offsets. */
    interface Listener {
        Listener NONE = (key, line, judged) -> {};

        void judged(ArchiveKey object, ArchiveLine line, Judged judged);
    }

    /** @param targets of the date, which are to be filled; their cuts name the same partitions */
    DayReplay(
            Archive archive,
            List<ArchivedTopic> topics,
            Duration window,
            LocalDate date,
            List<Target> targets,
            Listener listener) {
        this.archive = archive;
        this.topics = topics;
        this.window = window;
        this.date = date;
        this.targets = List.copyOf(targets);
        this.listener = listener;
    }

    void run() {
        int partitions = targets.get(0).cut().partitions();
        for (ArchivedTopic topic : topics) {
            for (int partition = 0; partition < partitions; partition++) {
                Chain chain = archive.chain(topic, partition);
                if (topic.kind() == ArchivedTopic.Kind.EVENTS) {
                    events(chain, partitions);
                } else {
                    refusals(chain);
                }
            }
        }
    }

    private long end(boolean isEvents, int partition) {
        return targets.stream()
                .mapToLong(target -> target.cut().of(isEvents, partition))
                .max()
                .orElse(0);
    }

    private void refusals(Chain chain) {
        long end = end(false, chain.partition());
        for (int object : new DaySelection(archive, chain, date, end).objects()) {
            ArchiveKey key = chain.objects().get(object);
            archive.read(chain, key, archive.entry(key), line -> {
                if (line.businessDate().equals(date)) {
                    targets.stream()
                            .filter(target -> target.covers(false, chain.partition(), line.offset()))
                            .forEach(target -> target.tally().addRefusal(line));
                }
            });
        }
    }

    private void events(Chain chain, int partitions) {
        long end = end(true, chain.partition());
        Set<ReceiptWindow.Key> identities = new HashSet<>();
        BitSet deciding = new BitSet();
        for (int object : new DaySelection(archive, chain, date, end).objects()) {
            ArchiveKey key = chain.objects().get(object);
            archive.read(chain, key, archive.entry(key), line -> {
                if (line.offset() < end && line.businessDate().equals(date)) {
                    deciding.set(object);
                    identities.add(ReceiptWindow.Key.of(line.key()));
                }
            });
        }
        identities.remove(null);
        Map<Integer, Long> passed = lookBack(chain, identities, deciding);
        judge(chain, partitions, end, identities, deciding, passed);
    }

    /**
     * Adds the objects before that hold receipts of the identities.
     *
     * @return of those that were read and hold none, the greatest time of receipt: the partition's time passes in them too
     */
    private Map<Integer, Long> lookBack(Chain chain, Set<ReceiptWindow.Key> identities, BitSet deciding) {
        Map<Integer, Long> passed = new TreeMap<>();
        // Backwards: what is found to decide lies before the place where it was looked for, and is come to in turn.
        for (int at = deciding.length() - 1; at >= 0; at = deciding.previousSetBit(at - 1)) {
            int first = chain.firstWithin(window, at);
            for (int before = at - 1; before >= first; before--) {
                if (deciding.get(before) || passed.containsKey(before)) {
                    continue;
                }
                ArchiveKey key = chain.objects().get(before);
                boolean[] decides = {false};
                long[] latest = {0};
                archive.read(chain, key, archive.entry(key), line -> {
                    latest[0] = Math.max(latest[0], line.receivedAt().toEpochMilli());
                    decides[0] |= identities.contains(ReceiptWindow.Key.of(line.key()));
                });
                if (decides[0]) {
                    deciding.set(before);
                } else {
                    passed.put(before, latest[0]);
                }
            }
        }
        return passed;
    }

    private void judge(
            Chain chain,
            int partitions,
            long end,
            Set<ReceiptWindow.Key> identities,
            BitSet deciding,
            Map<Integer, Long> passed) {
        PartitionReplay replay = new PartitionReplay(chain.partition(), partitions, window);
        for (int object = 0; object < deciding.length(); object++) {
            if (passed.containsKey(object)) {
                replay.passTo(passed.get(object));
            }
            if (!deciding.get(object)) {
                continue;
            }
            ArchiveKey key = chain.objects().get(object);
            archive.read(chain, key, archive.entry(key), line -> {
                boolean ofDay = line.businessDate().equals(date);
                if (line.offset() >= end || !(ofDay || identities.contains(ReceiptWindow.Key.of(line.key())))) {
                    replay.passTo(line.receivedAt().toEpochMilli());
                    return;
                }
                Judged judged = replay.judge(line);
                if (ofDay) {
                    tally(chain, key, line, judged);
                }
            });
        }
    }

    private void tally(Chain chain, ArchiveKey object, ArchiveLine line, Judged judged) {
        targets.stream()
                .filter(target -> target.covers(true, chain.partition(), line.offset()))
                .forEach(target -> target.tally().add(line, judged));
        listener.judged(object, line, judged);
    }
}
