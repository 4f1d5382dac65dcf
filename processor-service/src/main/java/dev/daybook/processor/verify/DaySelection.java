package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchivedTopic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds the objects of a partition that can hold lines of a business date, by the index: the last entry of each UTC day of receipt
 * carries the day's sums, so a day without such lines costs one request. An object without an entry is always taken, since nothing
 * says that it has none. What the entries that are read show of gaps, overlaps and lost objects is noted on the way.
 */
final class DaySelection {
    private final Archive archive;
    private final Chain chain;
    private final LocalDate date;
    private final long end;
    private final Map<Integer, Optional<ArchiveIndexEntry>> entries = new TreeMap<>();

    /** @param end the offset from which on no line matters */
    DaySelection(Archive archive, Chain chain, LocalDate date, long end) {
        this.archive = archive;
        this.chain = chain;
        this.date = date;
        this.end = end;
    }

    /** Their places in the chain, in order. */
    List<Integer> objects() {
        Map<LocalDate, List<Integer>> days = new LinkedHashMap<>();
        for (int i = 0; i < chain.objects().size(); i++) {
            ArchiveKey key = chain.objects().get(i);
            if (key.firstOffset() < end) {
                days.computeIfAbsent(key.day(), day -> new ArrayList<>()).add(i);
            }
        }
        List<Integer> objects = new ArrayList<>();
        days.values().forEach(day -> objects.addAll(ofDay(day)));
        objects.sort(null);
        noteLostObjects();
        noteGaps();
        return objects;
    }

    private List<Integer> ofDay(List<Integer> day) {
        boolean hasLines = false;
        List<Integer> notIndexed = new ArrayList<>();
        for (int i = day.size() - 1; i >= 0; i--) {
            Optional<ArchiveIndexEntry> entry = entry(day.get(i));
            if (entry.isPresent()) {
                hasLines = entry.get().receivedSoFar().containsKey(date);
                break;
            }
            notIndexed.add(day.get(i));
        }
        if (!hasLines) {
            return notIndexed;
        }
        Predicate<ArchiveIndexEntry> ofDate = entry -> entry.received().containsKey(date);
        return day.stream().filter(i -> entry(i).map(ofDate::test).orElse(true)).toList();
    }

    private Optional<ArchiveIndexEntry> entry(int object) {
        return entries.computeIfAbsent(
                object, i -> archive.entry(chain.objects().get(i)));
    }

    private void noteLostObjects() {
        for (ArchiveIndexEntry lost : archive.entriesWithoutObject(chain)) {
            if (lost.key().firstOffset() < end && lost.lines().containsKey(date)) {
                archive.fault(
                        lost.key().path(),
                        "missing: the object of this index entry is gone, with "
                                + lost.lines().get(date) + " lines of the day");
            }
        }
    }

    /** Only where both ends are known; every offset of the events topic is a record, while the other has markers too. */
    private void noteGaps() {
        entries.forEach((i, entry) -> {
            if (entry.isPresent() && i + 1 < chain.objects().size()) {
                long next = entry.get().lastOffset() + 1;
                long following = chain.objects().get(i + 1).firstOffset();
                if (following < next) {
                    archive.faultOverlap(chain.objects().get(i + 1), next);
                } else if (following > next && next < end && chain.topic().kind() == ArchivedTopic.Kind.EVENTS) {
                    archive.faultGap(chain.name(), next, following);
                }
            }
        });
    }
}
