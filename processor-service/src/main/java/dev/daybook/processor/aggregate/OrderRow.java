package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;

/**
 * What one day's events did to one order.
 *
 * @param lastReceivedMillis record time of the last event that changed the row; the row expires by it
 */
public record OrderRow(long net, long tax, long tips, long sales, long voids, long lastReceivedMillis) implements Row {
    private static final int VERSION = 1;

    @Override
    public OrderRow plus(Row other) {
        OrderRow more = (OrderRow) other;
        return new OrderRow(
                addExact(net, more.net),
                addExact(tax, more.tax),
                addExact(tips, more.tips),
                addExact(sales, more.sales),
                addExact(voids, more.voids),
                Math.max(lastReceivedMillis, more.lastReceivedMillis));
    }

    @Override
    public byte[] encode() {
        return new ValueWriter(VERSION)
                .number(net)
                .number(tax)
                .number(tips)
                .number(sales)
                .number(voids)
                .number(lastReceivedMillis)
                .toBytes();
    }

    static OrderRow decode(byte[] value) {
        ValueReader in = new ValueReader(value, VERSION);
        return new OrderRow(in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
    }
}
