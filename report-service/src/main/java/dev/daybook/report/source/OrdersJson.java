package dev.daybook.report.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.JsonFields;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.report.daily.SalesJson;
import dev.daybook.report.daily.StreamOrder;
import dev.daybook.service.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the processor's order rows one by one: a tree of a large day's would take some ten times their bytes. */
final class OrdersJson {
    /** A row has the next one behind it. */
    private static final ObjectReader ROW =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private OrdersJson() {}

    /** @throws MalformedFigures where the bytes are anything else */
    static List<StreamOrder> read(byte[] answer) {
        List<StreamOrder> orders = null;
        try (JsonParser json = Json.MAPPER.createParser(answer)) {
            expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isOrders = json.currentName().equals("orders");
                json.nextToken();
                if (isOrders) {
                    orders = orders(json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException malformed) {
            throw new MalformedFigures(
                    "the processor's orders are not valid JSON: " + malformed.getMessage(), malformed);
        }
        if (orders == null) {
            throw new MalformedFigures("/orders must be an array");
        }
        return orders;
    }

    private static List<StreamOrder> orders(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedFigures("/orders must be an array");
        }
        List<StreamOrder> orders = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            orders.add(order(SalesJson.fields(ROW.readTree(json))));
        }
        return orders;
    }

    private static StreamOrder order(JsonFields row) {
        CurrencyCode currency = row.currency("currency");
        return new StreamOrder(
                row.text("store_id"),
                currency,
                row.text("order_id"),
                row.money("net", currency),
                row.money("tax", currency),
                row.money("tips", currency),
                row.integer("sales"),
                row.integer("voids"));
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        JsonToken found = json.nextToken();
        if (found != token) {
            throw new MalformedFigures("the processor's orders begin with " + found + " where " + token + " belongs");
        }
    }
}
