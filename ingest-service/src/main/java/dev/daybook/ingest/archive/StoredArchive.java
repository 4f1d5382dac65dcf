package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.service.objects.ObjectStore;
import java.util.List;
import java.util.Optional;

/** The archive in its bucket. */
record StoredArchive(ObjectStore store) implements ArchiveSource {
    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return store.get(key);
    }
}
