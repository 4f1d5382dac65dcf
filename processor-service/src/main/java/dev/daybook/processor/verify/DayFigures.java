package dev.daybook.processor.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.processor.aggregate.ActivityRow;
import dev.daybook.processor.aggregate.HourRow;
import dev.daybook.processor.aggregate.PaymentRow;
import dev.daybook.processor.aggregate.ProductRow;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.processor.aggregate.TotalsRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Says a tally as {@link Figures}. Rows of products, hours and payments of which nothing is left are not stated. */
final class DayFigures {
    static final List<String> ACCOUNTING = List.of("received", "counted", "duplicate", "conflicting", "rejected");

    private static final int THOUSANDTHS = 3;

    private final Figures figures = new Figures();

    private DayFigures() {}

    static Figures of(DayTally tally) {
        DayFigures day = new DayFigures();
        tally.rows().forEach(day::add);
        return day.figures;
    }

    /**
     * Adds the counts that the accounting to be compared has; {@code received}, every line that is one of the four others, is
     * the archive's and not in the processor's.
     */
    static void addAccounting(Figures figures, DayTally tally, JsonNode stated) {
        Map<String, Long> counts = Map.of(
                "received", tally.received(),
                "counted", tally.counted(),
                "duplicate", tally.duplicate(),
                "conflicting", tally.conflicting(),
                "rejected", tally.rejected());
        ACCOUNTING.stream()
                .filter(count -> !count.equals("received") || stated.hasNonNull(count))
                .forEach(count -> figures.put("accounting " + count, Long.toString(counts.get(count))));
    }

    static void addRejections(Figures figures, DayTally tally) {
        tally.rejections()
                .forEach((why, count) ->
                        figures.put(Figures.rejections(why.producer(), why.code()), Long.toString(count)));
    }

    private void add(RowKey key, Row row) {
        if (key instanceof RowKey.Totals totals) {
            totals(totals, (TotalsRow) row);
        } else if (key instanceof RowKey.Product product) {
            product(product, (ProductRow) row);
        } else if (key instanceof RowKey.Hour hour) {
            hour(hour, (HourRow) row);
        } else if (key instanceof RowKey.Payment payment) {
            payment(payment, (PaymentRow) row);
        } else if (key instanceof RowKey.Activity activity) {
            figures.put(
                    Figures.activity(activity.source(), activity.eventType(), activity.status()),
                    Long.toString(((ActivityRow) row).count()));
        }
    }

    private void totals(RowKey.Totals key, TotalsRow row) {
        String store = Figures.store(key.storeId(), key.currency());
        CurrencyCode currency = CurrencyCode.checked(key.currency());
        long net = row.gross() - row.discounts() - row.returns();
        figures.put(store + "orders", Long.toString(row.orders()))
                .put(store + "refunds", Long.toString(row.refunds()))
                .put(store + "voids", Long.toString(row.voids()))
                .put(store + "units_sold", units(row.unitsSold()))
                .put(store + "units_returned", units(row.unitsReturned()))
                .put(store + "gross", Decimals.money(row.gross(), currency))
                .put(store + "discounts", Decimals.money(row.discounts(), currency))
                .put(store + "returns", Decimals.money(row.returns(), currency))
                .put(store + "net", Decimals.money(net, currency))
                .put(store + "tax", Decimals.money(row.tax(), currency))
                .put(store + "tips", Decimals.money(row.tips(), currency))
                .put(store + "collected", Decimals.money(row.collected(), currency))
                .put(store + "average_order", averageOrder(net, row.orders(), currency));
    }

    private static String averageOrder(long net, long orders, CurrencyCode currency) {
        if (orders <= 0) {
            return "null";
        }
        return BigDecimal.valueOf(net, currency.decimals())
                .divide(BigDecimal.valueOf(orders), currency.decimals(), RoundingMode.HALF_UP)
                .toPlainString();
    }

    private void product(RowKey.Product key, ProductRow row) {
        if ((row.unitsSold() | row.unitsReturned() | row.gross() | row.discounts() | row.returns()) == 0) {
            return;
        }
        String product =
                Figures.store(key.storeId(), key.currency()) + "product " + Figures.quoted(key.productId()) + " ";
        CurrencyCode currency = CurrencyCode.checked(key.currency());
        figures.put(product + "name", String.valueOf(row.label().name()))
                .put(product + "category", String.valueOf(row.label().category()))
                .put(product + "units_sold", units(row.unitsSold()))
                .put(product + "units_returned", units(row.unitsReturned()))
                .put(product + "gross", Decimals.money(row.gross(), currency))
                .put(product + "discounts", Decimals.money(row.discounts(), currency))
                .put(product + "returns", Decimals.money(row.returns(), currency))
                .put(product + "net", Decimals.money(row.gross() - row.discounts() - row.returns(), currency));
    }

    private void hour(RowKey.Hour key, HourRow row) {
        if ((row.orders() | row.net()) == 0) {
            return;
        }
        String hour = Figures.store(key.storeId(), key.currency()) + "hour " + key.hour() + " ";
        figures.put(hour + "orders", Long.toString(row.orders()))
                .put(hour + "net", Decimals.money(row.net(), CurrencyCode.checked(key.currency())));
    }

    private void payment(RowKey.Payment key, PaymentRow row) {
        if (row.amount() == 0) {
            return;
        }
        figures.put(
                Figures.store(key.storeId(), key.currency()) + "payment " + Figures.quoted(key.method()) + " amount",
                Decimals.money(row.amount(), CurrencyCode.checked(key.currency())));
    }

    private static String units(long thousandths) {
        return number(BigDecimal.valueOf(thousandths, THOUSANDTHS));
    }

    /** The shortest decimal of a JSON number's value. */
    static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
