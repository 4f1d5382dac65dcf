package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;

/** What was paid by one method on a day, less what was paid back. */
public record PaymentRow(long amount) implements Row {
    private static final int VERSION = 1;

    @Override
    public PaymentRow plus(Row other) {
        return new PaymentRow(addExact(amount, ((PaymentRow) other).amount));
    }

    @Override
    public byte[] encode() {
        return new ValueWriter(VERSION).number(amount).toBytes();
    }

    static PaymentRow decode(byte[] value) {
        return new PaymentRow(new ValueReader(value, VERSION).number());
    }
}
