package dev.daybook.report.render;

import dev.daybook.report.daily.ComparedOrder;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.RejectionCount;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SilentStore;
import dev.daybook.report.daily.StoreDay;
import dev.daybook.report.daily.StoreSales;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What a person should look into, in words; empty where there is nothing. Every list is bounded and says so. */
public final class Attention {
    static final int MAX_LINES = 10;
    /** The page shows more, the CSV all. */
    static final int MAX_ORDERS_OF_A_KIND = 5;

    /**
     * One thing.
     *
     * @param details of it, such as the orders
     */
    public record Item(String words, List<String> details) {
        public Item {
            details = List.copyOf(details);
        }
    }

    private final List<Item> items = new ArrayList<>();

    private Attention() {}

    /** All of a report, what concerns money first. */
    public static List<Item> of(Report report) {
        Attention attention = new Attention();
        report.reconciliation().ifPresent(attention::reconciliation);
        attention.items(report.voidsBeyondSales(), Attention::voids, "stores with voids without a sale");
        attention.items(report.background().silentStores(), Attention::silent, "silent stores");
        attention.unregistered(report);
        attention.items(
                report.rejections().stream()
                        .sorted(Comparator.comparingLong(RejectionCount::count).reversed())
                        .toList(),
                Attention::refused,
                "producers and reasons of refused events");
        return attention.items;
    }

    private void item(String words) {
        items.add(new Item(words, List.of()));
    }

    private <T> void items(List<T> all, Function<T, String> words, String what) {
        all.stream().limit(MAX_LINES).map(words).forEach(this::item);
        if (all.size() > MAX_LINES) {
            item("and " + (all.size() - MAX_LINES) + " more " + what);
        }
    }

    private void unregistered(Report report) {
        List<StoreDay> stores =
                report.storeDays().stream().filter(day -> !day.isRegistered()).toList();
        if (stores.isEmpty()) {
            return;
        }
        String names = String.join(
                ", ",
                stores.stream()
                        .limit(MAX_LINES)
                        .map(day -> InertText.name(day.storeId()))
                        .toList());
        int folded = stores.size() - MAX_LINES;
        item((stores.size() == 1 ? "A store is not registered: " : "Stores that are not registered: ")
                + names
                + (folded > 0 ? " and " + folded + " more" : ""));
    }

    private static String refused(RejectionCount rejection) {
        return Amounts.counted(rejection.count(), "event", "events") + " refused: "
                + InertText.name(rejection.code()) + " from "
                + (rejection.producer() == null ? "no known producer" : InertText.name(rejection.producer()));
    }

    private static String silent(SilentStore silent) {
        return InertText.name(silent.storeId()) + " was silent: no order "
                + (silent.wholeDay() ? "in all of its opening hours, " : "while it was open, ") + silent.from() + "–"
                + silent.to();
    }

    private static String voids(StoreSales store) {
        return InertText.name(store.storeId()) + " has a void without its sale: "
                + Amounts.counted(store.voids(), "void", "voids") + " in "
                + store.currency().code();
    }

    private void reconciliation(Reconciliation reconciliation) {
        if (!(reconciliation instanceof Reconciliation.Compared compared)) {
            item(InertText.oneLine(Words.reconciliation(reconciliation)));
            return;
        }
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            if (kind.isDifference() && compared.count(kind) > 0) {
                orders(compared, kind);
            }
        }
        items(
                compared.totals().stream()
                        .filter(total -> total.difference() != 0)
                        .toList(),
                Attention::total,
                "stores whose nets differ");
        if (!compared.notCovered().isEmpty()) {
            item(InertText.oneLine("Stores that the shop's database doesn't have: "
                    + String.join(
                            ", ",
                            compared.notCovered().stream().map(InertText::name).toList())));
        }
    }

    private void orders(Reconciliation.Compared compared, ComparedOrder.Kind kind) {
        List<String> details = new ArrayList<>(compared.examples(kind).stream()
                .limit(MAX_ORDERS_OF_A_KIND)
                .map(Attention::order)
                .toList());
        if (compared.count(kind) > MAX_ORDERS_OF_A_KIND) {
            details.add("and " + Amounts.count(compared.count(kind) - MAX_ORDERS_OF_A_KIND) + " more");
        }
        items.add(new Item(
                Amounts.counted(compared.count(kind), "order", "orders") + " " + Words.kind(kind) + ":", details));
    }

    private static String order(ComparedOrder order) {
        String where = InertText.name(order.orderId()) + " of " + InertText.name(order.storeId());
        if (order.database() == null) {
            return where + ": " + Words.inStream(order) + " in the stream";
        }
        return where + ": " + Words.inDatabase(order) + " in the shop's database"
                + (order.stream() == null ? "" : ", " + Words.inStream(order) + " in the stream");
    }

    private static String total(Reconciliation.Total total) {
        return InertText.name(total.storeId()) + ": the stream's net is "
                + Amounts.money(total.stream(), total.currency()) + ", the shop's "
                + Amounts.money(total.database(), total.currency()) + ", the difference "
                + Amounts.difference(total.difference(), total.currency());
    }
}
