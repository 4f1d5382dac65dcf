package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the whole archive, chain by chain in the order of offsets, one object in memory at a time. Not thread-safe.
 */
final class ArchiveScan {
    private final ArchiveSource archive;
    private final Map<String, ArchivedTopic> topics = new HashMap<>();

    /** One object of a chain. */
    sealed interface Found {
        ArchiveKey key();

        /**
         * It is what it should be.
         *
         * @param expected the index entry that it should have
         * @param indexed the one that it has, if any, as bytes
         */
        record Whole(ArchivedObject object, ArchiveIndexEntry expected, Optional<byte[]> indexed) implements Found {
            @Override
            public ArchiveKey key() {
                return object.key();
            }
        }

        /**
         * It can't be read.
         *
         * @param entry what the index says of it, if that can be read
         */
        record Broken(ArchiveKey key, String why, Optional<ArchiveIndexEntry> entry) implements Found {}
    }

    ArchiveScan(ArchiveSource archive, List<ArchivedTopic> topics) {
        this.archive = archive;
        topics.forEach(topic -> this.topics.put(topic.name(), topic));
    }

    /** The keys of all objects of the topics, by partition, in the order of their first offsets. */
    Map<String, List<ArchiveKey>> chains() {
        Map<String, List<ArchiveKey>> chains = new TreeMap<>();
        archive.list(ArchiveKey.RAW).stream()
                .map(ArchiveKey::parse)
                .flatMap(Optional::stream)
                .filter(key -> topics.containsKey(key.topic()))
                .sorted(Comparator.comparingLong(ArchiveKey::firstOffset))
                .forEach(key -> chains.computeIfAbsent(key.chain(), chain -> new ArrayList<>())
                        .add(key));
        return chains;
    }

    /** Reads the objects of one chain, each when it is asked for. */
    Iterable<Found> read(List<ArchiveKey> chain) {
        Map<LocalDate, SortedMap<LocalDate, Long>> soFar = new HashMap<>();
        return () -> chain.stream().map(key -> read(key, soFar)).iterator();
    }

    private Found read(ArchiveKey key, Map<LocalDate, SortedMap<LocalDate, Long>> soFar) {
        Optional<byte[]> indexed = archive.get(key.indexPath());
        Found found;
        try {
            byte[] bytes = archive.get(key.path()).orElseThrow(() -> new IOException("it is listed but can't be read"));
            ArchivedObject object =
                    ArchivedObject.read(key, topics.get(key.topic()).kind(), bytes, line -> {});
            ArchiveIndexEntry expected = object.entry(soFar.getOrDefault(key.day(), new TreeMap<>()));
            soFar.put(key.day(), expected.receivedSoFar());
            found = new Found.Whole(object, expected, indexed);
        } catch (IOException broken) {
            Optional<ArchiveIndexEntry> entry = indexed.flatMap(ArchiveScan::entry);
            entry.ifPresent(known -> soFar.put(
                    key.day(),
                    ArchiveIndexEntry.sum(soFar.getOrDefault(key.day(), new TreeMap<>()), known.received())));
            found = new Found.Broken(key, broken.getMessage(), entry);
        }
        return found;
    }

    private static Optional<ArchiveIndexEntry> entry(byte[] bytes) {
        try {
            return Optional.of(ArchiveIndexEntry.parse(bytes));
        } catch (ArchiveLine.Malformed unreadable) {
            return Optional.empty();
        }
    }
}
