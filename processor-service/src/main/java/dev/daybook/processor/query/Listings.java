package dev.daybook.processor.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.processor.aggregate.AccountingRow;
import dev.daybook.processor.aggregate.ActivityRow;
import dev.daybook.processor.aggregate.OrderRow;
import dev.daybook.processor.aggregate.RejectionsRow;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.service.Json;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/** A day's activity, accounting, rejections and orders as the API shows them, by their keys. */
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

    /** What became of the day's records; all zero on a day without any. Rows of other kinds are passed over. */
    static ObjectNode accounting(Map<Bytes, Row> rows) {
        AccountingRow day = rows.values().stream()
                .filter(AccountingRow.class::isInstance)
                .map(AccountingRow.class::cast)
                .reduce(AccountingRow.NONE, AccountingRow::plus);
        return Json.MAPPER
                .createObjectNode()
                .put("counted", day.counted())
                .put("duplicate", day.duplicate())
                .put("conflicting", day.conflicting())
                .put("rejected", day.rejected());
    }

    /** By producer (first those of none, null) and code; rows of other kinds are passed over. */
    static ArrayNode rejections(Map<Bytes, Row> rows) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        rows.forEach((encoded, row) -> {
            if (row instanceof RejectionsRow rejections) {
                RowKey.Rejections key = (RowKey.Rejections) RowKey.decode(encoded.get());
                array.addObject()
                        .put("producer", key.producer())
                        .put("code", key.code())
                        .put("count", rejections.count());
            }
        });
        return array;
    }

    /**
     * By store, currency and order, straight into the generator: a tree of 100,000 orders would take 200 MB. Rows of other kinds
     * are passed over.
     */
    static void writeOrders(Map<Bytes, Row> rows, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Map.Entry<Bytes, Row> entry : rows.entrySet()) {
            if (entry.getValue() instanceof OrderRow order) {
                writeOrder((RowKey.Order) RowKey.decode(entry.getKey().get()), order, json);
            }
        }
        json.writeEndArray();
    }

    private static void writeOrder(RowKey.Order key, OrderRow order, JsonGenerator json) throws IOException {
        CurrencyCode currency = CurrencyCode.checked(key.currency());
        json.writeStartObject();
        json.writeStringField("store_id", key.storeId());
        json.writeStringField("currency", key.currency());
        json.writeStringField("order_id", key.orderId());
        json.writeStringField("net", Decimals.money(order.net(), currency));
        json.writeStringField("tax", Decimals.money(order.tax(), currency));
        json.writeStringField("tips", Decimals.money(order.tips(), currency));
        json.writeNumberField("sales", order.sales());
        json.writeNumberField("voids", order.voids());
        json.writeEndObject();
    }
}
