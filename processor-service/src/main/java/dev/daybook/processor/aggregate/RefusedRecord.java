package dev.daybook.processor.aggregate;

import dev.daybook.events.Rejection;
import dev.daybook.events.Rejection.RefusedBy;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** What a record of the events topic that isn't counted becomes in the topic of refused ones. */
final class RefusedRecord {
    /** Key and headers of at most this size are kept: beside a body of 256 KiB in base64 they fit the topic's message. */
    static final int MAX_ENVELOPE_BYTES = 1024 * 1024;

    private static final byte[] NO_BODY = {};

    private RefusedRecord() {}

    /** The rejection, under the record's own key and with its own headers unless those are beyond any use. */
    static Record<PartitionedKey, byte[]> of(Record<byte[], byte[]> record, Refused why, int partition) {
        byte[] body = record.value() == null ? NO_BODY : record.value();
        byte[] rejection = new Rejection(why.refusal(), RefusedBy.PROCESSOR, why.envelope(), body).toJson();
        boolean kept = envelopeBytes(record) <= MAX_ENVELOPE_BYTES;
        return new Record<>(
                new PartitionedKey(partition, kept ? record.key() : null),
                rejection,
                record.timestamp(),
                kept ? record.headers() : new RecordHeaders());
    }

    private static long envelopeBytes(Record<byte[], byte[]> record) {
        long bytes = record.key() == null ? 0 : record.key().length;
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }
}
