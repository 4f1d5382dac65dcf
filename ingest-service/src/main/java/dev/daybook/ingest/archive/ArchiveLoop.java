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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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

    static final Duration BROKER_TIMEOUT = Duration.ofSeconds(5);
    /** With memory full, objects are cut early until a quarter of it is under way: more at once would only be smaller. */
    private static final int UNDER_WAY_PART = 4;

    private static final Duration PAUSE_IN_TROUBLE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final ArchiveConfig config;
    private final Map<String, ArchivedTopic> topics;
    private final PartitionArchiver archiving;
    private final ArchiveMetrics metrics;
    private final ArchiveLag lag;
    private final Clock clock;
    private final Map<TopicPartition, PartitionChain> chains = new HashMap<>();
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
        this.archiving =
                new PartitionArchiver(consumer, config.limits(), uploads, writing, lastObject, metrics, steps, clock);
        this.metrics = metrics;
        this.lag = new ArchiveLag(consumer, List.copyOf(topics.keySet()), metrics, clock);
        this.clock = clock;
    }

    /** The partitions that are stopped, each with the reason. Thread-safe. */
    Map<TopicPartition, String> stopped() {
        return archiving.stopped();
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
        attempt(() -> {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                archiving.append(chains.get(partition), records.records(partition));
            }
            inTrouble = false;
        });
    }

    private void settle(PartitionChain chain) {
        archiving.takeUpWritten(chain);
        attempt(() -> archiving.takeUpLocated(chain));
    }

    private void commit() {
        attempt(() -> archiving.commit(chains));
    }

    /** Finds out where newly assigned partitions go on. */
    private void begin() {
        Set<TopicPartition> assigned = new HashSet<>();
        chains.values().stream()
                .filter(chain -> chain.state() == PartitionChain.State.ASSIGNED)
                .forEach(chain -> assigned.add(chain.partition()));
        if (!assigned.isEmpty()) {
            attempt(() -> consumer.committed(assigned, BROKER_TIMEOUT)
                    .forEach((partition, end) -> archiving.begin(chains.get(partition), end)));
        }
    }

    private void cutDue() {
        long now = clock.millis();
        chains.values().stream()
                .filter(chain -> chain.isDue(config.limits(), now))
                .forEach(archiving::write);
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
                    .ifPresent(archiving::write);
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

    /** Does what may be tried again in the next turn. */
    private void attempt(Runnable call) {
        try {
            call.run();
        } catch (OffsetOutOfRangeException gone) {
            attempt(() -> gone.offsetOutOfRangePartitions().forEach(this::outOfRange));
        } catch (RebalanceInProgressException | CommitFailedException rebalancing) {
            LOG.debug("the next poll says which partitions are still this instance's", rebalancing);
        } catch (RetriableException | AuthenticationException | AuthorizationException trouble) {
            waitInTrouble(trouble);
        }
    }

    private void outOfRange(TopicPartition partition, long offset) {
        PartitionChain chain = chains.get(partition);
        if (chain != null) { // the consumer may have found out before it lost the partition, and say so after
            archiving.outOfRange(chain, offset);
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
        }
        archiving.forget(partitions);
    }
}
