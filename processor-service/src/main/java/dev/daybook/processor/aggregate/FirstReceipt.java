package dev.daybook.processor.aggregate;

import java.time.LocalDate;

/**
 * The receipt of an event that its identity's window began at.
 *
 * @param sha256 of the record's value
 * @param receivedMillis the partition's record time, which never goes back
 * @param offset of the record; -1 in state that a release before this one wrote
 * @param businessDate that it counts on; null where the offset is -1
 */
public record FirstReceipt(byte[] sha256, long receivedMillis, long offset, LocalDate businessDate) {
    /** What the state says of a place that it doesn't know. */
    public static final long UNKNOWN_OFFSET = -1;

    private static final int VERSION = 2;
    /** Time and SHA-256 alone. */
    private static final int VERSION_WITHOUT_PLACE = 1;

    private static final int SHA256_BYTES = 32;

    byte[] encode() {
        return new ValueWriter(VERSION)
                .number(receivedMillis)
                .raw(sha256)
                .number(offset)
                .number(businessDate.toEpochDay())
                .toBytes();
    }

    static FirstReceipt decode(byte[] value) {
        if (value[0] == VERSION_WITHOUT_PLACE) {
            ValueReader in = new ValueReader(value, VERSION_WITHOUT_PLACE);
            long receivedMillis = in.number();
            return new FirstReceipt(in.raw(SHA256_BYTES), receivedMillis, UNKNOWN_OFFSET, null);
        }
        ValueReader in = new ValueReader(value, VERSION);
        long receivedMillis = in.number();
        byte[] sha256 = in.raw(SHA256_BYTES);
        return new FirstReceipt(sha256, receivedMillis, in.number(), LocalDate.ofEpochDay(in.number()));
    }
}
