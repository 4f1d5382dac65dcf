package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.Health;
import dev.daybook.service.Metrics;
import dev.daybook.service.objects.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every committed record of the topics in S3 exactly once, whatever is killed, paused or answered by S3. Trouble with S3
 * costs nothing but lag; a partition whose archive differs from Kafka stops with an alarm while the others go on. Runs on its
 * own threads from {@link #start} to {@link #close}; all methods may be called from any thread.
 */
public final class Archiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
    private static final String PART = "archive";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_POLL_RECORDS = 2_000;
    /** What the consumer holds beside the objects in the making. */
    private static final int FETCH_MAX_BYTES = 16 * 1024 * 1024;

    private final ObjectStore store;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ExecutorService uploads;
    private final ArchiveLoop loop;
    private final StoreRetry retry;
    private final Health health;
    private final Thread thread;

    private Archiver(ArchiveConfig config, Health health, Metrics metrics, Clock clock, ArchiveSteps steps) {
        List<String> topics = config.topics().stream().map(ArchivedTopic::name).toList();
        ArchiveMetrics meters = new ArchiveMetrics(metrics.registry(), topics);
        this.health = health;
        this.store = new ObjectStore(config.access(), config.bucket(), config.timeouts());
        this.uploads = Executors.newFixedThreadPool(config.uploads(), task -> daemon(task, "archive-upload"));
        this.retry = new StoreRetry(meters, clock);
        ArchiveIndex index = new ArchiveIndex(store, retry, meters);
        ObjectWriting writing = new ObjectWriting(store, retry, index, meters, steps);
        this.consumer = new KafkaConsumer<>(
                consumerProperties(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.loop =
                new ArchiveLoop(consumer, config, uploads, writing, new LastObject(store, retry), meters, steps, clock);
        this.thread = daemon(this::run, "archive");
    }

    /** Starts it; neither Kafka nor S3 need be there yet. */
    public static Archiver start(ArchiveConfig config, Health health, Metrics metrics, Clock clock) {
        return start(config, health, metrics, clock, ArchiveSteps.UNWATCHED);
    }

    /** Starts it with somebody who is told of every step. */
    public static Archiver start(
            ArchiveConfig config, Health health, Metrics metrics, Clock clock, ArchiveSteps steps) {
        Archiver archiver = new Archiver(config, health, metrics, clock, steps);
        health.addAlarm(PART, archiver::alarm);
        archiver.thread.start();
        return archiver;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static Map<String, Object> consumerProperties(ArchiveConfig config) {
        Map<String, Object> tuning = Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                config.group(),
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                MAX_POLL_RECORDS,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCH_MAX_BYTES,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        Map<String, Object> properties = config.consumerProperties(tuning);
        config.instanceId().ifPresent(id -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
        return properties;
    }

    private void run() {
        try {
            loop.run();
        } catch (RuntimeException | Error failed) {
            LOG.error("the archiver ended", failed);
            health.fail("the archiver ended, restart the service: " + failed);
        } finally {
            uploads.shutdownNow();
            // The chains are released; a rebalance that closing starts has nothing left to commit.
            consumer.close(CloseOptions.timeout(LEAVE_TIMEOUT));
        }
    }

    /** What the archiver complains of: partitions that stopped, and S3 that doesn't answer. */
    public Optional<String> alarm() {
        Map<?, String> stopped = loop.stopped();
        if (!stopped.isEmpty()) {
            return Optional.of(stopped.entrySet().stream()
                    .map(partition -> partition.getKey() + " is stopped: " + partition.getValue())
                    .sorted()
                    .collect(Collectors.joining("; ")));
        }
        return retry.failingSince().map(since -> "S3 has done nothing it was asked since " + since);
    }

    /**
     * Commits what stands, leaves the group and drops what is in the making, which the next archiver reads again. Waits at most
     * {@link #CLOSE_TIMEOUT}.
     */
    @Override
    public void close() {
        loop.end();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the archiver's thread did not end within {}", CLOSE_TIMEOUT);
            thread.interrupt();
        }
        uploads.shutdownNow();
        store.close();
    }
}
