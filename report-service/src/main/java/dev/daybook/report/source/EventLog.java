package dev.daybook.report.source;

import dev.daybook.events.Topics;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.kafka.UnreadRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka knows of the topics of events and refusals: where they end, what is committed, what can be read. Calls block, each
 * at most {@link #CALL_TIMEOUT}, and throw {@link KafkaUnavailable}; Kafka need not be there yet when this is made. Thread-safe.
 */
public final class EventLog implements AutoCloseable {
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final KafkaConnection connection;
    private final String events;
    private final String rejected;
    private Admin admin;

    public EventLog(KafkaConnection connection, Topics topics) {
        this.connection = connection;
        this.events = topics.events().name();
        this.rejected = topics.rejected().name();
    }

    /** The topic of events. */
    String events() {
        return events;
    }

    /** The topic of refusals. */
    String rejected() {
        return rejected;
    }

    /** A client can't be made while no bootstrap server's name resolves, so it is made with the first call that gets through. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(connection.properties(Map.of(
                    "client.id",
                    "daybook-report",
                    "request.timeout.ms",
                    (int) CALL_TIMEOUT.toMillis() / 2,
                    "default.api.timeout.ms",
                    (int) CALL_TIMEOUT.toMillis())));
        }
        return admin;
    }

    /**
     * The offsets behind the last record of each partition of both topics, whether a transaction there is still open or not: a
     * refusal of the door that was answered may lie behind an open transaction of the processor, where no
     * {@code read_committed} reader sees it yet.
     */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new TreeMap<>(ORDER);
        list(List.of(events, rejected), OffsetSpec.latest())
                .forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(List<String> topics, OffsetSpec spec) {
        return call("read the offsets of " + String.join(" and ", topics), () -> {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            for (TopicDescription topic :
                    got(admin().describeTopics(topics).allTopicNames()).values()) {
                topic.partitions()
                        .forEach(partition -> asked.put(new TopicPartition(topic.name(), partition.partition()), spec));
            }
            return got(admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all());
        });
    }

    /** Whether the topics can be looked at; null if so, else why not. */
    public String unreachable() {
        try {
            ends();
            return null;
        } catch (KafkaUnavailable unavailable) {
            return unavailable.getMessage();
        }
    }

    /** When the oldest event that the topic still has was received; empty for an empty topic. */
    public Optional<Instant> earliestReceived() {
        return list(List.of(events), OffsetSpec.forTimestamp(0)).values().stream()
                .filter(found -> found.offset() >= 0 && found.timestamp() >= 0)
                .map(found -> Instant.ofEpochMilli(found.timestamp()))
                .min(Instant::compareTo);
    }

    /** The group's committed offsets; a partition without one is absent. */
    Map<TopicPartition, Long> committed(String group) {
        return call("read the committed offsets of group " + group, () -> {
            Map<TopicPartition, Long> committed = new HashMap<>();
            got(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.put(partition, offset.offset());
                        }
                    });
            return committed;
        });
    }

    /** Looks at records one by one; the caller closes it. */
    UnreadRecords unreadRecords() {
        return new UnreadRecords(connection, CALL_TIMEOUT);
    }

    /** What a call to Kafka does. */
    interface Call<T> {
        T run() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static <T> T got(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    static <T> T call(String what, Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailable("could not " + what + ": interrupted", e);
        } catch (ExecutionException e) {
            throw new KafkaUnavailable("could not " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw new KafkaUnavailable("could not " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(CLOSE_TIMEOUT);
        }
    }
}
