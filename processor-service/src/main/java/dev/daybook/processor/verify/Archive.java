package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The raw archive as it is listed once, with the objects that are read from it checked: whatever is wrong with one is noted under
 * its name, and what can be read of it is read all the same. An object's key takes some 150 bytes of memory, one object at a time
 * is held whole. Not thread-safe.
 */
final class Archive {
    private final ArchiveSource source;
    private final Set<String> indexed;
    private final Map<String, Chain> chains = new TreeMap<>();
    private final Map<String, String> faults = new TreeMap<>();
    private long objectsRead;

    private Archive(ArchiveSource source, Set<String> indexed) {
        this.source = source;
        this.indexed = indexed;
    }

    /** Lists the index before the objects: an object is written before its entry, so an entry without one has lost it. */
    static Archive list(ArchiveSource source, List<ArchivedTopic> topics) {
        Archive archive = new Archive(source, new HashSet<>(source.list(ArchiveKey.INDEX)));
        Map<String, List<ArchiveKey>> objects = new HashMap<>();
        source.list(ArchiveKey.RAW).stream()
                .map(ArchiveKey::parse)
                .flatMap(Optional::stream)
                .forEach(key -> objects.computeIfAbsent(key.chain(), chain -> new ArrayList<>())
                        .add(key));
        for (ArchivedTopic topic : topics) {
            for (List<ArchiveKey> chain : objects.values()) {
                ArchiveKey any = chain.get(0);
                if (any.topic().equals(topic.name())) {
                    chain.sort(Comparator.comparingLong(ArchiveKey::firstOffset));
                    archive.chains.put(any.chain(), new Chain(topic, any.partition(), chain));
                }
            }
        }
        return archive;
    }

    /** By topic and partition; those without an object have none. */
    Map<String, Chain> chains() {
        return Collections.unmodifiableMap(chains);
    }

    Chain chain(ArchivedTopic topic, int partition) {
        Chain chain = chains.get(Chain.name(topic, partition));
        return chain == null ? new Chain(topic, partition, List.of()) : chain;
    }

    /** What the index says of the object, or empty where it has no entry that can be read. */
    Optional<ArchiveIndexEntry> entry(ArchiveKey key) {
        if (!indexed.contains(key.indexPath())) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> bytes = source.get(key.indexPath());
            return bytes.isEmpty() ? Optional.empty() : Optional.of(ArchiveIndexEntry.parse(bytes.get()));
        } catch (ArchiveLine.Malformed malformed) {
            fault(key.indexPath(), "the index entry can't be read: " + malformed.getMessage());
            return Optional.empty();
        }
    }

    /** Entries of the partition whose objects are gone. */
    List<ArchiveIndexEntry> entriesWithoutObject(Chain chain) {
        Set<String> expected = new HashSet<>();
        chain.objects().forEach(key -> expected.add(key.indexPath()));
        String folder = ArchiveKey.indexChain(chain.topic().name(), chain.partition());
        List<ArchiveIndexEntry> lost = new ArrayList<>();
        for (String path : indexed) {
            if (path.startsWith(folder) && ArchiveKey.indexedOffset(path).isPresent() && !expected.contains(path)) {
                try {
                    Optional<byte[]> bytes = source.get(path);
                    if (bytes.isPresent()) {
                        lost.add(ArchiveIndexEntry.parse(bytes.get()));
                    }
                } catch (ArchiveLine.Malformed malformed) {
                    fault(path, "the index entry can't be read: " + malformed.getMessage());
                }
            }
        }
        return lost;
    }

    /**
     * Reads the object's lines in order, and notes what is wrong with it.
     *
     * @return the offset after its last line; where it is torn, after the last that could be read
     */
    long read(Chain chain, ArchiveKey key, Optional<ArchiveIndexEntry> entry, Consumer<ArchiveLine> each) {
        objectsRead++;
        long[] next = {key.firstOffset()};
        try {
            byte[] bytes = source.get(key.path())
                    .orElseThrow(() -> new IOException("it is listed but can't be read any more"));
            ArchivedObject object = ArchivedObject.read(key, chain.topic().kind(), bytes, line -> {
                next[0] = line.offset() + 1;
                each.accept(line);
            });
            if (entry.isPresent() && !entry.get().sha256().equals(object.sha256())) {
                fault(
                        key.path(),
                        "altered: its SHA-256 is " + object.sha256() + ", its index entry says "
                                + entry.get().sha256());
            }
        } catch (IOException broken) {
            fault(key.path(), "torn or altered: " + message(broken));
        }
        return next[0];
    }

    private static String message(IOException broken) {
        String own = broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
        return broken.getCause() instanceof IOException cause && cause.getMessage() != null
                ? own + " (" + cause.getMessage().lines().findFirst().orElse("") + ")"
                : own;
    }

    void fault(String where, String what) {
        faults.putIfAbsent(where, what);
    }

    /** Notes offsets of the chain that no object has. */
    void faultGap(String chain, long from, long to) {
        fault(chain + " offsets " + from + " to " + (to - 1), "missing: no object has them");
    }

    /** Notes that the object begins before the offset that the one before it ends at. */
    void faultOverlap(ArchiveKey object, long end) {
        fault(
                object.path(),
                "overlaps: offsets " + object.firstOffset() + " to " + (end - 1)
                        + " stand in the object before it too");
    }

    /** Notes that figures count the chain up to an offset, while what is archived of it ends before. */
    void faultEnd(String chain, long end, long counted, String figures) {
        fault(
                chain + " offsets " + end + " to " + (counted - 1),
                "missing: " + figures + " counts up to there, the archive ends before");
    }

    /** What is wrong, by the name of the object, index entry or range of offsets. */
    Map<String, String> faults() {
        return Collections.unmodifiableMap(faults);
    }

    /** How many objects were read, each time counted. */
    long objectsRead() {
        return objectsRead;
    }
}
