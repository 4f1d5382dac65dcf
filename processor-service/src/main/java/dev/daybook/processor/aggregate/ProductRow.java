package dev.daybook.processor.aggregate;

import static java.lang.Math.addExact;
import static java.lang.Math.subtractExact;

/**
 * A day's figures of one product; discounts are those of its lines, never a share of an order's own.
 *
 * @param unitsSold thousandths
 * @param unitsReturned thousandths
 */
public record ProductRow(
        long unitsSold, long unitsReturned, long gross, long discounts, long returns, ProductLabel label)
        implements Row {
    private static final int VERSION = 1;

    public long net() {
        return subtractExact(subtractExact(gross, discounts), returns);
    }

    @Override
    public ProductRow plus(Row other) {
        ProductRow more = (ProductRow) other;
        ProductRow sum = new ProductRow(
                addExact(unitsSold, more.unitsSold),
                addExact(unitsReturned, more.unitsReturned),
                addExact(gross, more.gross),
                addExact(discounts, more.discounts),
                addExact(returns, more.returns),
                label.latest(more.label));
        sum.net(); // must fit as well, or the day could be stored but never shown
        return sum;
    }

    @Override
    public byte[] encode() {
        ValueWriter out = new ValueWriter(VERSION)
                .number(unitsSold)
                .number(unitsReturned)
                .number(gross)
                .number(discounts)
                .number(returns);
        label.write(out);
        return out.toBytes();
    }

    static ProductRow decode(byte[] value) {
        ValueReader in = new ValueReader(value, VERSION);
        return new ProductRow(in.number(), in.number(), in.number(), in.number(), in.number(), ProductLabel.read(in));
    }
}
