package dev.daybook.processor.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.processor.aggregate.ActivityRow;
import dev.daybook.processor.aggregate.OrderRow;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.service.Json;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/** A day's activity and a day's orders as the API shows them, by their keys. */
final class Listings {
    private Listings() {}

    /** By source, event type and status; rows of other kinds are passed over. */
    static ArrayNode activity(Map<Bytes, Row> rows) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        rows.forEach((encoded, row) -> {
            if (row instanceof ActivityRow activity) {
                RowKey.Activity key = (RowKey.Activity) RowKey.decode(encoded.get());
                array.addObject()
                        .put("source", key.source())
                        .put("event_type", key.eventType())
                        .put("status", key.status())
                        .put("count", activity.count());
            }
        });
        return array;
    }

    /** By store, currency and order; rows of other kinds are passed over. */
    static ArrayNode orders(Map<Bytes, Row> rows) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        rows.forEach((encoded, row) -> {
            if (row instanceof OrderRow order) {
                RowKey.Order key = (RowKey.Order) RowKey.decode(encoded.get());
                CurrencyCode currency = CurrencyCode.checked(key.currency());
                array.addObject()
                        .put("store_id", key.storeId())
                        .put("currency", key.currency())
                        .put("order_id", key.orderId())
                        .put("net", Decimals.money(order.net(), currency))
                        .put("tax", Decimals.money(order.tax(), currency))
                        .put("tips", Decimals.money(order.tips(), currency))
                        .put("sales", order.sales())
                        .put("voids", order.voids());
            }
        });
        return array;
    }
}
