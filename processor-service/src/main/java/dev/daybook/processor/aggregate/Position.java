package dev.daybook.processor.aggregate;

/**
 * How far a partition has been counted: every record before {@code nextOffset} is in its rows, none at or behind it is.
 *
 * @param recordTimeMillis the greatest time of receipt so far; time in the partition never goes back
 */
record Position(long nextOffset, long recordTimeMillis) {
    static final Position START = new Position(0, 0);

    private static final int VERSION = 1;

    Position past(long offset, long receivedMillis) {
        return new Position(offset + 1, Math.max(recordTimeMillis, receivedMillis));
    }

    byte[] encode() {
        return new ValueWriter(VERSION)
                .number(nextOffset)
                .number(recordTimeMillis)
                .toBytes();
    }

    static Position decode(byte[] value) {
        ValueReader in = new ValueReader(value, VERSION);
        return new Position(in.number(), in.number());
    }
}
