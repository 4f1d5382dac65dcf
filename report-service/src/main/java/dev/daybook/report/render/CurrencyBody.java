package dev.daybook.report.render;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.report.render.chart.BarTable;
import dev.daybook.report.render.chart.BarTables;
import dev.daybook.report.render.chart.ColumnChart;
import dev.daybook.report.render.chart.HoursChart;
import dev.daybook.report.render.chart.TrendChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The sales in one currency as the HTML of a report shows them. Pure. */
public final class CurrencyBody {
    /** Of more the CSV has the figures. */
    static final int MAX_STORES = 100;

    private static final char NO_BREAK_SPACE = '\u00A0';

    private final Report report;
    private final CurrencyTotals totals;
    private final ChangeWords changes;

    CurrencyBody(Report report, CurrencyTotals totals, ChangeWords changes) {
        this.report = report;
        this.totals = totals;
        this.changes = changes;
    }

    /**
     * One store's figures and products.
     *
     * @param length of its day, where that isn't 24 hours, in a sentence
     */
    public record StoreBody(String name, Optional<String> length, StoreSales sales, BarTable products) {}

    /** A figure against one before. */
    public record Against(String change, String words) {}

    public StoreSales all() {
        return totals.all();
    }

    public String code() {
        return totals.currency().code();
    }

    /** The net without the currency's code. */
    public String net() {
        return Amounts.number(totals.net(), totals.currency());
    }

    /** The change on the same weekday before, and on the average. */
    public List<Against> against() {
        List<Against> against = new ArrayList<>();
        changes.lastWeek()
                .ifPresent(day -> against.add(against(
                        day.net(totals.currency()),
                        "on " + changes.dayBefore() + ", " + Words.shortDay(day.date()),
                        "")));
        OptionalLong average = changes.average(totals.currency());
        average.ifPresent(before -> against.add(against(
                before,
                "on the 4-week average",
                changes.weekdaysWithReport().map(days -> "; " + days).orElse(""))));
        return against;
    }

    private Against against(long before, String what, String note) {
        long now = totals.net();
        String arrow = now > before ? "▲ " : now < before ? "▼ " : "";
        String change = Amounts.change(now, before)
                .orElseGet(() -> Amounts.difference(Math.subtractExact(now, before), totals.currency()));
        return new Against(unbroken(arrow + change), what + " (" + money(before) + note + ")");
    }

    private String money(long minorUnits) {
        return unbroken(Amounts.money(minorUnits, totals.currency()));
    }

    /** Never with the currency on one line and the amount on the next. */
    private static String unbroken(String words) {
        return words.replace(' ', NO_BREAK_SPACE);
    }

    public String orders() {
        StoreSales all = totals.all();
        return Amounts.counted(all.orders(), "order", "orders")
                + " in "
                + (totals.stores().size() == 1
                        ? InertText.name(name(totals.stores().get(0)))
                        : Amounts.count(totals.stores().size()) + " stores")
                + (all.averageOrder().isPresent()
                        ? ", " + money(all.averageOrder().getAsLong()) + " on average"
                        : "");
    }

    /** Of a day that didn't have 24 hours in the only store. */
    public Optional<String> unusualDay() {
        return totals.stores().size() == 1
                ? Words.unusualLength(report, totals.stores().get(0).storeId())
                : Optional.empty();
    }

    public Optional<ColumnChart> hours() {
        return HoursChart.of(totals, changes);
    }

    public Optional<ColumnChart> trend() {
        return TrendChart.of(report, totals);
    }

    /** The long tables, those that say something. */
    public List<BarTable> tables() {
        List<BarTable> tables = new ArrayList<>();
        if (totals.stores().size() > 1) {
            tables.add(BarTables.stores(totals, changes, this::name));
        }
        if (!totals.products().isEmpty()) {
            tables.add(BarTables.products(totals));
        }
        return tables;
    }

    /** The tables that stand beside the figures. */
    public List<BarTable> shares() {
        List<BarTable> shares = new ArrayList<>();
        if (!totals.payments().isEmpty()) {
            shares.add(BarTables.payments(totals));
        }
        if (totals.categories().size() > 1) {
            shares.add(BarTables.categories(totals));
        }
        return shares;
    }

    private String name(StoreSales store) {
        return Words.shortStore(report, store.storeId(), name -> name);
    }

    /** Store by store, where there are several. */
    public List<StoreBody> stores() {
        return totals.stores().size() < 2
                ? List.of()
                : totals.stores().stream()
                        .limit(MAX_STORES)
                        .map(store -> new StoreBody(
                                InertText.whole(Words.store(report, store.storeId())),
                                Words.unusualLength(report, store.storeId()),
                                store,
                                BarTables.products("Products by net sales", store)))
                        .toList();
    }
}
