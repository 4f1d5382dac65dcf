package dev.daybook.report.web;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.report.render.Words;
import dev.daybook.report.source.EventFigure.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One page of a report's figures: at most {@link #LINES} lines of its tables, counted from the beginning, so that every line is on
 * one page of those that begin where the page before ends. A revision never changes, and so its pages don't. Pure.
 *
 * @param next where the page after it begins; empty on the last one
 * @param places where each store begins; empty where all are on this page
 */
public record FiguresPage(List<Section> sections, OptionalInt next, List<Place> places) {
    /** Some 150 KB of page. */
    static final int LINES = 100;

    /**
     * The figures of one store in one currency, or of all stores in it.
     *
     * @param isContinued whether it began on a page before
     */
    public record Section(String name, boolean isContinued, List<FigureLinks.Table> tables) {}

    /** A store, and the number of the line that it begins with. */
    public record Place(String name, int line) {}

    /** @param storeId empty for all stores in the currency */
    private record Sold(Optional<String> storeId, StoreSales sales) {
        String name(Report report) {
            return storeId.map(id -> Words.store(report, id)).orElse("All stores") + ", "
                    + sales.currency().code();
        }

        int lines() {
            return Part.STORE.measures().size()
                    + sales.hours().size()
                    + sales.payments().size()
                    + sales.products().size();
        }
    }

    /** The page that begins with that line, counted from 0; empty where there is none. */
    static FiguresPage of(Report report, int from) {
        List<Sold> all = sold(report);
        List<Section> sections = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        int line = 0;
        for (Sold one : all) {
            int begin = Math.max(0, from - line);
            int end = Math.min(one.lines(), from + LINES - line);
            String name = one.name(report);
            if (begin < end) {
                sections.add(new Section(
                        name, begin > 0, FigureLinks.tables(report, one.storeId(), one.sales(), begin, end)));
            }
            places.add(new Place(name, line));
            line += one.lines();
        }
        boolean isWhole = from == 0 && line <= LINES;
        return new FiguresPage(
                List.copyOf(sections),
                from + LINES < line ? OptionalInt.of(from + LINES) : OptionalInt.empty(),
                isWhole ? List.of() : List.copyOf(places));
    }

    /** What all stores sold in a currency comes first, where there are several. */
    private static List<Sold> sold(Report report) {
        List<Sold> sold = new ArrayList<>();
        for (CurrencyTotals totals : CurrencyTotals.of(report.stores())) {
            if (totals.stores().size() > 1) {
                sold.add(new Sold(Optional.empty(), totals.all()));
            }
        }
        report.stores().forEach(store -> sold.add(new Sold(Optional.of(store.storeId()), store)));
        return sold;
    }

    /** The sales that figures of the store, or of all stores, are of; empty where the report has none. */
    static Optional<StoreSales> sales(Report report, Optional<String> storeId, CurrencyCode currency) {
        if (storeId.isEmpty()) {
            return CurrencyTotals.of(report.stores()).stream()
                    .filter(totals -> totals.currency().equals(currency))
                    .map(CurrencyTotals::all)
                    .findFirst();
        }
        return report.stores().stream()
                .filter(sales -> sales.storeId().equals(storeId.get())
                        && sales.currency().equals(currency))
                .findFirst();
    }
}
