package dev.daybook.report.render;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.Changes;
import dev.daybook.report.daily.Figure;
import dev.daybook.report.daily.Reconciliation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What a revision changed, in words and rows, as mail and page show it. Pure. */
public final class ChangedFigures {
    private static final int MAX_CURRENCIES = 3;
    private static final String NONE = "–";

    private ChangedFigures() {}

    /**
     * One figure that changed.
     *
     * @param difference with its sign; empty where there is none
     */
    public record Row(String what, String before, String after, String difference) {}

    /** The difference in net sales, such as {@code changes net sales by GBP +3.70:}. */
    static String headline(Changes changes) {
        Map<CurrencyCode, Long> nets = new TreeMap<>();
        for (Changes.Store store : changes.stores()) {
            store.figures().stream()
                    .filter(change -> change.figure() == Figure.NET)
                    .map(Changes.Change::difference)
                    .filter(OptionalLong::isPresent)
                    .forEach(difference -> nets.merge(store.currency(), difference.getAsLong(), Math::addExact));
        }
        if (nets.isEmpty()) {
            return changes.stores().isEmpty() ? "changes no sales figure." : "leaves net sales as they were.";
        }
        List<String> amounts = nets.entrySet().stream()
                .limit(MAX_CURRENCIES)
                .map(net -> Amounts.difference(net.getValue(), net.getKey()))
                .toList();
        return "changes net sales by " + String.join(", ", amounts)
                + (nets.size() > MAX_CURRENCIES ? " and others." : ".");
    }

    /** What changed besides the figures, and whether any figure did, in sentences. */
    public static List<String> sentences(Changes changes) {
        List<String> sentences = new ArrayList<>();
        changes.status()
                .ifPresent(
                        status -> sentences.add("It was " + status.before() + " and is " + status.after() + " now."));
        changes.reconciliation()
                .ifPresent(outcome -> sentences.add("Reconciliation with the shop's database: "
                        + outcome.before().map(ChangedFigures::word).orElse("none") + " before, "
                        + outcome.after().map(ChangedFigures::word).orElse("none") + " now."));
        changes.reconciledEarlier()
                .ifPresent(earlier -> sentences.add("Revision " + earlier.revision()
                        + " was reconciled with the shop's database (" + earlier.status() + "); this one is not."));
        if (changes.stores().isEmpty()) {
            sentences.add("No sales figure changed.");
        }
        return sentences;
    }

    private static String word(Reconciliation.Status status) {
        return status == Reconciliation.Status.NOT_RECONCILED ? "not reconciled" : status.name();
    }

    /** What changed of the store, of its products, its payments and its hours, in this order. */
    public static List<Row> rows(Changes.Store store) {
        List<Row> rows = new ArrayList<>();
        store.figures().forEach(change -> rows.add(row(change, "", store.currency())));
        for (Changes.Part product : store.products()) {
            String of = " of " + (product.name() == null ? product.key() : product.name());
            product.figures().forEach(change -> rows.add(row(change, of, store.currency())));
            product.renamings().forEach(renaming -> rows.add(renamed(product, renaming)));
        }
        for (Changes.Part payment : store.payments()) {
            payment.figures().forEach(change -> rows.add(row(change, " paid by " + payment.key(), store.currency())));
        }
        for (Changes.Part hour : store.hours()) {
            String at = " at " + Words.hour(Integer.parseInt(hour.key()));
            hour.figures().forEach(change -> rows.add(row(change, at, store.currency())));
        }
        return rows;
    }

    /** The figure comes first: a long name is cut at its end. */
    private static Row row(Changes.Change change, String of, CurrencyCode currency) {
        Figure figure = change.figure();
        OptionalLong difference = change.difference();
        return new Row(
                figure.label() + of,
                value(figure, change.before(), currency),
                value(figure, change.after(), currency),
                difference.isEmpty() ? "" : signed(value(figure, difference, currency), difference.getAsLong()));
    }

    /** Names stand in the column that may hold any script. */
    private static Row renamed(Changes.Part product, Changes.Renaming renaming) {
        return new Row(
                renaming.field() + " of " + product.key() + ": " + shown(renaming.before()) + ", now "
                        + shown(renaming.after()),
                "",
                "",
                "");
    }

    private static String shown(String text) {
        return text == null ? "none" : text;
    }

    private static String value(Figure figure, OptionalLong value, CurrencyCode currency) {
        if (value.isEmpty()) {
            return NONE;
        }
        return switch (figure.unit()) {
            case COUNT -> Amounts.count(value.getAsLong());
            case THOUSANDTHS -> Words.units(value.getAsLong());
            case MONEY -> Words.money(value.getAsLong(), currency);
        };
    }

    /** Such as {@code GBP +3.70}: the sign stands where that of a negative amount does. */
    private static String signed(String value, long difference) {
        int at = value.indexOf(' ') + 1;
        return difference > 0 ? value.substring(0, at) + "+" + value.substring(at) : value;
    }
}
