package dev.daybook.ingest.archive;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how far the archive is behind the topics' read_committed ends. The age is that of the oldest record in memory; of a
 * partition that lags without one, the time since that was first seen. Confined to the consumer's thread.
 */
final class ArchiveLag {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveLag.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final ArchiveMetrics metrics;
    private final Clock clock;
    private final Map<TopicPartition, Long> behindSinceMillis = new HashMap<>();
    private Map<TopicPartition, Long> ends = Map.of();
    private long measuredAtMillis;

    ArchiveLag(Consumer<byte[], byte[]> consumer, List<String> topics, ArchiveMetrics metrics, Clock clock) {
        this.consumer = consumer;
        this.topics = topics;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Measures, if the last time is long enough ago or the clock was set back. */
    void measure(Map<TopicPartition, PartitionChain> chains) {
        long now = clock.millis();
        if (now >= measuredAtMillis && now - measuredAtMillis < EVERY.toMillis()) {
            return;
        }
        measuredAtMillis = now;
        try {
            ends = consumer.endOffsets(chains.keySet(), LOOKUP_TIMEOUT);
        } catch (KafkaException unreachable) {
            LOG.debug("the ends of the topics are not known; the lag is that to their last known ends", unreachable);
        }
        behindSinceMillis.keySet().retainAll(chains.keySet());
        topics.forEach(topic -> show(topic, chains.values(), now));
    }

    private void show(String topic, Collection<PartitionChain> chains, long now) {
        long records = 0;
        long age = 0;
        for (PartitionChain chain : chains) {
            if (chain.topic().name().equals(topic)) {
                long behind = behind(chain);
                records += behind;
                age = Math.max(age, behind == 0 ? 0 : now - oldestMillis(chain, now));
            }
        }
        metrics.lag(topic, records, age);
    }

    private long behind(PartitionChain chain) {
        Long end = ends.get(chain.partition());
        // While the archive's end is being looked up everything counts as lag: S3 that is gone must not hide it.
        boolean isKnown = end != null && chain.state() != PartitionChain.State.ASSIGNED;
        long behind = isKnown ? Math.max(0, end - chain.archivedTo()) : 0;
        if (behind == 0) {
            behindSinceMillis.remove(chain.partition());
        }
        return behind;
    }

    private long oldestMillis(PartitionChain chain, long now) {
        OptionalLong held = chain.oldestHeldMillis();
        return held.isPresent() ? held.getAsLong() : behindSinceMillis.computeIfAbsent(chain.partition(), p -> now);
    }
}
