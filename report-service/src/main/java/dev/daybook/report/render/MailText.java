package dev.daybook.report.render;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.ActivityCount;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.RejectionCount;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreSales;
import java.util.Comparator;
import java.util.List;

/**
 * A report as plain text, for mail. Never longer than {@link #MAX_BYTES}: long lists are folded and say so, the page has all of
 * them. Amounts stand in columns left of the names, so that names of any script and length leave the columns straight.
 */
public final class MailText {
    /** SNS takes 262,144 bytes with JSON escaping, which at worst doubles this; and nobody reads more. */
    public static final int MAX_BYTES = 32 * 1024;

    static final int MAX_STORES = 20;
    static final int MAX_PRODUCTS = 10;
    static final int MAX_PAYMENTS = 20;
    static final int MAX_ACTIVITY = 20;
    static final int MAX_REJECTIONS = 20;

    private final TextTable text = new TextTable();
    private final Report report;
    private final String page;

    private MailText(Report report, String page) {
        this.report = report;
        this.page = page;
    }

    /** @param page where the report is shown */
    public static String of(Report report, String page) {
        return new MailText(report, page).render();
    }

    /** What a subscriber without room for the whole text gets: the subject, how far it can be trusted, and the link. */
    public static String summary(Report report, String page) {
        String trust = report.accounting()
                .map(accounting -> Words.verdict(accounting) + "\n")
                .orElse("");
        return MailSubject.of(report) + "\n" + Words.standing(report) + "\n" + trust + page + "\n";
    }

    private String render() {
        text.line("Sales of " + Words.day(report.date()));
        text.line(Words.standing(report));
        report.missing().forEach(missing -> text.line("Missing: " + TextTable.oneLine(missing)));
        if (report.doesNotAddUp()) {
            text.line(Words.verdict(report.accounting().orElseThrow()) + " Have it looked into before relying on it.");
        }
        text.line("Revision " + report.revision() + ". Details: " + page);
        // Before the figures: a long report is cut at its end.
        report.accounting().ifPresent(this::trust);
        rejections();
        List<CurrencyTotals> totals = CurrencyTotals.of(report.stores());
        if (totals.isEmpty()) {
            text.blank().line("No sales were recorded for this day.");
        }
        totals.forEach(this::currency);
        activity();
        text.blank()
                .line("Days are those of " + report.calendar().zone().getId() + ", starting at "
                        + report.calendar().dayStartsAt() + " (time zone data " + report.timeZoneData() + ").");
        return text.within(MAX_BYTES, "… the rest is at " + page);
    }

    private void trust(Accounting accounting) {
        text.heading("Can I trust this?");
        text.line("  " + Words.equation(accounting));
        text.line("  " + Words.verdict(accounting));
    }

    private void rejections() {
        if (report.rejections().isEmpty()) {
            return;
        }
        text.heading("Needs attention: events that were refused");
        text.columns(report.rejections().stream()
                .sorted(Comparator.comparingLong(RejectionCount::count).reversed())
                .limit(MAX_REJECTIONS)
                .map(rejection -> List.of(Long.toString(rejection.count()), rejection(rejection)))
                .toList());
        folded(report.rejections().size(), MAX_REJECTIONS, "producers and reasons");
    }

    private static String rejection(RejectionCount rejection) {
        return TextTable.name(rejection.code()) + " from "
                + (rejection.producer() == null ? "no known producer" : TextTable.name(rejection.producer()));
    }

    private void currency(CurrencyTotals totals) {
        text.heading("NET SALES: " + Words.money(totals.net(), totals.currency()));
        text.line(
                totals.stores().size() == 1
                        ? "from " + totals.orders() + " orders"
                        : "from " + totals.orders() + " orders in "
                                + totals.stores().size() + " stores");
        totals.stores().stream().limit(MAX_STORES).forEach(this::store);
        if (totals.stores().size() > MAX_STORES) {
            foldedStores(totals);
        }
        products(totals);
        payments(totals);
    }

    private void foldedStores(CurrencyTotals totals) {
        List<StoreSales> folded =
                totals.stores().subList(MAX_STORES, totals.stores().size());
        long net = folded.stream().mapToLong(StoreSales::net).reduce(0, Math::addExact);
        text.blank().line("and " + folded.size() + " more stores: net " + Words.money(net, totals.currency()));
    }

    private void store(StoreSales store) {
        text.heading("Store " + TextTable.name(store.storeId()));
        text.columns(List.of(
                amount(store, store.gross(), "gross"),
                amount(store, store.discounts(), "less discounts"),
                amount(store, store.returns(), "less returns"),
                amount(store, store.net(), "net sales"),
                amount(store, store.tax(), "tax"),
                amount(store, store.tips(), "tips"),
                amount(store, store.collected(), "collected"),
                store.averageOrder().isPresent()
                        ? amount(store, store.averageOrder().getAsLong(), "average order")
                        : List.of("–", "average order"),
                List.of(Long.toString(store.orders()), "orders"),
                List.of(Long.toString(store.refunds()), "refunds"),
                List.of(Long.toString(store.voids()), "voids"),
                List.of(Words.units(store.unitsSoldMillis()), "units sold"),
                List.of(Words.units(store.unitsReturnedMillis()), "units returned")));
    }

    private static List<String> amount(StoreSales store, long minorUnits, String label) {
        return List.of(Words.money(minorUnits, store.currency()), label);
    }

    private void products(CurrencyTotals totals) {
        if (totals.products().isEmpty()) {
            return;
        }
        text.heading("Top products (net, units sold)");
        text.columns(totals.products().stream()
                .limit(MAX_PRODUCTS)
                .map(product -> List.of(
                        Words.money(product.net(), totals.currency()),
                        Words.units(product.unitsSoldMillis()),
                        TextTable.name(product.shownName())))
                .toList());
        folded(totals.products().size(), MAX_PRODUCTS, "products");
    }

    private void payments(CurrencyTotals totals) {
        if (totals.payments().isEmpty()) {
            return;
        }
        text.heading("Payments");
        text.columns(totals.payments().stream()
                .limit(MAX_PAYMENTS)
                .map(payment ->
                        List.of(Words.money(payment.amount(), totals.currency()), TextTable.name(payment.method())))
                .toList());
        folded(totals.payments().size(), MAX_PAYMENTS, "payment methods");
    }

    private void activity() {
        if (report.activity().isEmpty()) {
            return;
        }
        text.heading("Other events");
        text.columns(report.activity().stream()
                .limit(MAX_ACTIVITY)
                .map(count -> List.of(Long.toString(count.count()), activity(count)))
                .toList());
        folded(report.activity().size(), MAX_ACTIVITY, "kinds of events");
    }

    private static String activity(ActivityCount count) {
        String status = count.status() == null ? "" : " (" + TextTable.name(count.status()) + ")";
        return TextTable.name(count.eventType()) + status + " from " + TextTable.name(count.source());
    }

    private void folded(int all, int shown, String what) {
        if (all > shown) {
            text.line("  and " + (all - shown) + " more " + what);
        }
    }
}
