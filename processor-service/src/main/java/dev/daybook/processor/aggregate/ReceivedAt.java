package dev.daybook.processor.aggregate;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The broker's LogAppendTime, which is when the record was received. Streams drops records with a negative time without a
 * word; a record that has none takes the time of those before it instead, as position never goes back.
 */
final class ReceivedAt implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
