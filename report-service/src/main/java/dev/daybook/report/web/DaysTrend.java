package dev.daybook.report.web;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.report.publish.RevisionSummary;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.Words;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The net sales of a page of days as small columns, in the currency that most of the days have.
 *
 * @param width of the drawing, in units of its own; each day has {@link #STEP}
 */
public record DaysTrend(String title, int width, List<Column> columns) {
    public static final int HEIGHT = 60;
    private static final int STEP = 10;
    private static final int COLUMN = 8;
    /** Of more the columns would be too thin to see; a page of days that lie far apart has no trend. */
    private static final int MAX_DAYS = 400;

    /** One day; below the line for a day that gave back more than it took. */
    public record Column(int x, int y, int height, String tooltip, boolean isNegative) {}

    public int columnWidth() {
        return COLUMN;
    }

    static Optional<DaysTrend> of(List<Days.Day> days) {
        Map<String, TreeMap<LocalDate, Long>> nets = new TreeMap<>();
        for (Days.Day day : days) {
            if (day instanceof Days.Day.Reported reported) {
                for (RevisionSummary.Net net : reported.revision().net()) {
                    CurrencyCode.of(net.currency())
                            .ifPresent(currency -> nets.computeIfAbsent(net.currency(), first -> new TreeMap<>())
                                    .put(day.date(), Decimals.minorUnits(net.amount(), currency)));
                }
            }
        }
        return nets.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .filter(entry -> entry.getValue().size() > 1)
                .filter(entry -> span(entry.getValue()) <= MAX_DAYS)
                .map(entry -> of(CurrencyCode.checked(entry.getKey()), entry.getValue()));
    }

    private static int span(TreeMap<LocalDate, Long> nets) {
        return (int) ChronoUnit.DAYS.between(nets.firstKey(), nets.lastKey()) + 1;
    }

    private static DaysTrend of(CurrencyCode currency, TreeMap<LocalDate, Long> nets) {
        long top = Math.max(
                1, nets.values().stream().mapToLong(Long::longValue).max().orElse(0));
        long bottom = Math.min(
                0, nets.values().stream().mapToLong(Long::longValue).min().orElse(0));
        double scale = HEIGHT / ((double) top - bottom);
        int zero = (int) Math.round(top * scale);
        List<Column> columns = new ArrayList<>();
        nets.forEach((date, net) -> {
            int height = Math.max(1, (int) Math.round(Math.abs(net) * scale));
            columns.add(new Column(
                    (int) ChronoUnit.DAYS.between(nets.firstKey(), date) * STEP,
                    net < 0 ? zero : Math.max(0, zero - height),
                    height,
                    Words.dayWithoutYear(date) + ": " + Amounts.money(net, currency),
                    net < 0));
        });
        String title = String.format(
                Locale.ROOT,
                "Net sales in %s, %s to %s; the best day had %s",
                currency.code(),
                Words.shortDay(nets.firstKey()),
                Words.shortDay(nets.lastKey()),
                Amounts.money(top, currency));
        return new DaysTrend(title, span(nets) * STEP, columns);
    }
}
