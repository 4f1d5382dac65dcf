package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveReader;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.service.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the entries of the index. The archive never waits for a right index: an entry that can't be made, or stands with
 * another content, is an alarm, and is made again by {@link ArchiveReindex}. Thread-safe.
 */
final class ArchiveIndex {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveIndex.class);
    static final String JSON = "application/json";

    private final ObjectStore store;
    private final StoreRetry retry;
    private final ArchiveReader reader;
    private final ArchiveMetrics metrics;

    ArchiveIndex(ObjectStore store, StoreRetry retry, ArchiveMetrics metrics) {
        this.store = store;
        this.retry = retry;
        this.reader = new ArchiveReader(new StoredArchive(store));
        this.metrics = metrics;
    }

    /** @param previous the object before it, where the writer knows; spares listing the day's entries */
    void add(ArchivedObject object, Optional<ArchiveKey> previous) throws InterruptedException {
        ArchiveKey key = object.key();
        byte[] entry;
        try {
            entry = object.entry(retry.untilDone(() -> receivedBefore(key, previous)))
                    .toJson();
        } catch (UncheckedIOException malformed) {
            metrics.indexDiffers();
            LOG.error(
                    "{} gets no index entry, the one before it can't be read; archive reindex mends it",
                    key,
                    malformed);
            return;
        }
        String path = key.indexPath();
        if (retry.untilDone(() -> store.putIfAbsent(path, entry, JSON)) == ObjectStore.Put.ALREADY_STANDS) {
            Optional<byte[]> standing = retry.untilDone(() -> store.get(path));
            if (standing.isEmpty() || !Arrays.equals(standing.get(), entry)) {
                metrics.indexDiffers();
                LOG.error("{} differs from what its object says; archive reindex mends it", path);
            }
        }
    }

    /** The sums of the day's objects before this one, as the entry before it has them: it may have been mended meanwhile. */
    private SortedMap<LocalDate, Long> receivedBefore(ArchiveKey key, Optional<ArchiveKey> previous) {
        try {
            Optional<ArchiveIndexEntry> before = Optional.empty();
            if (previous.isPresent() && previous.get().day().equals(key.day())) {
                Optional<byte[]> known = store.get(previous.get().indexPath());
                before = known.isPresent() ? Optional.of(ArchiveIndexEntry.parse(known.get())) : Optional.empty();
            }
            if (before.isEmpty()) {
                before = reader.lastEntryBefore(key.topic(), key.partition(), key.day(), key.firstOffset());
            }
            return before.map(ArchiveIndexEntry::receivedSoFar).orElseGet(TreeMap::new);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
