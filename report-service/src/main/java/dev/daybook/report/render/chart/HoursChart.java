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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Net sales by local hour, each against the same hour a week before, where there is one. */
public final class HoursChart {
    private static final int TOP = 18;
    private static final int PLOT = 150;
    private static final int HEIGHT = TOP + PLOT + 24;
    private static final double GAP = 0.28;
    private static final int MAX_LABELS = 8;

    private HoursChart() {}

    /** One hour. @param past its net a week before; null where there is nothing to compare with */
    private record Hour(int hour, long net, long orders, Long past) {}

    /** Empty where no hour has sales. */
    public static Optional<ColumnChart> of(CurrencyTotals totals, ChangeWords changes) {
        if (totals.hours().isEmpty()) {
            return Optional.empty();
        }
        CurrencyCode currency = totals.currency();
        List<Hour> hours = hours(totals, changes);
        boolean isCompared = hours.get(0).past() != null;
        ColumnScale scale = scale(hours, currency);
        List<String> heads = new ArrayList<>(List.of("Hour", "Net sales", "Orders"));
        if (isCompared) {
            heads.add("Net on " + changes.dayBefore());
        }
        return Optional.of(new ColumnChart(
                "hours" + currency.code(),
                "Net sales by hour, " + currency.code(),
                description(totals, !isCompared, changes),
                HEIGHT,
                scale.y(0),
                grid(scale, currency),
                IntStream.range(0, hours.size())
                        .mapToObj(at ->
                                column(scale, at, hours.size(), hours.get(at), words(hours.get(at), currency, changes)))
                        .toList(),
                labels(hours),
                heads,
                hours.stream().map(hour -> row(hour, currency)).toList()));
    }

    /** All from the first to the last of either day, those without sales too. */
    private static List<Hour> hours(CurrencyTotals totals, ChangeWords changes) {
        Map<Integer, StoreSales.Hour> today =
                totals.hours().stream().collect(Collectors.toMap(StoreSales.Hour::hour, Function.identity()));
        Map<Integer, Long> before = changes.lastWeek()
                .map(day -> day.hours(totals.currency()).stream()
                        .collect(Collectors.toMap(PastDay.Hour::hour, PastDay.Hour::net)))
                .orElse(Map.of());
        TreeSet<Integer> either = new TreeSet<>(today.keySet());
        either.addAll(before.keySet());
        List<Hour> hours = new ArrayList<>();
        for (int hour = either.first(); hour <= either.last(); hour++) {
            StoreSales.Hour sold = today.getOrDefault(hour, new StoreSales.Hour(hour, 0, 0));
            hours.add(
                    new Hour(hour, sold.net(), sold.orders(), before.isEmpty() ? null : before.getOrDefault(hour, 0L)));
        }
        return hours;
    }

    private static ColumnScale scale(List<Hour> hours, CurrencyCode currency) {
        List<Long> amounts = new ArrayList<>();
        for (Hour hour : hours) {
            amounts.add(hour.net());
            amounts.add(hour.past() == null ? 0 : hour.past());
        }
        return new ColumnScale(amounts, unit(currency), TOP, PLOT);
    }

    private static List<ColumnChart.Label> labels(List<Hour> hours) {
        int every = (hours.size() + MAX_LABELS - 1) / MAX_LABELS;
        return IntStream.range(0, hours.size())
                .filter(at -> at % every == 0)
                .mapToObj(at -> new ColumnChart.Label(
                        Percent.of((at + 0.5) / hours.size()),
                        "middle",
                        Words.hour(hours.get(at).hour())))
                .toList();
    }

    private static String words(Hour hour, CurrencyCode currency, ChangeWords changes) {
        return Words.hours(hour.hour()) + ": " + Amounts.money(hour.net(), currency)
                + (hour.past() == null
                        ? ""
                        : "; " + Amounts.money(hour.past(), currency) + " on " + changes.dayBefore());
    }

    private static List<String> row(Hour hour, CurrencyCode currency) {
        List<String> row = new ArrayList<>(
                List.of(Words.hours(hour.hour()), Amounts.money(hour.net(), currency), Amounts.count(hour.orders())));
        if (hour.past() != null) {
            row.add(Amounts.money(hour.past(), currency));
        }
        return row;
    }

    private static String description(CurrencyTotals totals, boolean alone, ChangeWords changes) {
        String busiest = totals.busiestHour()
                .map(hour -> "The busiest hour was " + Words.hours(hour.hour()) + " with "
                        + Amounts.money(hour.net(), totals.currency()) + " from "
                        + Amounts.counted(hour.orders(), "order", "orders") + ".")
                .orElse("No hour sold more than it gave back.");
        return busiest + (alone ? "" : " The lines mark " + changes.dayBefore() + ".");
    }

    private static ColumnChart.Column column(ColumnScale scale, int at, int all, Hour hour, String words) {
        int y = scale.y(hour.net());
        int zero = scale.y(0);
        return new ColumnChart.Column(
                Percent.of((at + GAP / 2) / all),
                Percent.of((1 - GAP) / all),
                Math.min(y, zero),
                Math.abs(zero - y),
                "column",
                words,
                hour.past() == null ? null : (Integer) scale.y(hour.past()));
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
