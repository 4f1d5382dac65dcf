package dev.daybook.events.archive;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Answers from the index what the report and {@code verify} ask, with a number of requests that depends on partitions and days
 * only, never on how many objects there are. As thread-safe as its source.
 */
public final class ArchiveReader {
    private final ArchiveSource source;

    public ArchiveReader(ArchiveSource source) {
        this.source = source;
    }

    /**
     * How many lines of a partition before the cut belong to {@code received} of each business date, as far as they were
     * received on that UTC day: two requests, and a third where an object straddles the cut, whose lines are then counted one
     * by one.
     *
     * @param day {@code dt}; a business date's records are received from the UTC day before it on, and any time later
     * @param cut the offset that the report stops at: lines below it count
     * @throws IOException where an entry or object is missing, torn or altered; reindexing mends entries
     */
    public SortedMap<LocalDate, Long> received(ArchivedTopic topic, int partition, LocalDate day, long cut)
            throws IOException {
        Optional<ArchiveIndexEntry> last = lastEntryBefore(topic.name(), partition, day, cut);
        if (last.isEmpty()) {
            return Collections.emptySortedMap();
        }
        ArchiveIndexEntry entry = last.get();
        if (entry.lastOffset() < cut) {
            return entry.receivedSoFar();
        }
        SortedMap<LocalDate, Long> received = ArchiveIndexEntry.sum(entry.receivedSoFar(), Collections.emptyMap());
        ArchivedObject.read(entry.key(), topic.kind(), object(entry.key()), line -> {
            if (line.offset() >= cut && line.isReceived(topic.kind())) {
                received.merge(line.businessDate(), -1L, Long::sum);
            }
        });
        received.values().removeIf(lines -> lines == 0);
        return received;
    }

    /** The day's entry of the partition with the greatest first offset below the given one. */
    public Optional<ArchiveIndexEntry> lastEntryBefore(String topic, int partition, LocalDate day, long offset)
            throws IOException {
        List<String> entries = source.list(ArchiveKey.indexDay(topic, partition, day));
        for (int i = entries.size() - 1; i >= 0; i--) {
            Optional<Long> first = ArchiveKey.indexedOffset(entries.get(i));
            if (first.isPresent() && first.get() < offset) {
                return Optional.of(entry(entries.get(i)));
            }
        }
        return Optional.empty();
    }

    /**
     * The key of the object that holds a record, or empty where none does yet: two requests, since an object never spans
     * hours; where its index entry is lost, the object itself is read.
     *
     * @param receivedAtMillis the record's timestamp
     */
    public Optional<ArchiveKey> objectOf(ArchivedTopic topic, int partition, long offset, long receivedAtMillis)
            throws IOException {
        ArchiveKey latest = ArchiveKey.of(topic.name(), partition, offset, receivedAtMillis);
        Optional<ArchiveKey> candidate = objectsOfHour(latest).stream()
                .filter(key -> key.firstOffset() <= offset)
                .reduce((earlier, later) -> later);
        if (candidate.isEmpty()) {
            return candidate;
        }
        return lastOffset(topic, candidate.get()) >= offset ? candidate : Optional.empty();
    }

    private long lastOffset(ArchivedTopic topic, ArchiveKey key) throws IOException {
        Optional<byte[]> indexed = source.get(key.indexPath());
        if (indexed.isPresent()) {
            return ArchiveIndexEntry.parse(indexed.get()).lastOffset();
        }
        return ArchivedObject.read(key, topic.kind(), object(key), line -> {}).lastOffset();
    }

    private List<ArchiveKey> objectsOfHour(ArchiveKey any) {
        String path = any.path();
        String prefix = path.substring(0, path.lastIndexOf('-') + 1);
        return source.list(prefix).stream()
                .map(ArchiveKey::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private ArchiveIndexEntry entry(String indexKey) throws IOException {
        byte[] bytes = source.get(indexKey)
                .orElseThrow(() -> new ArchiveLine.Malformed(indexKey + " is listed but can't be read"));
        return ArchiveIndexEntry.parse(bytes);
    }

    private byte[] object(ArchiveKey key) throws IOException {
        return source.get(key.path())
                .orElseThrow(() -> new ArchiveLine.Malformed("the index names " + key + ", which doesn't stand"));
    }
}
