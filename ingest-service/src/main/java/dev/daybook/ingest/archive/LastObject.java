package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.objects.ObjectStore;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Finds where a partition's chain ends when the group has no committed offset for it: a new installation, or a group that
 * expired. Keys begin with day and hour, so it looks through the hours from the newest back, one listing each, to the first
 * that has an object of the partition. Where the index has entries, but none of this partition, there is no object either, and
 * a partition that never had one costs two listings instead of one for every hour of the archive. Thread-safe.
 */
final class LastObject {
    /** A broker whose clock is behind its predecessor's puts later offsets into an earlier hour; more than one is not credible. */
    private static final int HOURS_OF_SKEW = 1;

    private static final Pattern DAY = Pattern.compile("dt=\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern HOUR = Pattern.compile("hour=\\d{2}");

    private final ObjectStore store;
    private final StoreRetry retry;

    LastObject(ObjectStore store, StoreRetry retry) {
        this.store = store;
        this.retry = retry;
    }

    /**
     * The last offset that is archived of the partition, or empty where none is.
     *
     * @throws IOException where the last object is torn or altered: nobody can say where it ends
     */
    OptionalLong offset(ArchivedTopic topic, int partition) throws IOException, InterruptedException {
        Optional<ArchiveKey> last =
                isIndexed(topic.name(), partition) ? find(topic.name(), partition) : Optional.empty();
        if (last.isEmpty()) {
            return OptionalLong.empty();
        }
        String path = last.get().path();
        Optional<byte[]> object = retry.untilDone(() -> store.get(path));
        if (object.isEmpty()) {
            throw new IOException(path + " is listed but can't be read");
        }
        return OptionalLong.of(ArchivedObject.read(last.get(), topic.kind(), object.get(), line -> {})
                .lastOffset());
    }

    /**
     * False only where the index says so. Its entry may be missing for a chain's very first object, after a death between the
     * two; then the chain starts again at the topic's start, which gives that object's key, and finds that it stands.
     */
    private boolean isIndexed(String topic, int partition) throws InterruptedException {
        List<String> chains = retry.untilDone(() -> store.folders(ArchiveKey.INDEX));
        return chains.isEmpty() || chains.contains(topic + "-" + partition);
    }

    private Optional<ArchiveKey> find(String topic, int partition) throws InterruptedException {
        List<ArchiveKey> found = new ArrayList<>();
        int hoursSinceFound = 0;
        for (String day : newestFirst(ArchiveKey.RAW, DAY)) {
            for (String hour : newestFirst(ArchiveKey.RAW + day + "/", HOUR)) {
                LocalDate date = LocalDate.parse(day.substring("dt=".length()));
                int ofDay = Integer.parseInt(hour.substring("hour=".length()));
                found.addAll(objects(ArchiveKey.hourFolder(date, ofDay) + topic + "-" + partition + "-"));
                if (!found.isEmpty() && hoursSinceFound++ >= HOURS_OF_SKEW) {
                    return found.stream().max(Comparator.comparingLong(ArchiveKey::firstOffset));
                }
            }
        }
        return found.stream().max(Comparator.comparingLong(ArchiveKey::firstOffset));
    }

    private List<ArchiveKey> objects(String prefix) throws InterruptedException {
        return retry.untilDone(() -> store.list(prefix)).stream()
                .map(ArchiveKey::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private List<String> newestFirst(String folder, Pattern name) throws InterruptedException {
        return retry.untilDone(() -> store.folders(folder)).stream()
                .filter(name.asMatchPredicate())
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
