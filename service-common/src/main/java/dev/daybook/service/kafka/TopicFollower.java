package dev.daybook.service.kafka;

import dev.daybook.service.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands every record of a topic of one partition to its reader, once and in order, from the first on and for as long as the
 * service runs. Not ready until it has come to the end that stood when Kafka was first reached; a Kafka that isn't there yet, or
 * goes away, is waited for, and told as an interruption. A reader that fails ends it for good, since it would have to leave out a
 * record, and so does anything else that isn't Kafka's; from then on it is not ready, and says why.
 */
public final class TopicFollower implements AutoCloseable, Health.Check {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    /** Between two attempts to reach Kafka; a service that starts with it should not be late by more. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long UNKNOWN = -1;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String clientId;
    private final TopicPartition partition;
    private final Reader reader;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Consumer<byte[], byte[]> consumer;
    /** What is missing to be loaded, or why it can't be read now; null while all is well. */
    private volatile String problem = "it is not read yet";
    /** Why it ended for good; null until then. */
    private volatile String failure;

    private volatile boolean loaded;
    private long next = UNKNOWN;
    private long endAtStart = UNKNOWN;

    /** Takes the records. */
    public interface Reader {
        /** Takes the next one's value, and says what is wrong with it, for the log; nothing of its content. */
        Optional<String> read(byte[] value);
    }

    private TopicFollower(Supplier<Consumer<byte[], byte[]>> consumers, String topic, String clientId, Reader reader) {
        this.consumers = consumers;
        this.clientId = clientId;
        this.partition = new TopicPartition(topic, 0);
        this.reader = reader;
        this.thread = new Thread(this::run, clientId);
        thread.setDaemon(true);
    }

    /** Begins to read on a thread of its own; returns before Kafka is reached. */
    public static TopicFollower start(KafkaConnection connection, String topic, String clientId, Reader reader) {
        return start(() -> newConsumer(connection, clientId), topic, clientId, reader);
    }

    static TopicFollower start(
            Supplier<Consumer<byte[], byte[]>> consumers, String topic, String clientId, Reader reader) {
        TopicFollower follower = new TopicFollower(consumers, topic, clientId, reader);
        follower.thread.start();
        return follower;
    }

    @Override
    public Optional<String> notReady() {
        String ended = failure;
        return ended == null && loaded ? Optional.empty() : ofTopic(ended == null ? problem : ended);
    }

    /** What keeps it from reading on after it was ready: what its reader knows may be out of date until Kafka is back. */
    public Optional<String> interruption() {
        return loaded && failure == null ? ofTopic(problem) : Optional.empty();
    }

    private Optional<String> ofTopic(String what) {
        return Optional.ofNullable(what).map(said -> partition.topic() + ": " + said);
    }

    private void run() {
        while (!isClosing() && failure == null) {
            try (Consumer<byte[], byte[]> fresh = consumers.get()) {
                consumer = fresh;
                follow(fresh);
            } catch (WakeupException | InterruptException closed) {
                LOG.debug("{} is closing", clientId);
            } catch (ReaderFailed | Unfit beyondRepair) {
                fail(beyondRepair.getMessage(), beyondRepair);
            } catch (KafkaException unreachable) {
                say("it can't be read: " + unreachable.getMessage());
            } catch (RuntimeException | Error unforeseen) {
                fail("it is no longer read: " + unforeseen + "; restart this service", unforeseen);
            }
            pause();
        }
    }

    private void fail(String why, Throwable cause) {
        failure = why;
        LOG.error("{}: {}", partition.topic(), why, cause);
    }

    private void say(String found) {
        if (!found.equals(problem)) {
            LOG.warn("{}: {}", partition.topic(), found);
        }
        problem = found;
    }

    private void pause() {
        try {
            if (failure == null) {
                closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Something only a person or a restart mends. */
    private static final class Unfit extends KafkaException {
        private static final long serialVersionUID = 1;

        Unfit(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final class ReaderFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderFailed(long offset, Throwable cause) {
            super("the record at offset " + offset + " could not be taken; restart this service", cause);
        }
    }

    private void follow(Consumer<byte[], byte[]> fresh) {
        List<PartitionInfo> partitions = fresh.partitionsFor(partition.topic(), CALL_TIMEOUT);
        if (partitions == null || partitions.isEmpty()) {
            say("the topic does not exist");
            return;
        }
        if (partitions.size() != 1) {
            throw new Unfit("the topic has " + partitions.size() + " partitions and must have 1", null);
        }
        List<TopicPartition> one = List.of(partition);
        fresh.assign(one);
        if (endAtStart == UNKNOWN) {
            endAtStart = fresh.endOffsets(one, CALL_TIMEOUT).get(partition);
            next = fresh.beginningOffsets(one, CALL_TIMEOUT).get(partition);
        }
        fresh.seek(partition, next);
        while (!isClosing()) {
            noteProgress();
            poll(fresh);
        }
    }

    private void noteProgress() {
        boolean wasLoaded = loaded;
        boolean isLoaded = wasLoaded || next >= endAtStart;
        problem = isLoaded ? null : "read to offset " + next + " of " + endAtStart;
        loaded = isLoaded; // after the problem, or what was missing before would be told as an interruption
        if (isLoaded && !wasLoaded) {
            LOG.info("{}: read to its end, {} record(s)", partition.topic(), next);
        }
    }

    private void poll(Consumer<byte[], byte[]> fresh) {
        try {
            ConsumerRecords<byte[], byte[]> records = fresh.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                take(record);
                next = record.offset() + 1;
            }
            next = fresh.position(partition); // past what is no record
            if (records.isEmpty()) {
                fresh.endOffsets(List.of(partition), CALL_TIMEOUT); // throws where Kafka is gone; a poll would not tell
            }
        } catch (OffsetOutOfRangeException lost) {
            throw new Unfit(
                    "it no longer reaches to offset " + next
                            + ", so it was made again or cut short; restart this service",
                    lost);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            reader.read(record.value())
                    .ifPresent(why ->
                            LOG.warn("{}: the record at offset {}: {}", partition.topic(), record.offset(), why));
        } catch (RuntimeException | Error bug) {
            throw new ReaderFailed(record.offset(), bug);
        }
    }

    private static Consumer<byte[], byte[]> newConsumer(KafkaConnection connection, String clientId) {
        return new KafkaConsumer<>(
                connection.properties(Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        clientId,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none", // to begin again would give records twice
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                        false,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        (int) AGAIN.toMillis(),
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) CALL_TIMEOUT.toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
