package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchivedTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions that the group gives this instance and has their objects written, each partition at its own pace. The
 * consumer's thread never waits for S3, and for the broker at most some seconds: a partition whose object is under way is
 * paused, and the group keeps its member however long that takes.
 */
final class ArchiveLoop implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveLoop.class);
    /** Also the longest that a written object waits for its commit while no partition has records. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(5);
    /** With memory full, objects are cut early until a quarter of it is under way: more at once would only be smaller. */
    private static final int UNDER_WAY_PART = 4;

    private static final Duration PAUSE_IN_TROUBLE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final ArchiveConfig config;
    private final Map<String, ArchivedTopic> topics;
    private final ExecutorService uploads;
    private final ObjectWriting writing;
    private final LastObject lastObject;
    private final ArchiveMetrics metrics;
    private final ArchiveLag lag;
    private final ArchiveSteps steps;
    private final Clock clock;
    private final Map<TopicPartition, PartitionChain> chains = new HashMap<>();
    private final Map<TopicPartition, String> stopped = new ConcurrentSkipListMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean inTrouble;

    ArchiveLoop(
            Consumer<byte[], byte[]> consumer,
            ArchiveConfig config,
            ExecutorService uploads,
            ObjectWriting writing,
            LastObject lastObject,
            ArchiveMetrics metrics,
            ArchiveSteps steps,
            Clock clock) {
        this.consumer = consumer;
        this.config = config;
        this.topics = config.topics().stream().collect(Collectors.toMap(ArchivedTopic::name, Function.identity()));
        this.uploads = uploads;
        this.writing = writing;
        this.lastObject = lastObject;
        this.metrics = metrics;
        this.lag = new ArchiveLag(consumer, List.copyOf(topics.keySet()), metrics, clock);
        this.steps = steps;
        this.clock = clock;
    }

    /** The partitions that are stopped, each with the reason. Thread-safe. */
    Map<TopicPartition, String> stopped() {
        return Map.copyOf(stopped);
    }

    /** Ends {@link #run()} after the turn that it is in. Thread-safe. */
    void end() {
        closing.countDown();
    }

    /**
     * Runs until {@link #end()}, and leaves nothing to be committed. What it throws can't be mended by trying again; then
     * nothing more is committed, as if the process had died.
     */
    void run() {
        try {
            consumer.subscribe(topics.keySet(), this);
            while (closing.getCount() > 0) {
                turn();
            }
            onPartitionsRevoked(Set.copyOf(chains.keySet()));
        } finally {
            release(Set.copyOf(chains.keySet()));
        }
    }

    private void turn() {
        read();
        chains.values().forEach(this::settle);
        commit();
        begin();
        cutDue();
        regulate();
        lag.measure(chains);
    }

    private void read() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                append(chains.get(partition), records.records(partition));
            }
            inTrouble = false;
        } catch (OffsetOutOfRangeException gone) {
            attempt(() -> gone.offsetOutOfRangePartitions().forEach(this::outOfRange));
        } catch (RetriableException | AuthenticationException | AuthorizationException trouble) {
            waitInTrouble(trouble);
        }
    }

    private void append(PartitionChain chain, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            chain.append(records, config.limits(), clock.millis()).ifPresent(next -> {
                write(chain);
                // What was polled beyond the cut is read again, so that nothing but the consumer's position says what
                // is next.
                consumer.seek(chain.partition(), next);
            });
        } catch (IllegalArgumentException unarchivable) {
            stop(chain, unarchivable.getMessage());
        }
    }

    private void write(PartitionChain chain) {
        OpenObject.Finished object = chain.cut();
        chain.writing(uploads.submit(() -> writing.write(object, chain.topic().kind(), chain.previous())));
        consumer.pause(Set.of(chain.partition()));
    }

    /** Takes up what the partition's task in the background has found, if it is done. */
    private void settle(PartitionChain chain) {
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
        chain.located().ifPresent(done -> {
            OptionalLong last = result(chain, done);
            if (last != null) {
                attempt(() -> readFrom(chain, last));
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
                : consumer.beginningOffsets(Set.of(partition), BROKER_TIMEOUT).get(partition);
        LOG.info("nothing is committed for {}; its archive goes on at offset {}", partition, start);
        chain.readFromUncommitted(start);
        consumer.seek(partition, start);
    }

    /** Commits the ends of objects that stand, and, where nothing is open, the position: markers of transactions count as read. */
    private void commit() {
        attempt(() -> {
            Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
            for (PartitionChain chain : chains.values()) {
                if (chain.state() == PartitionChain.State.COMMITTING) {
                    steps.reached(ArchiveStep.BEFORE_COMMIT, chain.partition());
                    ends.put(chain.partition(), new OffsetAndMetadata(chain.archivedTo()));
                } else if (chain.state() == PartitionChain.State.READING && !chain.hasOpenObject()) {
                    long position = consumer.position(chain.partition(), BROKER_TIMEOUT);
                    if (position > chain.committed()) {
                        ends.put(chain.partition(), new OffsetAndMetadata(position));
                    }
                }
            }
            if (!ends.isEmpty()) {
                commit(ends);
            }
        });
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> ends) {
        consumer.commitSync(ends, BROKER_TIMEOUT);
        ends.forEach((partition, end) -> {
            PartitionChain chain = chains.get(partition);
            boolean wasObject = chain.state() == PartitionChain.State.COMMITTING;
            chain.isCommitted(end.offset());
            if (wasObject) {
                steps.reached(ArchiveStep.AFTER_COMMIT, partition);
            }
        });
    }

    /** Finds out where newly assigned partitions go on. */
    private void begin() {
        Set<TopicPartition> assigned = new HashSet<>();
        chains.values().stream()
                .filter(chain -> chain.state() == PartitionChain.State.ASSIGNED)
                .forEach(chain -> assigned.add(chain.partition()));
        if (!assigned.isEmpty()) {
            attempt(() -> consumer.committed(assigned, BROKER_TIMEOUT)
                    .forEach((partition, end) -> begin(chains.get(partition), end)));
        }
    }

    private void begin(PartitionChain chain, OffsetAndMetadata committed) {
        if (committed == null) {
            chain.locating(uploads.submit(
                    () -> lastObject.offset(chain.topic(), chain.partition().partition())));
        } else {
            chain.readFrom(committed.offset());
            consumer.seek(chain.partition(), committed.offset());
        }
    }

    private void cutDue() {
        long now = clock.millis();
        chains.values().stream()
                .filter(chain -> chain.isDue(config.limits(), now))
                .forEach(this::write);
    }

    /** Reads only what there is room for; at the limit the largest objects are written early to make some. */
    private void regulate() {
        long held = heldBytes(chain -> true);
        boolean isFull = held >= config.limits().memoryBytes();
        long underWay = heldBytes(chain -> chain.state() != PartitionChain.State.READING);
        if (isFull && underWay < config.limits().memoryBytes() / UNDER_WAY_PART) {
            chains.values().stream()
                    .filter(chain -> chain.state() == PartitionChain.State.READING && chain.hasOpenObject())
                    .max(Comparator.comparingLong(PartitionChain::heldBytes))
                    .ifPresent(this::write);
        }
        metrics.held(held);
        Set<TopicPartition> reading = new HashSet<>();
        Set<TopicPartition> paused = new HashSet<>();
        chains.values()
                .forEach(chain -> (chain.state() == PartitionChain.State.READING && !isFull ? reading : paused)
                        .add(chain.partition()));
        consumer.pause(paused);
        consumer.resume(reading);
    }

    private long heldBytes(Predicate<PartitionChain> which) {
        return chains.values().stream()
                .filter(which)
                .mapToLong(PartitionChain::heldBytes)
                .sum();
    }

    private void outOfRange(TopicPartition partition, long offset) {
        PartitionChain chain = chains.get(partition);
        long end = consumer.endOffsets(Set.of(partition), BROKER_TIMEOUT).get(partition);
        if (offset > end) {
            stop(
                    chain,
                    "the topic ends at offset " + end + ", before " + offset
                            + ", where its archive ends: it was deleted and made again, or cut; use another TOPIC_PREFIX");
            return;
        }
        long begin =
                consumer.beginningOffsets(Set.of(partition), BROKER_TIMEOUT).get(partition);
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
        chain.stop(reason);
        stopped.put(chain.partition(), reason);
        metrics.stopped(stopped.size());
        consumer.pause(Set.of(chain.partition()));
    }

    /** Does what may be tried again in the next turn. */
    private void attempt(Runnable call) {
        try {
            call.run();
        } catch (RebalanceInProgressException | CommitFailedException rebalancing) {
            LOG.debug("the next poll says which partitions are still this instance's", rebalancing);
        } catch (RetriableException | AuthenticationException | AuthorizationException trouble) {
            waitInTrouble(trouble);
        }
    }

    private void waitInTrouble(KafkaException trouble) {
        if (!inTrouble) {
            LOG.warn("the archive waits for Kafka and tries again: {}", trouble.toString());
        }
        inTrouble = true;
        try {
            closing.await(PAUSE_IN_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            chains.put(
                    partition, new PartitionChain(partition, topics.get(partition.topic()), config.defaultTimeZone()));
            // Some position, so that the consumer doesn't look for one itself; nothing is read while it is paused.
            consumer.seek(partition, 0);
        }
        consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.stream().map(chains::get).filter(Objects::nonNull).forEach(this::settle);
        commit();
        release(partitions);
    }

    /** The group went on without this instance: others have these partitions, and what they commit must not be touched. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (partitions.stream().anyMatch(chains::containsKey)) {
            LOG.warn(
                    "the group took {} partitions away; another archiver reads again what isn't committed",
                    partitions.size());
        }
        release(partitions);
    }

    private void release(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionChain chain = chains.remove(partition);
            if (chain != null) {
                chain.drop();
            }
            stopped.remove(partition);
        }
        metrics.stopped(stopped.size());
    }
}
