package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;
import static java.lang.Math.subtractExact;

/**
 * A day's figures of one store in one currency.
 *
 * @param collected net + tax + tips of the events whose prices exclude tax, net + tips of those whose prices include it
 * @param orders sales less voids
 * @param unitsSold thousandths
 * @param unitsReturned thousandths
 */
public record TotalsRow(
        long gross,
        long discounts,
        long returns,
        long tax,
        long tips,
        long collected,
        long orders,
        long refunds,
        long voids,
        long unitsSold,
        long unitsReturned)
        implements Row {
    private static final int VERSION = 1;

    public long net() {
        return subtractExact(subtractExact(gross, discounts), returns);
    }

    @Override
    public TotalsRow plus(Row other) {
        TotalsRow more = (TotalsRow) other;
        TotalsRow sum = new TotalsRow(
                addExact(gross, more.gross),
                addExact(discounts, more.discounts),
                addExact(returns, more.returns),
                addExact(tax, more.tax),
                addExact(tips, more.tips),
                addExact(collected, more.collected),
                addExact(orders, more.orders),
                addExact(refunds, more.refunds),
                addExact(voids, more.voids),
                addExact(unitsSold, more.unitsSold),
                addExact(unitsReturned, more.unitsReturned));
        sum.net(); // must fit as well, or the day could be stored but never shown
        return sum;
    }

    @Override
    public byte[] encode() {
        return new ValueWriter(VERSION)
                .number(gross)
                .number(discounts)
                .number(returns)
                .number(tax)
                .number(tips)
                .number(collected)
                .number(orders)
                .number(refunds)
                .number(voids)
                .number(unitsSold)
                .number(unitsReturned)
                .toBytes();
    }

    static TotalsRow decode(byte[] value) {
        ValueReader in = new ValueReader(value, VERSION);
        return new TotalsRow(
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number());
    }
}
