package dev.daybook.ingest.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The archiver's meters. {@code archive_lag} and {@code archive_lag_seconds} are of the partitions that this instance has;
 * over all instances they are to be summed, and to be maximised. Thread-safe.
 */
final class ArchiveMetrics {
    private static final String TOPIC = "topic";

    private final Map<String, AtomicLong> lag = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> lagMillis = new ConcurrentHashMap<>();
    private final AtomicInteger stopped = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();
    private final MeterRegistry registry;
    private final Counter alreadyStood;
    private final Counter storeFailures;
    private final Counter indexDifferences;

    ArchiveMetrics(MeterRegistry registry, List<String> topics) {
        this.registry = registry;
        topics.forEach(this::addTopic);
        Gauge.builder("archive.partitions.stopped", stopped, AtomicInteger::get)
                .description(
                        "Partitions that are not archived because what stands in S3 differs from Kafka: alarm at 1")
                .register(registry);
        Gauge.builder("archive.held.bytes", heldBytes, AtomicLong::get)
                .description("Bytes of objects in the making and under way to S3")
                .register(registry);
        alreadyStood =
                counter("archive.objects.already.stood", "Objects that another writer, or a lost answer, had put");
        storeFailures = counter("archive.s3.failures", "Calls of S3 that failed and are tried again");
        indexDifferences = counter("archive.index.differences", "Index entries that differ from their object: reindex");
    }

    private void addTopic(String topic) {
        lag.put(topic, new AtomicLong());
        lagMillis.put(topic, new AtomicLong());
        Gauge.builder("archive.lag", lag.get(topic), AtomicLong::get)
                .tag(TOPIC, topic)
                .description("Records between the end of the archive and the end of the topic")
                .register(registry);
        Gauge.builder("archive.lag.seconds", lagMillis.get(topic), millis -> millis.get() / 1000.0)
                .tag(TOPIC, topic)
                .description("Age of the oldest record that is not archived")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void archived(String topic, int records, long bytes) {
        registry.counter("archive.objects", TOPIC, topic).increment();
        registry.counter("archive.records", TOPIC, topic).increment(records);
        registry.counter("archive.bytes", TOPIC, topic).increment(bytes);
    }

    void alreadyStood() {
        alreadyStood.increment();
    }

    void storeCallFailed() {
        storeFailures.increment();
    }

    void indexDiffers() {
        indexDifferences.increment();
    }

    void lost(TopicPartition partition, long records) {
        registry.counter("archive.records.lost", TOPIC, partition.topic()).increment(records);
    }

    void stopped(int partitions) {
        stopped.set(partitions);
    }

    void held(long bytes) {
        heldBytes.set(bytes);
    }

    void lag(String topic, long records, long ageMillis) {
        lag.get(topic).set(records);
        lagMillis.get(topic).set(ageMillis);
    }
}
