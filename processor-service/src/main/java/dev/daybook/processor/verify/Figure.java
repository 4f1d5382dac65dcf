package dev.daybook.processor.verify;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.processor.aggregate.HourRow;
import dev.daybook.processor.aggregate.PaymentRow;
import dev.daybook.processor.aggregate.ProductRow;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.processor.aggregate.TotalsRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One figure of a store's day by the name that a person gives it: a store's ({@code net}, {@code gross}, {@code orders}, …), a
 * product's ({@code product:latte} for its net, {@code product.units_sold:latte} for another), an hour's ({@code hour:8},
 * {@code hour.orders:8}) or a payment method's ({@code payment:card}). Immutable.
 *
 * @param group null for the store's own
 * @param id of the product, hour or method; null for the store's own
 * @param name as the report has it
 */
record Figure(String group, String id, String name) {
    private static final List<String> MONEY =
            List.of("gross", "discounts", "returns", "net", "tax", "tips", "collected", "amount");
    private static final List<String> UNITS = List.of("units_sold", "units_returned");
    private static final Map<String, List<String>> OF_GROUP = Map.of(
            "product", List.of("net", "gross", "discounts", "returns", "units_sold", "units_returned"),
            "hour", List.of("net", "orders"),
            "payment", List.of("amount"));
    /** As the report has them. */
    private static final Pattern HOUR = Pattern.compile("1?[0-9]|2[0-3]");

    private static final List<String> OF_STORE = List.of(
            "net",
            "gross",
            "discounts",
            "returns",
            "tax",
            "tips",
            "collected",
            "orders",
            "refunds",
            "voids",
            "units_sold",
            "units_returned");

    /** What there is, for a person who named something else. */
    static String choices() {
        return String.join(", ", OF_STORE)
                + ", product:ID, product.FIGURE:ID, hour:H, hour.orders:H (H is 0 to 23), payment:METHOD";
    }

    static Optional<Figure> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return OF_STORE.contains(text) ? Optional.of(new Figure(null, null, text)) : Optional.empty();
        }
        String[] group = text.substring(0, colon).split("\\.", 2);
        List<String> names = OF_GROUP.getOrDefault(group[0], List.of());
        String id = text.substring(colon + 1);
        if (names.isEmpty() || id.isEmpty() || (group.length == 2 && !names.contains(group[1]))) {
            return Optional.empty();
        }
        if (group[0].equals("hour") && !HOUR.matcher(id).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Figure(group[0], id, group.length == 2 ? group[1] : names.get(0)));
    }

    /** As {@link Figures} names it. */
    String nameIn(String storeId, String currency) {
        String store = Figures.store(storeId, currency);
        if (group == null) {
            return store + name;
        }
        return store + group + " " + (group.equals("hour") ? id : Figures.quoted(id)) + " " + name;
    }

    /** What the rows add to the figure of the store, by currency, in minor units, thousandths or ones; nothing where zero. */
    Map<String, Long> of(Map<RowKey, Row> rows, String storeId) {
        Map<String, Long> found = new TreeMap<>();
        rows.forEach((key, row) -> {
            if (key instanceof RowKey.Totals totals
                    && group == null
                    && totals.storeId().equals(storeId)) {
                found.put(totals.currency(), ofTotals((TotalsRow) row));
            } else if (key instanceof RowKey.Product product
                    && is("product", product.productId())
                    && product.storeId().equals(storeId)) {
                found.put(product.currency(), ofProduct((ProductRow) row));
            } else if (key instanceof RowKey.Hour hour
                    && is("hour", Integer.toString(hour.hour()))
                    && hour.storeId().equals(storeId)) {
                HourRow figures = (HourRow) row;
                found.put(hour.currency(), name.equals("net") ? figures.net() : figures.orders());
            } else if (key instanceof RowKey.Payment payment
                    && is("payment", payment.method())
                    && payment.storeId().equals(storeId)) {
                found.put(payment.currency(), ((PaymentRow) row).amount());
            }
        });
        found.values().removeIf(amount -> amount == 0);
        return found;
    }

    private boolean is(String otherGroup, String otherId) {
        return otherGroup.equals(group) && otherId.equals(id);
    }

    private long ofTotals(TotalsRow row) {
        return switch (name) {
            case "net" -> row.gross() - row.discounts() - row.returns();
            case "gross" -> row.gross();
            case "discounts" -> row.discounts();
            case "returns" -> row.returns();
            case "tax" -> row.tax();
            case "tips" -> row.tips();
            case "collected" -> row.collected();
            case "orders" -> row.orders();
            case "refunds" -> row.refunds();
            case "voids" -> row.voids();
            case "units_sold" -> row.unitsSold();
            case "units_returned" -> row.unitsReturned();
            default -> throw new IllegalStateException("no figure of a store: " + name);
        };
    }

    private long ofProduct(ProductRow row) {
        return switch (name) {
            case "net" -> row.gross() - row.discounts() - row.returns();
            case "gross" -> row.gross();
            case "discounts" -> row.discounts();
            case "returns" -> row.returns();
            case "units_sold" -> row.unitsSold();
            case "units_returned" -> row.unitsReturned();
            default -> throw new IllegalStateException("no figure of a product: " + name);
        };
    }

    /** The amount as the report shows it. */
    String shown(long amount, String currency) {
        if (MONEY.contains(name)) {
            return Decimals.money(amount, CurrencyCode.checked(currency));
        }
        return UNITS.contains(name) ? DayFigures.number(Decimals.quantity(amount)) : Long.toString(amount);
    }
}
