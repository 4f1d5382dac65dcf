package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;

/** One hour of a day: orders (sales less voids) and net, from which the hour's refunds are taken. */
public record HourRow(long orders, long net) implements Row {
    private static final int VERSION = 1;

    @Override
    public HourRow plus(Row other) {
        HourRow more = (HourRow) other;
        return new HourRow(addExact(orders, more.orders), addExact(net, more.net));
    }

    @Override
    public byte[] encode() {
        return new ValueWriter(VERSION).number(orders).number(net).toBytes();
    }

    static HourRow decode(byte[] value) {
        ValueReader in = new ValueReader(value, VERSION);
        return new HourRow(in.number(), in.number());
    }
}
