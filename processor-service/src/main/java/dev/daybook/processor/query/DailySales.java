package dev.daybook.processor.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.processor.aggregate.HourRow;
import dev.daybook.processor.aggregate.PaymentRow;
import dev.daybook.processor.aggregate.ProductRow;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.processor.aggregate.TotalsRow;
import dev.daybook.service.Json;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/**
 * A day's sales as the API shows them: stores by store_id and currency, their products, hours and payment methods each by its
 * key, in the order of the UTF-8 bytes. Products, hours and methods of which nothing is left (a sale and its void) are left out.
 */
final class DailySales {
    private final Map<String, ObjectNode> stores = new HashMap<>();
    private final ArrayNode array = Json.MAPPER.createArrayNode();

    private DailySales() {}

    /** @param rows by encoded key, so that totals come before what belongs to them, all in order */
    static ArrayNode stores(Map<Bytes, Row> rows) {
        DailySales sales = new DailySales();
        rows.forEach((key, row) -> sales.add(RowKey.decode(key.get()), row));
        return sales.array;
    }

    private void add(RowKey key, Row row) {
        if (key instanceof RowKey.Totals totals) {
            store(totals, (TotalsRow) row);
        } else if (key instanceof RowKey.Product product) {
            product(product, (ProductRow) row);
        } else if (key instanceof RowKey.Hour hour) {
            hour(hour, (HourRow) row);
        } else if (key instanceof RowKey.Payment payment) {
            payment(payment, (PaymentRow) row);
        }
    }

    private void store(RowKey.Totals key, TotalsRow row) {
        CurrencyCode currency = CurrencyCode.checked(key.currency());
        ObjectNode store = array.addObject();
        store.put("store_id", key.storeId())
                .put("currency", key.currency())
                .put("orders", row.orders())
                .put("refunds", row.refunds())
                .put("voids", row.voids())
                .put("units_sold", Decimals.quantity(row.unitsSold()))
                .put("units_returned", Decimals.quantity(row.unitsReturned()))
                .put("gross", Decimals.money(row.gross(), currency))
                .put("discounts", Decimals.money(row.discounts(), currency))
                .put("returns", Decimals.money(row.returns(), currency))
                .put("net", Decimals.money(row.net(), currency))
                .put("tax", Decimals.money(row.tax(), currency))
                .put("tips", Decimals.money(row.tips(), currency))
                .put("collected", Decimals.money(row.collected(), currency))
                .put("average_order", averageOrder(row, currency));
        store.putArray("products");
        store.putArray("hours");
        store.putArray("payments");
        stores.put(key.storeId() + '\0' + key.currency(), store);
    }

    /** Null without orders, and where there are more voids than sales: their sales were on no day that is known. */
    private static String averageOrder(TotalsRow row, CurrencyCode currency) {
        return row.orders() <= 0 ? null : Decimals.money(Decimals.divideHalfUp(row.net(), row.orders()), currency);
    }

    private void product(RowKey.Product key, ProductRow row) {
        if (row.unitsSold() == 0
                && row.unitsReturned() == 0
                && row.gross() == 0
                && row.discounts() == 0
                && row.returns() == 0) {
            return;
        }
        CurrencyCode currency = CurrencyCode.checked(key.currency());
        of(key.storeId(), key.currency(), "products")
                .addObject()
                .put("product_id", key.productId())
                .put("name", row.label().name())
                .put("category", row.label().category())
                .put("units_sold", Decimals.quantity(row.unitsSold()))
                .put("units_returned", Decimals.quantity(row.unitsReturned()))
                .put("gross", Decimals.money(row.gross(), currency))
                .put("discounts", Decimals.money(row.discounts(), currency))
                .put("returns", Decimals.money(row.returns(), currency))
                .put("net", Decimals.money(row.net(), currency));
    }

    private void hour(RowKey.Hour key, HourRow row) {
        if (row.orders() != 0 || row.net() != 0) {
            of(key.storeId(), key.currency(), "hours")
                    .addObject()
                    .put("hour", key.hour())
                    .put("orders", row.orders())
                    .put("net", Decimals.money(row.net(), CurrencyCode.checked(key.currency())));
        }
    }

    private void payment(RowKey.Payment key, PaymentRow row) {
        if (row.amount() != 0) {
            of(key.storeId(), key.currency(), "payments")
                    .addObject()
                    .put("method", key.method())
                    .put("amount", Decimals.money(row.amount(), CurrencyCode.checked(key.currency())));
        }
    }

    /** The store's totals are in every event that touches any of its rows, so they were there before. */
    private ArrayNode of(String storeId, String currency, String array) {
        return (ArrayNode) stores.get(storeId + '\0' + currency).get(array);
    }
}
