package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;

/** How many events of one producer were refused for one reason on a day, by door or processor; conflicts included. */
public record RejectionsRow(long count) implements Row {
    private static final int VERSION = 1;

    @Override
    public RejectionsRow plus(Row other) {
        return new RejectionsRow(addExact(count, ((RejectionsRow) other).count));
    }

    @Override
    public byte[] encode() {
        return new ValueWriter(VERSION).number(count).toBytes();
    }

    static RejectionsRow decode(byte[] value) {
        return new RejectionsRow(new ValueReader(value, VERSION).number());
    }
}
