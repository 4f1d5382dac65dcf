package dev.daybook.report.web;

import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.Words;
import dev.daybook.report.source.EventFigure;
import dev.daybook.report.source.EventFigure.Measure;
import dev.daybook.report.source.EventFigure.Part;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A report's figures with the pages of their events, and how figures are called and shown. Pure. */
public final class FigureLinks {
    private FigureLinks() {}

    /** @param path the page of the events; null where there are none */
    public record Cell(String column, String amount, String path) {}

    /** All figures of one thing. */
    public record Line(String name, List<Cell> cells) {}

    /** @param first what the lines are */
    public record Table(String caption, String first, List<String> columns, List<Line> lines) {

        /** Whether a phone has no room for its columns. */
        public boolean isBroad() {
            return columns.size() > 2;
        }
    }

    /**
     * The tables of a store's figures, or of those of all stores in a currency; of their lines, in order, only some.
     *
     * @param storeId empty for all stores
     * @param begin the first line
     * @param end behind the last one
     */
    static List<Table> tables(Report report, Optional<String> storeId, StoreSales sales, int begin, int end) {
        Lines lines = new Lines(begin, end);
        List<Line> own = lines.of(Part.STORE.measures()).stream()
                .map(measure -> new Line(
                        capital(name(measure)),
                        List.of(cell(report, storeId, sales, Part.STORE, "", measure, "Amount"))))
                .toList();
        Table hours = table(
                "Hours",
                "Hour",
                Part.HOUR,
                lines.of(sales.hours()).stream()
                        .map(hour -> line(
                                report,
                                storeId,
                                sales,
                                Part.HOUR,
                                Integer.toString(hour.hour()),
                                Words.hour(hour.hour()))));
        Table payments = table(
                "Payment methods",
                "Method",
                Part.PAYMENT,
                lines.of(sales.payments()).stream()
                        .map(payment ->
                                line(report, storeId, sales, Part.PAYMENT, payment.method(), payment.method())));
        List<StoreSales.Product> byNet =
                sales.products().stream().sorted(StoreSales.Product.BY_NET).toList();
        Table products = table(
                "Products",
                "Product",
                Part.PRODUCT,
                lines.of(byNet).stream()
                        .map(product ->
                                line(report, storeId, sales, Part.PRODUCT, product.productId(), product.shownName())));
        return Stream.of(
                        new Table(storeId.isEmpty() ? "All stores" : "The store", "Figure", List.of("Amount"), own),
                        hours,
                        payments,
                        products)
                .filter(table -> !table.lines().isEmpty())
                .toList();
    }

    /** Cuts lists that stand one behind the other, as if they were one. */
    private static final class Lines {
        private final int begin;
        private final int end;
        private int passed;

        Lines(int begin, int end) {
            this.begin = begin;
            this.end = end;
        }

        <T> List<T> of(List<T> list) {
            int first = Math.min(list.size(), Math.max(0, begin - passed));
            int last = Math.max(first, Math.min(list.size(), end - passed));
            passed += list.size();
            return list.subList(first, last);
        }
    }

    private static Table table(String caption, String first, Part part, Stream<Line> lines) {
        return new Table(
                caption,
                first,
                part.measures().stream().map(measure -> capital(name(measure))).toList(),
                lines.toList());
    }

    private static Line line(
            Report report, Optional<String> storeId, StoreSales sales, Part part, String id, String name) {
        return new Line(
                name,
                part.measures().stream()
                        .map(measure -> cell(report, storeId, sales, part, id, measure, capital(name(measure))))
                        .toList());
    }

    private static Cell cell(
            Report report,
            Optional<String> storeId,
            StoreSales sales,
            Part part,
            String id,
            Measure measure,
            String column) {
        EventFigure figure = new EventFigure(storeId, sales.currency(), part, id, measure);
        long stated = figure.stated(sales);
        boolean hasEvents = stated != 0 || !measure.onlyGrows();
        return new Cell(column, shown(stated, figure), hasEvents ? path(report, figure) : null);
    }

    /** The page of the figure's events. */
    static String path(Report report, EventFigure figure) {
        return "/reports/" + report.date() + "/events?revision=" + report.revision()
                + figure.storeId().map(id -> "&store=" + encoded(id)).orElse("") + "&currency="
                + figure.currency().code() + "&of="
                + parameter(figure.part())
                + (figure.id().isEmpty() ? "" : "&id=" + encoded(figure.id()))
                + "&figure=" + parameter(figure.measure());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** How a URL names it, and the canonical JSON its figures. */
    static String parameter(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** An amount of the figure's unit as the report shows it. */
    static String shown(long amount, EventFigure figure) {
        return switch (figure.measure().unit()) {
            case MONEY -> Amounts.money(amount, figure.currency());
            case THOUSANDTHS -> Amounts.units(amount);
            case ONES -> Amounts.count(amount);
        };
    }

    /** What a person calls the figure, without whose it is. */
    static String name(EventFigure figure) {
        String name = name(figure.measure());
        return switch (figure.part()) {
            case STORE -> name;
            case PRODUCT -> name + " of " + figure.id();
            case HOUR -> name + " of the hour " + figure.id();
            case PAYMENT -> "paid by " + figure.id();
        };
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case NET -> "net sales";
            case GROSS -> "gross sales";
            case DISCOUNTS -> "discounts";
            case RETURNS -> "returns";
            case TAX -> "tax";
            case TIPS -> "tips";
            case COLLECTED -> "collected";
            case AMOUNT -> "paid";
            case ORDERS -> "orders";
            case REFUNDS -> "refunds";
            case VOIDS -> "voids";
            case UNITS_SOLD -> "units sold";
            case UNITS_RETURNED -> "units returned";
        };
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** What a shell takes to explain a store's figure by all receipts that the archive has; empty for all stores together. */
    static Optional<String> command(Report report, EventFigure figure) {
        String name = figure.part() == Part.STORE
                ? parameter(figure.measure())
                : parameter(figure.part()) + "." + parameter(figure.measure()) + ":" + figure.id();
        return figure.storeId().map(id -> "./daybook explain " + report.date() + " " + quoted(id) + " " + quoted(name));
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_.:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
