package dev.daybook.report.render;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.PastDay;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreSales;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The sales in one currency as lines of a mail: bounded, long lists folded to their first and last ten. Not thread-safe. */
final class SalesText {
    /** A list is folded to this many of its first and this many of its last. */
    static final int FOLD = 10;

    static final int MAX_PAYMENTS = 20;

    private final TextTable text;
    private final Report report;
    private final ChangeWords changes;
    private final CurrencyTotals totals;
    private final CurrencyCode currency;

    SalesText(TextTable text, Report report, ChangeWords changes, CurrencyTotals totals) {
        this.text = text;
        this.report = report;
        this.changes = changes;
        this.totals = totals;
        this.currency = totals.currency();
    }

    void write() {
        StoreSales all = totals.all();
        text.heading("NET SALES: " + money(all.net()));
        text.columns(List.of(
                amount(all.gross(), "gross"),
                amount(all.discounts(), "less discounts"),
                amount(all.returns(), "less returns"),
                amount(all.net(), "net sales"),
                amount(all.tax(), "tax"),
                amount(all.tips(), "tips"),
                amount(all.collected(), "collected, with tax and tips")));
        compared();
        orders(all);
        payments();
        if (totals.stores().size() > 1) {
            text.heading("Stores, by net sales" + against());
            folded(totals.stores(), this::store, "stores", StoreSales::net);
        }
        if (!totals.products().isEmpty()) {
            text.heading("Products, by net sales");
            folded(totals.products(), this::product, "products", StoreSales.Product::net);
        }
    }

    private String money(long minorUnits) {
        return Amounts.money(minorUnits, currency);
    }

    private List<String> amount(long minorUnits, String label) {
        return List.of(money(minorUnits), label);
    }

    private String against() {
        return changes.lastWeek().isPresent() ? ", with the change on " + changes.dayBefore() : "";
    }

    private void compared() {
        List<List<String>> rows = new ArrayList<>();
        changes.lastWeek().ifPresent(day -> {
            long before = day.net(currency);
            rows.add(amount(
                    before, "net on " + changes.dayBefore() + ", " + Words.shortDay(day.date()) + moved(before)));
        });
        OptionalLong average = changes.average(currency);
        average.ifPresent(before -> rows.add(amount(
                before,
                "4-week average"
                        + changes.weekdaysWithReport()
                                .map(days -> " (" + days + ")")
                                .orElse("") + moved(before))));
        if (!rows.isEmpty()) {
            text.blank().columns(rows);
        }
    }

    private String moved(long before) {
        long difference = Math.subtractExact(totals.net(), before);
        String percent = Amounts.change(totals.net(), before)
                .map(change -> " (" + change + ")")
                .orElse("");
        return difference == 0 ? ": unchanged" : ": changed by " + Amounts.difference(difference, currency) + percent;
    }

    private void orders(StoreSales all) {
        text.blank();
        String stores = totals.stores().size() == 1
                ? "of " + name(totals.stores().get(0))
                : "of " + totals.stores().size() + " stores";
        String average =
                all.averageOrder().isPresent() ? ", " + money(all.averageOrder().getAsLong()) + " on average" : "";
        text.line(Amounts.counted(all.orders(), "order", "orders") + " " + stores + average + "; "
                + Amounts.counted(all.refunds(), "refund", "refunds") + ", "
                + Amounts.counted(all.voids(), "void", "voids") + "; " + Amounts.units(all.unitsSoldMillis())
                + " units sold, " + Amounts.units(all.unitsReturnedMillis()) + " returned.");
        if (totals.stores().size() == 1) {
            unusualDay(totals.stores().get(0)).ifPresent(text::line);
        }
        totals.busiestHour().ifPresent(this::busiest);
    }

    private void busiest(StoreSales.Hour hour) {
        Optional<PastDay.Hour> before = changes.lastWeek()
                .flatMap(day -> day.hours(currency).stream()
                        .filter(past -> past.hour() == hour.hour())
                        .findFirst());
        text.line("Busiest hour: " + Words.hours(hour.hour()) + ", " + money(hour.net()) + " from "
                + Amounts.counted(hour.orders(), "order", "orders")
                + before.map(past -> " (" + money(past.net()) + " on " + changes.dayBefore() + ")")
                        .orElse("") + ".");
    }

    private void payments() {
        List<StoreSales.Payment> payments = totals.payments();
        if (payments.isEmpty()) {
            return;
        }
        text.heading("Paid by");
        text.columns(payments.stream()
                .limit(MAX_PAYMENTS)
                .map(payment -> amount(payment.amount(), InertText.name(payment.method())))
                .toList());
        if (payments.size() > MAX_PAYMENTS) {
            text.line("  and " + (payments.size() - MAX_PAYMENTS) + " more payment methods");
        }
    }

    private String name(StoreSales store) {
        return Words.shortStore(report, store.storeId(), InertText::name);
    }

    private Optional<String> unusualDay(StoreSales store) {
        return Words.unusualLength(report, store.storeId());
    }

    private List<String> store(StoreSales store) {
        List<String> row = new ArrayList<>(List.of(money(store.net())));
        changes.ofStore(store).ifPresent(row::add);
        row.add(name(store) + unusualDay(store).map(length -> ". " + length).orElse(""));
        return row;
    }

    private List<String> product(StoreSales.Product product) {
        return List.of(
                money(product.net()),
                Amounts.units(product.unitsSoldMillis()) + " sold",
                InertText.name(product.shownName()));
    }

    /** Columns are as wide in the last lines as in the first ones. */
    private <T> void folded(List<T> all, Function<T, List<String>> row, String what, ToLongFunction<T> net) {
        if (all.size() <= 2 * FOLD) {
            text.columns(all.stream().map(row).toList());
            return;
        }
        List<T> between = all.subList(FOLD, all.size() - FOLD);
        long sum = between.stream().mapToLong(net).reduce(0, Math::addExact);
        TextTable rows = new TextTable();
        rows.columns(Stream.concat(all.stream().limit(FOLD), all.stream().skip(all.size() - FOLD))
                .map(row)
                .toList());
        List<String> lines = rows.take().lines().toList();
        lines.subList(0, FOLD).forEach(text::line);
        text.line("  … " + between.size() + " more " + what + " between: " + money(sum) + " …");
        lines.subList(FOLD, lines.size()).forEach(text::line);
    }
}
