package dev.daybook.report.render.chart;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.Comparison;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.TrendDay;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Net sales of the report's day and the {@link Comparison#TREND_DAYS} before it; a day without a report is a gap. */
public final class TrendChart {
    private static final int TOP = 18;
    private static final int PLOT = 120;
    private static final int HEIGHT = TOP + PLOT + 24;
    private static final int DAYS = Comparison.TREND_DAYS + 1;
    private static final int DAYS_OF_WEEK = 7;
    private static final double GAP = 0.3;

    private TrendChart() {}

    /** Empty where no day before has a report. */
    public static Optional<ColumnChart> of(Report report, CurrencyTotals totals) {
        List<TrendDay> trend =
                report.background().comparison().map(Comparison::trend).orElse(List.of());
        if (trend.isEmpty()) {
            return Optional.empty();
        }
        CurrencyCode currency = totals.currency();
        TreeMap<LocalDate, Long> nets = new TreeMap<>();
        trend.forEach(day -> nets.put(day.date(), day.net(currency)));
        nets.put(report.date(), totals.net());
        ColumnScale scale = new ColumnScale(nets.values(), HoursChart.unit(currency), TOP, PLOT);
        List<ColumnChart.Column> columns = new ArrayList<>();
        List<ColumnChart.Label> labels = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            LocalDate date = report.date().minusDays(DAYS - 1L - i);
            boolean sameWeekday = (DAYS - 1 - i) % DAYS_OF_WEEK == 0;
            if (sameWeekday) {
                labels.add(label(i, date));
            }
            Long net = nets.get(date);
            if (net != null) {
                String style = date.equals(report.date()) ? "column" : sameWeekday ? "column past same" : "column past";
                columns.add(column(scale, i, net, style, date, currency));
            }
        }
        return Optional.of(new ColumnChart(
                "trend" + currency.code(),
                "Net sales of " + DAYS + " days, " + currency.code(),
                description(nets, currency),
                HEIGHT,
                scale.y(0),
                HoursChart.grid(scale, currency),
                columns,
                labels,
                List.of("Day", "Net sales"),
                nets.descendingMap().entrySet().stream()
                        .map(day ->
                                List.of(Words.dayWithoutYear(day.getKey()), Amounts.money(day.getValue(), currency)))
                        .toList()));
    }

    private static ColumnChart.Label label(int at, LocalDate date) {
        String anchor = at == 0 ? "start" : at == DAYS - 1 ? "end" : "middle";
        double x = at == 0 ? 0 : at == DAYS - 1 ? 1 : (at + 0.5) / DAYS;
        return new ColumnChart.Label(Percent.of(x), anchor, Words.shortDay(date));
    }

    private static ColumnChart.Column column(
            ColumnScale scale, int at, long net, String style, LocalDate date, CurrencyCode currency) {
        int y = scale.y(net);
        int zero = scale.y(0);
        return new ColumnChart.Column(
                Percent.of((at + GAP / 2) / DAYS),
                Percent.of((1 - GAP) / DAYS),
                Math.min(y, zero),
                Math.abs(zero - y),
                style,
                Words.dayWithoutYear(date) + ": " + Amounts.money(net, currency),
                null);
    }

    private static String description(TreeMap<LocalDate, Long> nets, CurrencyCode currency) {
        Map.Entry<LocalDate, Long> best =
                nets.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        Map.Entry<LocalDate, Long> least = nets.entrySet().stream()
                .min(Comparator.comparing(Map.Entry::getValue))
                .orElseThrow();
        int missing = DAYS - nets.size();
        return "The best day was " + Words.dayWithoutYear(best.getKey()) + " with "
                + Amounts.money(best.getValue(), currency) + ", the least " + Words.dayWithoutYear(least.getKey())
                + " with " + Amounts.money(least.getValue(), currency) + "."
                + (missing == 0 ? "" : " " + Amounts.counted(missing, "day has no report.", "days have no report."));
    }
}
