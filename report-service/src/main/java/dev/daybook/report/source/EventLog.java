package dev.daybook.report.source;

import dev.daybook.service.kafka.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What Kafka knows of the topic of events: where it ends, what is committed, what can be read. Calls block, each at most
 * {@link #CALL_TIMEOUT}, and throw {@link KafkaUnavailable}; Kafka need not be there yet when this is made. Thread-safe.
 */
public final class EventLog implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final String topic;
    private Admin admin;

    public EventLog(KafkaConnection connection, String topic) {
        this.connection = connection;
        this.topic = topic;
    }

    String topic() {
        return topic;
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

    /** The offsets behind the last record of each partition that a {@code read_committed} reader gets to see, or its markers. */
    Map<Integer, Long> ends() {
        return offsets(OffsetSpec.latest());
    }

    private Map<Integer, Long> offsets(OffsetSpec spec) {
        Map<Integer, Long> offsets = new TreeMap<>();
        list(spec).forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
        return offsets;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(OffsetSpec spec) {
        return call("read the offsets of " + topic, () -> {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            int partitions = got(admin().describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions()
                    .size();
            for (int partition = 0; partition < partitions; partition++) {
                asked.put(new TopicPartition(topic, partition), spec);
            }
            return got(admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all());
        });
    }

    /** Whether the topic can be looked at; null if so, else why not. */
    public String unreachable() {
        try {
            ends();
            return null;
        } catch (KafkaUnavailable unavailable) {
            return unavailable.getMessage();
        }
    }

    /** When the oldest record that the topic still has was received; empty for an empty topic. */
    public Optional<Instant> earliestReceived() {
        return list(OffsetSpec.forTimestamp(0)).values().stream()
                .filter(found -> found.offset() >= 0 && found.timestamp() >= 0)
                .map(found -> Instant.ofEpochMilli(found.timestamp()))
                .min(Instant::compareTo);
    }

    /** The group's committed offsets of the topic; a partition without one is absent. */
    Map<Integer, Long> committed(String group) {
        return call("read the committed offsets of group " + group, () -> {
            Map<Integer, Long> committed = new TreeMap<>();
            got(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null && partition.topic().equals(topic)) {
                            committed.put(partition.partition(), offset.offset());
                        }
                    });
            return committed;
        });
    }

    /**
     * The offset of the first record between two offsets that a {@code read_committed} reader gets to see; empty where there
     * are only markers of transactions, aborted records, or what retention removed.
     */
    OptionalLong firstReadable(int partition, long from, long to) {
        TopicPartition asked = new TopicPartition(topic, partition);
        return call("read " + asked, () -> {
            try (var consumer = new KafkaConsumer<byte[], byte[]>(
                    connection.properties(Map.of(
                            "isolation.level",
                            "read_committed",
                            "auto.offset.reset",
                            "earliest",
                            "enable.auto.commit",
                            false,
                            "allow.auto.create.topics",
                            false,
                            "max.poll.records",
                            1,
                            "default.api.timeout.ms",
                            (int) CALL_TIMEOUT.toMillis())),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.assign(List.of(asked));
                consumer.seek(asked, from);
                long deadlineNanos = System.nanoTime() + CALL_TIMEOUT.toNanos();
                while (consumer.position(asked) < to) {
                    for (var record : consumer.poll(Duration.ofMillis(200))) {
                        return record.offset() < to ? OptionalLong.of(record.offset()) : OptionalLong.empty();
                    }
                    if (System.nanoTime() > deadlineNanos) {
                        throw new TimeoutException("no answer within " + CALL_TIMEOUT.toSeconds() + " s");
                    }
                }
                return OptionalLong.empty();
            }
        });
    }

    private interface Call<T> {
        T run() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static <T> T got(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> T call(String what, Call<T> call) {
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
