package dev.daybook.report.render.chart;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.PastDay;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.ChangeWords;
import dev.daybook.report.render.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Net sales by local hour, each against the same hour a week before, where there is one. */
public final class HoursChart {
    private static final int TOP = 18;
    private static final int PLOT = 150;
    private static final int HEIGHT = TOP + PLOT + 24;
    private static final double GAP = 0.28;
    private static final int MAX_LABELS = 8;

    private HoursChart() {}

    /** Empty where no hour has sales. */
    public static Optional<ColumnChart> of(CurrencyTotals totals, ChangeWords changes) {
        CurrencyCode currency = totals.currency();
        Map<Integer, Long> today = new TreeMap<>();
        Map<Integer, Long> before = new TreeMap<>();
        Map<Integer, Long> orders = new TreeMap<>();
        for (StoreSales.Hour hour : totals.hours()) {
            today.put(hour.hour(), hour.net());
            orders.put(hour.hour(), hour.orders());
        }
        changes.lastWeek().ifPresent(day -> {
            for (PastDay.Hour hour : day.hours(currency)) {
                before.put(hour.hour(), hour.net());
            }
        });
        if (today.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> hours = hours(today, before);
        List<Long> amounts = new ArrayList<>(today.values());
        amounts.addAll(before.values());
        ColumnScale scale = new ColumnScale(amounts, unit(currency), TOP, PLOT);
        List<ColumnChart.Column> columns = new ArrayList<>();
        List<ColumnChart.Label> labels = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        int every = (hours.size() + MAX_LABELS - 1) / MAX_LABELS;
        for (int i = 0; i < hours.size(); i++) {
            int hour = hours.get(i);
            long net = today.getOrDefault(hour, 0L);
            Long past = before.isEmpty() ? null : before.getOrDefault(hour, 0L);
            String words = Words.hours(hour) + ": " + Amounts.money(net, currency)
                    + (past == null ? "" : "; " + Amounts.money(past, currency) + " on " + changes.dayBefore());
            columns.add(column(scale, i, hours.size(), net, words, past));
            if (i % every == 0) {
                labels.add(new ColumnChart.Label(Percent.of((i + 0.5) / hours.size()), "middle", Words.hour(hour)));
            }
            List<String> row = new ArrayList<>(List.of(
                    Words.hours(hour), Amounts.money(net, currency), Amounts.count(orders.getOrDefault(hour, 0L))));
            if (past != null) {
                row.add(Amounts.money(past, currency));
            }
            rows.add(row);
        }
        List<String> heads = new ArrayList<>(List.of("Hour", "Net sales", "Orders"));
        if (!before.isEmpty()) {
            heads.add("Net on " + changes.dayBefore());
        }
        return Optional.of(new ColumnChart(
                "hours" + currency.code(),
                "Net sales by hour, " + currency.code(),
                description(totals, before.isEmpty(), changes),
                HEIGHT,
                scale.y(0),
                grid(scale, currency),
                columns,
                labels,
                heads,
                rows));
    }

    private static String description(CurrencyTotals totals, boolean alone, ChangeWords changes) {
        String busiest = totals.busiestHour()
                .map(hour -> "The busiest hour was " + Words.hours(hour.hour()) + " with "
                        + Amounts.money(hour.net(), totals.currency()) + " from "
                        + Amounts.counted(hour.orders(), "order", "orders") + ".")
                .orElse("No hour sold more than it gave back.");
        return busiest + (alone ? "" : " The lines mark " + changes.dayBefore() + ".");
    }

    /** All from the first to the last, those without sales too. */
    private static List<Integer> hours(Map<Integer, Long> today, Map<Integer, Long> before) {
        TreeMap<Integer, Long> all = new TreeMap<>(before);
        all.putAll(today);
        List<Integer> hours = new ArrayList<>();
        for (int hour = all.firstKey(); hour <= all.lastKey(); hour++) {
            hours.add(hour);
        }
        return hours;
    }

    private static ColumnChart.Column column(ColumnScale scale, int at, int all, long net, String words, Long past) {
        int y = scale.y(net);
        int zero = scale.y(0);
        return new ColumnChart.Column(
                Percent.of((at + GAP / 2) / all),
                Percent.of((1 - GAP) / all),
                Math.min(y, zero),
                Math.abs(zero - y),
                "column",
                words,
                past == null ? null : Integer.valueOf(scale.y(past)));
    }

    /** One unit of the currency in its minor units: grid lines are round in units. */
    static long unit(CurrencyCode currency) {
        long unit = 1;
        for (int decimal = 0; decimal < currency.decimals(); decimal++) {
            unit *= 10;
        }
        return unit;
    }

    static List<ColumnChart.GridLine> grid(ColumnScale scale, CurrencyCode currency) {
        return scale.lines().stream()
                .map(line ->
                        new ColumnChart.GridLine(scale.y(line), line == 0 ? "" : Amounts.wholeUnits(line, currency)))
                .toList();
    }
}
