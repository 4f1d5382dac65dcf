package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.objects.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the index again from the objects: entries that are missing or wrong are written, right ones left alone. Safe beside a
 * running archiver, which reads the entry before it each time. Objects that can't be read keep what entry they have.
 */
final class ArchiveReindex {
    private final ObjectStore store;
    private final ArchiveScan scan;

    /**
     * What was done.
     *
     * @param objects how many were read
     * @param written how many entries were made or mended
     * @param broken objects that can't be read, each with the reason
     */
    record Report(long objects, long written, List<String> broken) {}

    ArchiveReindex(ObjectStore store, List<ArchivedTopic> topics) {
        this.store = store;
        this.scan = new ArchiveScan(new StoredArchive(store), topics);
    }

    /** Reads all objects and writes what is needed; what S3 throws passes through, and running it again goes on. */
    Report run() {
        long objects = 0;
        long written = 0;
        List<String> broken = new ArrayList<>();
        for (List<ArchiveKey> chain : scan.chains().values()) {
            for (ArchiveScan.Found found : scan.read(chain)) {
                objects++;
                if (found instanceof ArchiveScan.Found.Whole whole) {
                    written += mend(whole) ? 1 : 0;
                } else if (found instanceof ArchiveScan.Found.Broken bad) {
                    broken.add(bad.key() + ": " + bad.why());
                }
            }
        }
        return new Report(objects, written, List.copyOf(broken));
    }

    private boolean mend(ArchiveScan.Found.Whole whole) {
        byte[] expected = whole.expected().toJson();
        if (whole.indexed().isPresent() && Arrays.equals(whole.indexed().get(), expected)) {
            return false;
        }
        store.replace(whole.key().indexPath(), expected, ArchiveIndex.JSON);
        return true;
    }
}
