package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.objects.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one finished object to stand in S3, with its index entry, or finds what stands there already. Blocks as long as S3
 * doesn't do it; giving up half-way harms nothing. Thread-safe.
 */
final class ObjectWriting {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectWriting.class);
    private static final String GZIP = "application/gzip";

    private final ObjectStore store;
    private final StoreRetry retry;
    private final ArchiveIndex index;
    private final ArchiveMetrics metrics;
    private final ArchiveSteps steps;

    /** What stands in the end. */
    sealed interface Outcome {
        /** Records up to the object's last offset are archived; it need not be the one that was to be written. */
        record Stands(ArchivedObject object) implements Outcome {}

        /** What stands under the key isn't what Kafka has. */
        record Differs(String why) implements Outcome {}
    }

    ObjectWriting(ObjectStore store, StoreRetry retry, ArchiveIndex index, ArchiveMetrics metrics, ArchiveSteps steps) {
        this.store = store;
        this.retry = retry;
        this.index = index;
        this.metrics = metrics;
        this.steps = steps;
    }

    Outcome write(OpenObject.Finished object, ArchivedTopic.Kind kind, Optional<ArchiveKey> previous)
            throws InterruptedException {
        ArchiveKey key = object.key();
        TopicPartition partition = new TopicPartition(key.topic(), key.partition());
        steps.reached(ArchiveStep.BEFORE_PUT, partition);
        ObjectStore.Put put = retry.untilDone(() -> store.putIfAbsent(key.path(), object.bytes(), GZIP));
        if (put == ObjectStore.Put.STORED) {
            metrics.archived(key.topic(), object.records(), object.bytes().length);
        }
        steps.reached(ArchiveStep.AFTER_PUT, partition);
        Outcome outcome = put == ObjectStore.Put.STORED
                ? new Outcome.Stands(object.summary())
                : compare(object, kind, retry.untilDone(() -> store.get(key.path())));
        if (outcome instanceof Outcome.Stands stands) {
            steps.reached(ArchiveStep.BEFORE_INDEX, partition);
            index.add(stands.object(), previous);
            steps.reached(ArchiveStep.AFTER_INDEX, partition);
        }
        return outcome;
    }

    private Outcome compare(OpenObject.Finished ours, ArchivedTopic.Kind kind, Optional<byte[]> standing) {
        metrics.alreadyStood();
        if (standing.isEmpty()) {
            return new Outcome.Differs("S3 says that it stands, but has no such object");
        }
        Optional<String> difference = Overlap.difference(ours.bytes(), standing.get());
        if (difference.isPresent()) {
            return new Outcome.Differs(difference.get());
        }
        try {
            ArchivedObject found = ArchivedObject.read(ours.key(), kind, standing.get(), line -> {});
            LOG.info("{} stands already, up to offset {}; going on after it", ours.key(), found.lastOffset());
            return new Outcome.Stands(found);
        } catch (IOException torn) {
            return new Outcome.Differs("it is torn or altered: " + torn.getMessage());
        }
    }
}
