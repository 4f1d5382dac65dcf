package dev.daybook.processor;

import dev.daybook.processor.aggregate.DailySalesTopology;
import dev.daybook.processor.aggregate.OwnedPartitions;
import dev.daybook.processor.query.EndOffsets;
import dev.daybook.processor.query.Instances;
import dev.daybook.service.Health;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology from the moment on when its topics are there, however long that takes, and says meanwhile what it waits
 * for. Thread-safe.
 */
final class DailySalesStreams implements Instances, EndOffsets, Health.Check, AutoCloseable {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);
    /** A failure that lasts makes a line a second in the log, not thousands. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    /** The thread that starts the topology, then the topology. */
    static final Duration LONGEST_CLOSE = CLOSE_TIMEOUT.multipliedBy(2);

    private static final Logger LOG = LoggerFactory.getLogger(DailySalesStreams.class);

    private final ProcessorConfig config;
    private final OwnedPartitions owned;
    private final Health health;
    private final MeterRegistry registry;
    private final CountDownLatch closing = new CountDownLatch(1);

    private Thread starter;
    private volatile String waitingFor = "it has not looked for its topics yet";
    private volatile Running running;

    private record Running(KafkaStreams streams, BrokerEndOffsets ends, int partitions, HostInfo self) {}

    DailySalesStreams(ProcessorConfig config, OwnedPartitions owned, Health health, MeterRegistry registry) {
        this.config = config;
        this.owned = owned;
        this.health = health;
        this.registry = registry;
    }

    /**
     * Returns at once; the topology starts when it can.
     *
     * @param self how the other instances reach this one
     */
    synchronized void start(HostInfo self) {
        starter = new Thread(() -> startWhenReady(self), "processor-start");
        starter.start();
    }

    private void startWhenReady(HostInfo self) {
        SourceTopics topics = new SourceTopics(config.kafka(), config.topics());
        try {
            do {
                SourceTopics.Found found = topics.look();
                if (found instanceof SourceTopics.Ready ready && run(self, ready.partitions())) {
                    return;
                }
                if (found instanceof SourceTopics.NotReady notReady) {
                    waitFor(notReady.why());
                }
            } while (!closing.await(LOOK_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("the topology can't be started; the service needs a restart", failed);
            health.fail("the topology can't be started: " + failed.getMessage());
        }
    }

    private void waitFor(String why) {
        if (!why.equals(waitingFor)) {
            LOG.warn("waiting to start: {}; looking again every {} s", why, LOOK_AGAIN_AFTER.toSeconds());
            waitingFor = why;
        }
    }

    /** False where the broker went away again between the look and the start. */
    private synchronized boolean run(HostInfo self, int partitions) {
        if (closing.getCount() == 0) {
            return true;
        }
        Properties properties = new Properties();
        properties.putAll(config.kafka().properties(config.streams().properties(self)));
        KafkaStreams streams;
        BrokerEndOffsets ends = null;
        try {
            ends = new BrokerEndOffsets(config.kafka(), config.topics(), partitions);
            streams = new KafkaStreams(
                    new DailySalesTopology(config.topics(), partitions, config.fold(), registry, owned).get(),
                    properties);
        } catch (KafkaException e) {
            if (ends != null) {
                ends.close();
            }
            waitFor("the Kafka clients can't be made: " + e.getMessage());
            return false;
        }
        streams.setUncaughtExceptionHandler(new FailedThread(health, PAUSE_AFTER_FAILURE, registry));
        streams.setStateListener((now, before) -> LOG.info("streams: {} -> {}", before, now));
        TopologyMetrics.bind(registry, streams, owned);
        running = new Running(streams, ends, partitions, self);
        streams.start();
        return true;
    }

    private synchronized Thread starter() {
        return starter;
    }

    private void endStarter() {
        Thread starting = starter();
        if (starting == null) {
            return;
        }
        starting.interrupt();
        try {
            starting.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<String> notReady() {
        Running now = running;
        if (now == null) {
            return Optional.of("waiting to start: " + waitingFor);
        }
        KafkaStreams.State state = now.streams().state();
        return state == KafkaStreams.State.RUNNING
                ? Optional.empty()
                : Optional.of("the topology is " + state + ", not RUNNING yet");
    }

    @Override
    public Known now() {
        Running now = running;
        if (now == null) {
            return new NotKnown("the processor is waiting to start: " + waitingFor);
        }
        if (!now.streams().state().isRunningOrRebalancing()) {
            return new NotKnown("the topology is " + now.streams().state());
        }
        Set<HostInfo> owners = new HashSet<>();
        for (StreamsMetadata instance : now.streams().metadataForAllStreamsClients()) {
            if (!instance.topicPartitions().isEmpty()) {
                owners.add(instance.hostInfo());
            }
        }
        return new All(owners, now.partitions(), now.self());
    }

    @Override
    public Optional<Ends> ofAllRecords() throws InterruptedException {
        Running now = running;
        return now == null ? Optional.empty() : now.ends().ofAllRecords();
    }

    @Override
    public boolean holdsNoRejection(int partition, long from, long to) {
        Running now = running;
        return now != null && now.ends().holdsNoRejection(partition, from, to);
    }

    @Override
    public void close() {
        closing.countDown();
        endStarter();
        Running last = running;
        if (last == null) {
            return;
        }
        CloseOptions options = CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        config.streams().leaveGroupOnClose()
                                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
        if (!last.streams().close(options)) {
            LOG.warn("the topology did not close within {} s", CLOSE_TIMEOUT.toSeconds());
        }
        last.ends().close();
    }
}
