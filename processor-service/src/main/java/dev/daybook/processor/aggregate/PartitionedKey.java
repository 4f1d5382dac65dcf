package dev.daybook.processor.aggregate;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The key of a refused record with the partition it goes to, the one it was found in: a partitioner isn't told which task it
 * works for.
 *
 * @param key as it was found, null included
 */
record PartitionedKey(int partition, byte[] key) {

    static Serializer<PartitionedKey> serializer() {
        return (topic, key) -> key.key();
    }

    static StreamPartitioner<PartitionedKey, byte[]> partitioner() {
        return (topic, key, value, partitions) -> Optional.of(Set.of(key.partition()));
    }
}
