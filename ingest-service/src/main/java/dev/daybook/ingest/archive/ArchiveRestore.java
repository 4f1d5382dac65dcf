package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Brings lost topics back from the archive alone: each record at its own partition and offset, with its bytes, its time of
 * receipt and its business day. So whatever names an offset (the archive, its index, the cuts of reports) stays right, a
 * processor that counts from the start comes to the same figures, and an event that is sent again within DEDUP_WINDOW is known
 * for a duplicate. Lost is what the archive had not reached, and every refusal's key.
 *
 * <p>It writes only to topics that nothing was ever written to. Nobody else may write meanwhile: the first record that lands at
 * another offset ends it, and so does an object that can't be read; then the topics have to be made anew. Not thread-safe.
 */
final class ArchiveRestore {
    private final ArchiveSource archive;
    private final ArchiveScan scan;
    private final RestoredTopics kafka;
    private final List<ArchivedTopic> topics;
    private final Clock clock;
    private final PrintStream progress;

    /** It can't be done; the message says why and what to do. */
    static final class Impossible extends Exception {
        private static final long serialVersionUID = 1L;

        Impossible(String message) {
            super(message);
        }
    }

    ArchiveRestore(
            ArchiveSource archive,
            RestoredTopics kafka,
            List<ArchivedTopic> topics,
            Clock clock,
            PrintStream progress) {
        this.archive = archive;
        this.scan = new ArchiveScan(archive, topics);
        this.kafka = kafka;
        this.topics = topics;
        this.clock = clock;
        this.progress = progress;
    }

    /** Restores all of it; how many records. What S3 or Kafka throw passes through. */
    long run() throws Impossible, InterruptedException {
        Map<String, List<ArchiveKey>> chains = scan.chains();
        if (chains.isEmpty()) {
            throw new Impossible(
                    "there is no archive of these topics in the bucket: look at RAW_BUCKET and TOPIC_PREFIX");
        }
        List<ArchiveKey> all = chains.values().stream().flatMap(List::stream).toList();
        for (ArchivedTopic topic : topics) {
            kafka.refuseUnlessNew(
                    topic.name(),
                    all.stream()
                            .filter(key -> key.topic().equals(topic.name()))
                            .mapToInt(ArchiveKey::partition)
                            .max()
                            .orElse(0));
        }
        Duration oldest = Duration.between(
                all.stream()
                        .map(ArchiveKey::hour)
                        .min(java.util.Comparator.naturalOrder())
                        .orElseThrow(),
                clock.instant());
        kafka.open(topics, oldest);
        long records = 0;
        for (ArchivedTopic topic : topics) {
            for (int partition = 0; partition < kafka.partitions(topic.name()); partition++) {
                String chain = topic.name() + "-" + partition;
                records += restore(topic, partition, chains.getOrDefault(chain, List.of()));
            }
        }
        kafka.close(topics);
        return records;
    }

    private long restore(ArchivedTopic topic, int partition, List<ArchiveKey> chain)
            throws Impossible, InterruptedException {
        RestoredPartition restored = kafka.partition(topic, partition);
        for (ArchiveKey key : chain) {
            if (key.firstOffset() < restored.nextOffset()) {
                throw new Impossible(key + " overlaps the object before it; archive check says where");
            }
            byte[] object = archive.get(key.path()).orElseThrow(() -> new Impossible(key + " is listed but not there"));
            try {
                ArchivedObject.read(key, topic.kind(), object, restored::add);
            } catch (IOException broken) {
                throw new Impossible(key + " can't be read: " + broken.getMessage()
                        + "; bring the object back from the bucket's versions, and begin again on new topics");
            }
        }
        long records = restored.end();
        progress.printf("%s-%d: %,d records%n", topic.name(), partition, records);
        return records;
    }
}
