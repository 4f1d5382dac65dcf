package dev.daybook.report.render.chart;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.InertText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A table each of whose rows has a bar as long as its amount: the table is the chart's own text.
 *
 * @param caption what it shows
 * @param heads of the columns that stand behind the amount
 * @param rows those shown
 * @param folded what is left out, in words; null for nothing
 */
public record BarTable(String caption, List<String> heads, List<Row> rows, String folded) {
    /** More would make a page that nobody reads; the CSV has all. */
    public static final int MAX_ROWS = 100;

    public BarTable {
        heads = List.copyOf(heads);
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param width of the bar
     * @param tooltip what the bar stands for, in words
     * @param negative whether the amount is below 0; such bars are hollow
     * @param more cells behind the amount
     */
    public record Row(String name, String width, boolean negative, String tooltip, String amount, List<String> more) {}

    /**
     * Rows of things with a net, in their order.
     *
     * @param what they are called, for what is folded
     * @param shown how many rows at most
     */
    static <T> BarTable of(
            String caption,
            List<String> heads,
            List<T> all,
            int shown,
            String what,
            CurrencyCode currency,
            Function<T, String> name,
            ToLongFunction<T> amount,
            Function<T, List<String>> more) {
        double longest = all.stream()
                .mapToDouble(row -> Math.abs((double) amount.applyAsLong(row)))
                .max()
                .orElse(0);
        long sum = all.stream().mapToLong(amount).reduce(0, Math::addExact);
        Stream<Row> rows = all.stream().limit(shown).map(row -> {
            long of = amount.applyAsLong(row);
            return new Row(
                    InertText.whole(name.apply(row)),
                    longest == 0 ? "0%" : Percent.of(Math.abs((double) of) / longest),
                    of < 0,
                    share(of, sum),
                    Amounts.money(of, currency),
                    more.apply(row));
        });
        return new BarTable(caption, heads, rows.toList(), folded(all, shown, what, currency, amount));
    }

    private static String share(long of, long sum) {
        return sum <= 0
                ? "no share can be said"
                : BigDecimal.valueOf(of)
                                .movePointRight(2)
                                .divide(BigDecimal.valueOf(sum), 1, RoundingMode.HALF_UP)
                                .toPlainString()
                                .replace('-', '−')
                        + "% of all";
    }

    private static <T> String folded(
            List<T> all, int shown, String what, CurrencyCode currency, ToLongFunction<T> amount) {
        if (all.size() <= shown) {
            return null;
        }
        long left = all.stream().skip(shown).mapToLong(amount).reduce(0, Math::addExact);
        return "and " + Amounts.count(all.size() - shown) + " more " + what + ": " + Amounts.money(left, currency);
    }
}
