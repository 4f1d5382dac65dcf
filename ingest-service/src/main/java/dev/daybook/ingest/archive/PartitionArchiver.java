package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveKey;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the archive of each partition from one step to the next: where it begins, which records come into its open object, what
 * became of the one that was written, what is committed. A partition whose archive can't go on is stopped and says why, the
 * others go on. Only for the consumer's thread, but for {@link #stopped()}; throws what the consumer throws.
 */
final class PartitionArchiver {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionArchiver.class);

    private final Consumer<byte[], byte[]> consumer;
    private final ArchiveLimits limits;
    private final ExecutorService uploads;
    private final ObjectWriting writing;
    private final LastObject lastObject;
    private final ArchiveMetrics metrics;
    private final ArchiveSteps steps;
    private final Clock clock;
    private final Map<TopicPartition, String> stopped = new ConcurrentSkipListMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));

    PartitionArchiver(
            Consumer<byte[], byte[]> consumer,
            ArchiveLimits limits,
            ExecutorService uploads,
            ObjectWriting writing,
            LastObject lastObject,
            ArchiveMetrics metrics,
            ArchiveSteps steps,
            Clock clock) {
        this.consumer = consumer;
        this.limits = limits;
        this.uploads = uploads;
        this.writing = writing;
        this.lastObject = lastObject;
        this.metrics = metrics;
        this.steps = steps;
        this.clock = clock;
    }

    /** The partitions that are stopped, each with the reason. Thread-safe. */
    Map<TopicPartition, String> stopped() {
        return Map.copyOf(stopped);
    }

    /** Partitions that are another instance's now are no longer stopped here. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(stopped::remove);
        metrics.stopped(stopped.size());
    }

    /** Finds out where a newly assigned partition goes on. */
    void begin(PartitionChain chain, OffsetAndMetadata committed) {
        if (committed == null) {
            chain.locating(uploads.submit(
                    () -> lastObject.offset(chain.topic(), chain.partition().partition())));
        } else {
            chain.readFrom(committed.offset());
            consumer.seek(chain.partition(), committed.offset());
        }
    }

    /** Takes records into the open object, which is written where it is full. */
    void append(PartitionChain chain, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            chain.append(records, limits, clock.millis()).ifPresent(next -> {
                write(chain);
                // What was polled beyond the cut is read again, so that nothing but the consumer's position says what
                // is next.
                consumer.seek(chain.partition(), next);
            });
        } catch (IllegalArgumentException unarchivable) {
            stop(chain, unarchivable.getMessage());
        }
    }

    /** Begins to write the open object, in the background. */
    void write(PartitionChain chain) {
        OpenObject.Finished object = chain.cut();
        Optional<ArchiveKey> previous = chain.previous();
        chain.writing(uploads.submit(() -> writing.write(object, chain.topic().kind(), previous)));
        consumer.pause(Set.of(chain.partition()));
    }

    /** Takes up what became of the object that was being written, if that is known. */
    void takeUpWritten(PartitionChain chain) {
        chain.written().ifPresent(done -> {
            ObjectWriting.Outcome outcome = result(chain, done);
            if (outcome instanceof ObjectWriting.Outcome.Differs differs) {
                stop(
                        chain,
                        "the object at offset " + chain.archivedTo() + " stands in S3 with other content: "
                                + differs.why());
            } else if (outcome instanceof ObjectWriting.Outcome.Stands stands
                    && !chain.stands(stands.object().key(), stands.object().lastOffset())) {
                consumer.seek(chain.partition(), chain.archivedTo());
            }
        });
    }

    /** Takes up where the archive without a committed offset ends, if that is known. */
    void takeUpLocated(PartitionChain chain) {
        chain.located().ifPresent(done -> {
            OptionalLong last = result(chain, done);
            if (last != null) {
                readFrom(chain, last);
            }
        });
    }

    /** The task's result, or null where it failed, which stops its partition: others go on. */
    private <T> T result(PartitionChain chain, Future<T> done) {
        try {
            return done.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            LOG.error("archiving {} failed", chain.partition(), failed.getCause());
            stop(chain, failed.getCause().toString());
            return null;
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at a task that is done", impossible);
        }
    }

    private void readFrom(PartitionChain chain, OptionalLong lastArchived) {
        TopicPartition partition = chain.partition();
        long start = lastArchived.isPresent()
                ? lastArchived.getAsLong() + 1
                : consumer.beginningOffsets(Set.of(partition), ArchiveLoop.BROKER_TIMEOUT)
                        .get(partition);
        LOG.info("nothing is committed for {}; its archive goes on at offset {}", partition, start);
        chain.readFromUncommitted(start);
        consumer.seek(partition, start);
    }

    /** Commits the ends of objects that stand, and, where nothing is open, the position: markers of transactions count as read. */
    void commit(Map<TopicPartition, PartitionChain> chains) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        for (PartitionChain chain : chains.values()) {
            if (chain.state() == PartitionChain.State.COMMITTING) {
                steps.reached(ArchiveStep.BEFORE_COMMIT, chain.partition());
                ends.put(chain.partition(), new OffsetAndMetadata(chain.archivedTo()));
            } else if (chain.state() == PartitionChain.State.READING && !chain.hasOpenObject()) {
                long position = consumer.position(chain.partition(), ArchiveLoop.BROKER_TIMEOUT);
                if (position > chain.committed()) {
                    ends.put(chain.partition(), new OffsetAndMetadata(position));
                }
            }
        }
        if (!ends.isEmpty()) {
            commit(chains, ends);
        }
    }

    private void commit(Map<TopicPartition, PartitionChain> chains, Map<TopicPartition, OffsetAndMetadata> ends) {
        consumer.commitSync(ends, ArchiveLoop.BROKER_TIMEOUT);
        ends.forEach((partition, end) -> {
            PartitionChain chain = chains.get(partition);
            boolean wasObject = chain.state() == PartitionChain.State.COMMITTING;
            chain.isCommitted(end.offset());
            if (wasObject) {
                steps.reached(ArchiveStep.AFTER_COMMIT, partition);
            }
        });
    }

    /** Goes on where the topic begins, or stops where the topic lost what was read of it: it may have grown again since. */
    void outOfRange(PartitionChain chain, long offset) {
        TopicPartition partition = chain.partition();
        long begin = consumer.beginningOffsets(Set.of(partition), ArchiveLoop.BROKER_TIMEOUT)
                .get(partition);
        if (offset >= begin) {
            long end = consumer.endOffsets(Set.of(partition), ArchiveLoop.BROKER_TIMEOUT)
                    .get(partition);
            stop(
                    chain,
                    "the topic ends at offset " + end + (offset > end ? ", before " : ", but ended before ") + offset
                            + ", where its archive ends: it was deleted and made again, or cut; use another TOPIC_PREFIX");
            // One that the topic has, or the consumer complains of the old one at each poll; nothing is read from it.
            consumer.seek(partition, begin);
            return;
        }
        LOG.error(
                "offsets {} to {} of {} are gone from Kafka and not archived: retention is shorter than the lag",
                offset,
                begin - 1,
                partition);
        metrics.lost(partition, begin - offset);
        consumer.seek(partition, begin);
    }

    private void stop(PartitionChain chain, String reason) {
        LOG.error(
                "{} is no longer archived, the other partitions are; restart after mending it: {}",
                chain.partition(),
                reason);
        chain.stop();
        stopped.put(chain.partition(), reason);
        metrics.stopped(stopped.size());
        consumer.pause(Set.of(chain.partition()));
    }
}
