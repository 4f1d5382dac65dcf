package dev.daybook.ingest.archive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks up what Kafka still has, as a read_committed reader sees it; of the archiver's group it reads the offsets and never
 * joins it. Not thread-safe.
 */
final class KafkaRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** A broker that gives nothing for this long, before the range's end is reached, is taken for gone. */
    private static final int MAX_EMPTY_POLLS = 150;

    private final KafkaConsumer<byte[], byte[]> consumer;

    KafkaRecords(ArchiveConfig config) {
        consumer = new KafkaConsumer<>(
                config.consumerProperties(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    List<Integer> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(PartitionInfo::partition)
                .sorted()
                .toList();
    }

    /** The archiver's committed offset, or empty without one. */
    OptionalLong committed(String topic, int partition) {
        TopicPartition key = new TopicPartition(topic, partition);
        OffsetAndMetadata committed = consumer.committed(Set.of(key)).get(key);
        return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }

    /** The offset of the first record in the range, both ends included, or empty where there is none that can be read. */
    OptionalLong firstRecord(String topic, int partition, long from, long to) {
        TopicPartition key = new TopicPartition(topic, partition);
        consumer.assign(Set.of(key));
        long begin = Math.max(from, consumer.beginningOffsets(Set.of(key)).get(key));
        long end = Math.min(to + 1, consumer.endOffsets(Set.of(key)).get(key));
        if (begin >= end) {
            return OptionalLong.empty();
        }
        consumer.seek(key, begin);
        for (int empty = 0; consumer.position(key) < end; empty++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(key)) {
                return record.offset() < end ? OptionalLong.of(record.offset()) : OptionalLong.empty();
            }
            if (empty == MAX_EMPTY_POLLS) {
                throw new TimeoutException(key + " could not be read from offset " + begin + " on");
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
