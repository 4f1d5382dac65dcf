package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;

/** How many events of one source, type and status a day had. */
public record ActivityRow(long count) implements Row {
    private static final int VERSION = 1;

    @Override
    public ActivityRow plus(Row other) {
        return new ActivityRow(addExact(count, ((ActivityRow) other).count));
    }

    @Override
    public byte[] encode() {
        return new ValueWriter(VERSION).number(count).toBytes();
    }

    static ActivityRow decode(byte[] value) {
        return new ActivityRow(new ValueReader(value, VERSION).number());
    }
}
