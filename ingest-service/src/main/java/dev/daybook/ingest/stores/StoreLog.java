package dev.daybook.ingest.stores;

import dev.daybook.events.Topics;
import dev.daybook.events.stores.StoreRecord;
import dev.daybook.events.stores.StoreRegistry;
import dev.daybook.events.stores.StoreRegistry.Applied;
import dev.daybook.ingest.receive.ProducerSettings;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.kafka.TopicFollower;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes of stores, and says of each what every reader of the topic makes of it, because it has read it back itself. An
 * answer comes within {@link #TIMEOUT}. Thread-safe.
 */
public final class StoreLog implements TopicFollower.Reader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreLog.class);
    /** Longer than the producer's delivery time, by what reading a record back takes. */
    static final Duration TIMEOUT = ProducerSettings.DELIVERY_TIMEOUT.plusSeconds(4);

    private static final int MAX_QUEUED = 100;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final StoreRegistry registry;
    /** By the records' own names, since a record may be read before its acknowledgement comes. */
    private final Map<String, CompletableFuture<Written>> waiting = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_QUEUED),
            task -> new Thread(task, "ingest-stores-writer"));
    /** The writer's own, and of whoever closes when the writer has ended. */
    private Producer<byte[], byte[]> producer;
    /** Set by an error that a producer may never get over; the next change is sent by a new one. */
    private volatile boolean producerBroken;

    /** What became of a change. */
    sealed interface Written {}

    /** It was read back, and this is what it is. */
    record ReadBack(Applied applied) implements Written {}

    /** Whether it was written is not known: Kafka didn't say in time. */
    record NotKnown() implements Written {}

    public StoreLog(KafkaConnection connection, Topics topics, StoreRegistry registry) {
        this(() -> new KafkaProducer<>(ProducerSettings.ofRegistry(connection)), topics, registry);
    }

    StoreLog(Supplier<Producer<byte[], byte[]>> producers, Topics topics, StoreRegistry registry) {
        this.producers = producers;
        this.topic = topics.stores().name();
        this.registry = registry;
    }

    /** Takes the topic's next record into the registry, and lets go whoever waits for it. */
    @Override
    public Optional<String> read(byte[] value) {
        Applied applied = registry.apply(value);
        changeOf(applied).map(waiting::get).ifPresent(waits -> waits.complete(new ReadBack(applied)));
        return applied.complaint();
    }

    private static Optional<String> changeOf(Applied applied) {
        if (applied instanceof StoreRegistry.Accepted accepted) {
            return Optional.of(accepted.record().change());
        }
        if (applied instanceof StoreRegistry.Stale stale) {
            return Optional.of(stale.record().change());
        }
        return applied instanceof StoreRegistry.NoRoom noRoom
                ? Optional.of(noRoom.record().change())
                : Optional.empty();
    }

    /** Writes the change and completes with what it became; never exceptionally. */
    CompletionStage<Written> write(StoreRecord record) {
        CompletableFuture<Written> written = new CompletableFuture<>();
        waiting.put(record.change(), written);
        try {
            writer.execute(() -> send(record, written));
        } catch (RejectedExecutionException full) {
            written.complete(new NotKnown());
        }
        return written.completeOnTimeout(new NotKnown(), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((result, failure) -> waiting.remove(record.change()));
    }

    private void send(StoreRecord record, CompletableFuture<Written> written) {
        try {
            if (producerBroken) {
                closeProducer(Duration.ZERO);
            }
            if (producer == null) {
                producer = producers.get();
            }
            producer.send(new ProducerRecord<>(topic, record.toJson()), (metadata, failure) -> {
                if (failure != null) {
                    failed(written, failure);
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            failed(written, failure);
        }
    }

    private void failed(CompletableFuture<Written> written, Exception failure) {
        LOG.warn("a change of a store was not acknowledged: {}", failure.toString());
        if (!(failure instanceof RetriableException)) {
            producerBroken = true;
        }
        written.complete(new NotKnown());
    }

    private void closeProducer(Duration timeout) {
        if (producer != null) {
            producer.close(timeout);
            producer = null;
        }
        producerBroken = false;
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the writer of stores did not end within {}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeProducer(CLOSE_TIMEOUT);
    }
}
