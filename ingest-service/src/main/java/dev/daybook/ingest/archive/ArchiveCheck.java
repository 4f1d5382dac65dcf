package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Checks the archive against itself, its index, and, where Kafka still has the records, against Kafka: names every gap,
 * overlap, torn or altered object, and every index entry that is missing, wrong or without an object. What Kafka no longer has
 * and the archive never had can't be found. Not thread-safe.
 */
final class ArchiveCheck {
    private final ArchiveSource archive;
    private final ArchiveScan scan;
    private final KafkaRecords kafka;
    private final List<ArchivedTopic> topics;
    private final List<Finding> findings = new ArrayList<>();
    private long objects;

    /** What is wrong with a thing that was found, or should have been. */
    enum Fault {
        /** Records of Kafka's that no object has. */
        GAP,
        /** Records that two objects have. */
        OVERLAP,
        /** An object that can't be unpacked or has lines that don't belong there. */
        BROKEN,
        /** An object whose index entry is missing. */
        NOT_INDEXED,
        /** An object and an index entry that disagree: one of the two was altered. */
        INDEX_DIFFERS,
        /** An index entry without its object: the object was deleted. */
        OBJECT_MISSING
    }

    /** @param where the object's or entry's key, or the range of offsets */
    record Finding(Fault fault, String where, String detail) {
        @Override
        public String toString() {
            return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + where + ": " + detail;
        }
    }

    /** @param objects how many were read */
    record Report(long objects, List<Finding> findings) {}

    ArchiveCheck(ArchiveSource archive, KafkaRecords kafka, List<ArchivedTopic> topics) {
        this.archive = archive;
        this.scan = new ArchiveScan(archive, topics);
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * Reads everything; what S3 or Kafka throw passes through. Right beside a running archiver, by the order in which it lists:
     * committed offsets, then the index, then objects, each written before the one that is listed before it. The last object
     * of a chain may still wait for its entry, as long as its end isn't committed.
     */
    Report run() {
        Map<String, OptionalLong> committed = new HashMap<>();
        for (ArchivedTopic topic : topics) {
            kafka.partitions(topic.name())
                    .forEach(partition ->
                            committed.put(topic.name() + "-" + partition, kafka.committed(topic.name(), partition)));
        }
        List<String> entries = archive.list(ArchiveKey.INDEX);
        Map<String, List<ArchiveKey>> chains = scan.chains();
        for (ArchivedTopic topic : topics) {
            for (int partition : kafka.partitions(topic.name())) {
                String chain = topic.name() + "-" + partition;
                List<ArchiveKey> keys = chains.getOrDefault(chain, List.of());
                chain(topic, partition, keys, committed.get(chain));
                entriesWithoutObject(ArchiveKey.indexChain(topic.name(), partition), entries, keys);
            }
        }
        return new Report(objects, List.copyOf(findings));
    }

    private void chain(ArchivedTopic topic, int partition, List<ArchiveKey> keys, OptionalLong committed) {
        OptionalLong next = OptionalLong.empty();
        ArchiveKey before = null;
        for (ArchiveScan.Found found : scan.read(keys)) {
            objects++;
            ArchiveKey key = found.key();
            if (before == null) {
                gapWhereKafkaHasRecords(topic, partition, 0, key.firstOffset() - 1);
            } else if (next.isPresent() && key.firstOffset() < next.getAsLong()) {
                long last = next.getAsLong() - 1;
                add(
                        Fault.OVERLAP,
                        key.path(),
                        "offsets from " + key.firstOffset() + " up to " + last + " stand in " + before + " too");
            } else if (next.isPresent() && key.firstOffset() > next.getAsLong()) {
                gap(topic, partition, next.getAsLong(), key.firstOffset() - 1);
            }
            boolean isLast = key.equals(keys.get(keys.size() - 1));
            boolean isUnderWay = isLast && (committed.isEmpty() || key.firstOffset() >= committed.getAsLong());
            next = end(topic, found, next, isUnderWay);
            before = key;
        }
        if (committed.isPresent()) {
            long archivedTo = before == null ? 0 : next.orElse(committed.getAsLong());
            gapWhereKafkaHasRecords(topic, partition, archivedTo, committed.getAsLong() - 1);
        }
    }

    /** Checks the object itself; the offset after its last, or empty where nobody knows. */
    private OptionalLong end(ArchivedTopic topic, ArchiveScan.Found found, OptionalLong before, boolean isUnderWay) {
        if (found instanceof ArchiveScan.Found.Broken broken) {
            add(Fault.BROKEN, broken.key().path(), broken.why());
            return broken.entry().isPresent()
                    ? OptionalLong.of(broken.entry().get().lastOffset() + 1)
                    : OptionalLong.empty();
        }
        ArchiveScan.Found.Whole whole = (ArchiveScan.Found.Whole) found;
        whole.object().gaps().forEach((from, to) -> gap(topic, whole.key().partition(), from, to));
        if (whole.indexed().isEmpty()) {
            if (!isUnderWay) {
                add(
                        Fault.NOT_INDEXED,
                        whole.key().path(),
                        "archive reindex makes " + whole.key().indexPath());
            }
        } else if (!Arrays.equals(whole.indexed().get(), whole.expected().toJson())) {
            add(
                    Fault.INDEX_DIFFERS,
                    whole.key().path(),
                    "its index entry says otherwise; if the object is right, archive reindex mends the entry");
        }
        return OptionalLong.of(Math.max(before.orElse(0), whole.object().lastOffset() + 1));
    }

    /** Offsets between archived ones: each is an event; in the refusals' topic most are markers of transactions. */
    private void gap(ArchivedTopic topic, int partition, long from, long to) {
        if (topic.kind() == ArchivedTopic.Kind.EVENTS) {
            addGap(topic, partition, from, to, "no object has them");
        } else {
            gapWhereKafkaHasRecords(topic, partition, from, to);
        }
    }

    private void gapWhereKafkaHasRecords(ArchivedTopic topic, int partition, long from, long to) {
        OptionalLong there = from > to ? OptionalLong.empty() : kafka.firstRecord(topic.name(), partition, from, to);
        if (there.isPresent()) {
            addGap(topic, partition, from, to, "Kafka has a record at offset " + there.getAsLong());
        }
    }

    private void addGap(ArchivedTopic topic, int partition, long from, long to, String detail) {
        add(Fault.GAP, topic.name() + "-" + partition + " offsets " + from + " to " + to, detail);
    }

    private void entriesWithoutObject(String folder, List<String> entries, List<ArchiveKey> keys) {
        Set<String> known = new HashSet<>();
        keys.forEach(key -> known.add(key.indexPath()));
        entries.stream()
                .filter(entry -> entry.startsWith(folder))
                .filter(entry -> ArchiveKey.indexedOffset(entry).isPresent() && !known.contains(entry))
                .forEach(entry -> add(Fault.OBJECT_MISSING, entry, "the object of this index entry is gone"));
    }

    private void add(Fault fault, String where, String detail) {
        findings.add(new Finding(fault, where, detail));
    }
}
