package dev.daybook.report.source;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.ByteOrderMark;
import dev.daybook.report.daily.ComparedOrder;
import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ReconciliationCsv;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.report.daily.StreamOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reconciles whole figures of a day with the shop's database, order by order, over order rows that add up to these very figures.
 * Whatever is wrong with the database or the rows is an outcome that says so, never an exception. Blocks, at most
 * {@link #longest}; thread-safe.
 */
public final class DayReconciliation {
    private final ProcessorClient processor;
    private final int maxOrders;
    private final ShopReconciliation shop;

    /** @param calendar by which the processor dates orders */
    public DayReconciliation(ProcessorClient processor, ShopDatabaseConfig config, BusinessCalendar calendar) {
        this.processor = processor;
        this.maxOrders = config.maxOrders();
        this.shop = new ShopReconciliation(config, calendar);
    }

    /**
     * What came of it.
     *
     * @param csv every order that was compared, in UTF-8 behind a {@link ByteOrderMark}; empty where none was
     */
    public record Outcome(Reconciliation reconciliation, Optional<byte[]> csv) {
        public boolean isCompared() {
            return reconciliation instanceof Reconciliation.Compared;
        }
    }

    /** How long it takes at most, give or take a second, where one answer of the processor holds the day's orders. */
    public static Duration longest(ShopDatabaseConfig config) {
        return ProcessorClient.ANSWER_TIMEOUT
                .plus(config.connectTimeout())
                .plus(config.queryTimeout())
                .plus(ShopDatabase.SERVER_GRACE);
    }

    /** Compares; figures that are not whole would accuse the shop of what merely isn't counted yet, so they aren't. */
    public Outcome reconcile(Figures figures) throws InterruptedException {
        if (!figures.isWhole()) {
            return not("the figures are not whole yet, so orders would seem to be missing that are not");
        }
        try {
            ProcessorClient.Orders orders = orders(figures);
            if (orders instanceof ProcessorClient.Orders.None none) {
                return not("the stream's orders can't be read: " + none.reason());
            }
            List<StreamOrder> rows = ((ProcessorClient.Orders.Rows) orders).rows();
            return totals(rows).equals(totals(figures))
                    ? compare(figures.date(), rows)
                    : not(
                            "the stream's order rows don't add up to the day's figures: either they were given up, as they are"
                                    + " ORDER_RETENTION after the last event of each was received, or an event came meanwhile;"
                                    + " then the next run compares them");
        } catch (MalformedFigures | ArithmeticException unusable) {
            return not("the stream's orders can't be understood: " + unusable.getMessage());
        }
    }

    private static Outcome not(String reason) {
        return new Outcome(new Reconciliation.NotReconciled(reason), Optional.empty());
    }

    private Outcome compare(LocalDate date, List<StreamOrder> rows) {
        StringBuilder text = new StringBuilder();
        ReconciliationCsv csv = new ReconciliationCsv(text);
        Reconciliation reconciliation = shop.reconcile(date, rows, (ComparedOrder order) -> csv.accept(order));
        if (!(reconciliation instanceof Reconciliation.Compared)) {
            return new Outcome(reconciliation, Optional.empty());
        }
        csv.writeHeadOnce();
        return new Outcome(
                reconciliation, Optional.of(ByteOrderMark.before(text.toString().getBytes(StandardCharsets.UTF_8))));
    }

    /** All at once, or, where those are too many for one answer, store by store, up to as many as may be compared. */
    private ProcessorClient.Orders orders(Figures figures) throws InterruptedException {
        ProcessorClient.Orders all = processor.orders(figures.date(), Optional.empty());
        if (!(all instanceof ProcessorClient.Orders.None none) || !none.tooMany()) {
            return all;
        }
        List<StreamOrder> rows = new ArrayList<>();
        List<String> stores =
                figures.stores().stream().map(StoreSales::storeId).distinct().toList();
        for (String store : stores) {
            ProcessorClient.Orders some = processor.orders(figures.date(), Optional.of(store));
            if (!(some instanceof ProcessorClient.Orders.Rows found)) {
                return some;
            }
            rows.addAll(found.rows());
            if (rows.size() > maxOrders) {
                return new ProcessorClient.Orders.None(shop.tooMany(), false);
            }
        }
        return new ProcessorClient.Orders.Rows(rows);
    }

    private record StoreCurrency(String storeId, CurrencyCode currency) {}

    private record Totals(long net, long tax, long tips, long orders) {
        Totals plus(Totals other) {
            return new Totals(
                    Math.addExact(net, other.net),
                    Math.addExact(tax, other.tax),
                    Math.addExact(tips, other.tips),
                    Math.addExact(orders, other.orders));
        }
    }

    private static Map<StoreCurrency, Totals> totals(List<StreamOrder> rows) {
        Map<StoreCurrency, Totals> totals = new HashMap<>();
        for (StreamOrder row : rows) {
            totals.merge(
                    new StoreCurrency(row.storeId(), row.currency()),
                    new Totals(row.net(), row.tax(), row.tips(), Math.subtractExact(row.sales(), row.voids())),
                    Totals::plus);
        }
        return totals;
    }

    private static Map<StoreCurrency, Totals> totals(Figures figures) {
        Map<StoreCurrency, Totals> totals = new HashMap<>();
        for (StoreSales store : figures.stores()) {
            totals.merge(
                    new StoreCurrency(store.storeId(), store.currency()),
                    new Totals(store.net(), store.tax(), store.tips(), store.orders()),
                    Totals::plus);
        }
        return totals;
    }
}
