package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;

/**
 * What became of a day's records: each record of the events topic, and each refusal of the door, is in exactly one of the four.
 *
 * @param counted events in the figures
 * @param duplicate the same identity and bytes were received before
 * @param conflicting the same identity was received before with other bytes
 * @param rejected refused by the door, or unreadable for the processor
 */
public record AccountingRow(long counted, long duplicate, long conflicting, long rejected) implements Row {
    public static final AccountingRow NONE = new AccountingRow(0, 0, 0, 0);

    static final AccountingRow ONE_COUNTED = new AccountingRow(1, 0, 0, 0);
    static final AccountingRow ONE_DUPLICATE = new AccountingRow(0, 1, 0, 0);
    static final AccountingRow ONE_CONFLICTING = new AccountingRow(0, 0, 1, 0);
    static final AccountingRow ONE_REJECTED = new AccountingRow(0, 0, 0, 1);

    private static final int VERSION = 1;

    @Override
    public AccountingRow plus(Row other) {
        AccountingRow more = (AccountingRow) other;
        return new AccountingRow(
                addExact(counted, more.counted),
                addExact(duplicate, more.duplicate),
                addExact(conflicting, more.conflicting),
                addExact(rejected, more.rejected));
    }

    @Override
    public byte[] encode() {
        return new ValueWriter(VERSION)
                .number(counted)
                .number(duplicate)
                .number(conflicting)
                .number(rejected)
                .toBytes();
    }

    static AccountingRow decode(byte[] value) {
        ValueReader in = new ValueReader(value, VERSION);
        return new AccountingRow(in.number(), in.number(), in.number(), in.number());
    }
}
