package dev.daybook.events;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A topic's name with the serdes of its key and value, in one place. */
public record Topic<K, V>(String name, Serde<K> keySerde, Serde<V> valueSerde) {

    static Topic<byte[], byte[]> ofBytes(String name) {
        return new Topic<>(name, Serdes.ByteArray(), Serdes.ByteArray());
    }
}
