package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A day's stores and activity in the shape that the API documents: money as decimal strings beside its currency, units as JSON
 * numbers, everything in a fixed order, so that equal figures are equal bytes.
 */
public final class SalesJson {
    private SalesJson() {}

    static void writeStores(JsonGenerator out, List<StoreSales> stores) throws IOException {
        out.writeStartArray();
        for (StoreSales store : stores) {
            writeStore(out, store);
        }
        out.writeEndArray();
    }

    private static void writeStore(JsonGenerator out, StoreSales store) throws IOException {
        CurrencyCode currency = store.currency();
        out.writeStartObject();
        out.writeStringField("store_id", store.storeId());
        out.writeStringField("currency", currency.code());
        out.writeNumberField("orders", store.orders());
        out.writeNumberField("refunds", store.refunds());
        out.writeNumberField("voids", store.voids());
        units(out, "units_sold", store.unitsSoldMillis());
        units(out, "units_returned", store.unitsReturnedMillis());
        money(out, "gross", store.gross(), currency);
        money(out, "discounts", store.discounts(), currency);
        money(out, "returns", store.returns(), currency);
        money(out, "net", store.net(), currency);
        money(out, "tax", store.tax(), currency);
        money(out, "tips", store.tips(), currency);
        money(out, "collected", store.collected(), currency);
        if (store.averageOrder().isPresent()) {
            money(out, "average_order", store.averageOrder().getAsLong(), currency);
        } else {
            out.writeNullField("average_order");
        }
        writeProducts(out, store.products(), currency);
        writeHours(out, store.hours(), currency);
        writePayments(out, store.payments(), currency);
        out.writeEndObject();
    }

    private static void writeProducts(JsonGenerator out, List<StoreSales.Product> products, CurrencyCode currency)
            throws IOException {
        out.writeArrayFieldStart("products");
        for (StoreSales.Product product : products) {
            out.writeStartObject();
            out.writeStringField("product_id", product.productId());
            out.writeStringField("name", product.name());
            out.writeStringField("category", product.category());
            units(out, "units_sold", product.unitsSoldMillis());
            units(out, "units_returned", product.unitsReturnedMillis());
            money(out, "gross", product.gross(), currency);
            money(out, "discounts", product.discounts(), currency);
            money(out, "returns", product.returns(), currency);
            money(out, "net", product.net(), currency);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeHours(JsonGenerator out, List<StoreSales.Hour> hours, CurrencyCode currency)
            throws IOException {
        out.writeArrayFieldStart("hours");
        for (StoreSales.Hour hour : hours) {
            out.writeStartObject();
            out.writeNumberField("hour", hour.hour());
            out.writeNumberField("orders", hour.orders());
            money(out, "net", hour.net(), currency);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writePayments(JsonGenerator out, List<StoreSales.Payment> payments, CurrencyCode currency)
            throws IOException {
        out.writeArrayFieldStart("payments");
        for (StoreSales.Payment payment : payments) {
            out.writeStartObject();
            out.writeStringField("method", payment.method());
            money(out, "amount", payment.amount(), currency);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static void writeActivity(JsonGenerator out, List<ActivityCount> activity) throws IOException {
        out.writeStartArray();
        for (ActivityCount count : activity) {
            out.writeStartObject();
            out.writeStringField("source", count.source());
            out.writeStringField("event_type", count.eventType());
            out.writeStringField("status", count.status());
            out.writeNumberField("count", count.count());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void money(JsonGenerator out, String field, long minorUnits, CurrencyCode currency)
            throws IOException {
        out.writeStringField(field, Decimals.money(minorUnits, currency));
    }

    private static void units(JsonGenerator out, String field, long millis) throws IOException {
        out.writeNumberField(field, Decimals.quantity(millis));
    }

    /**
     * Reads an array of stores.
     *
     * @throws MalformedFigures where it isn't one
     */
    public static List<StoreSales> readStores(JsonFields stores) {
        return stores.elements().stream().map(SalesJson::readStore).toList();
    }

    private static StoreSales readStore(JsonFields store) {
        CurrencyCode currency = store.currency("currency");
        return new StoreSales(
                store.text("store_id"),
                currency,
                store.integer("orders"),
                store.integer("refunds"),
                store.integer("voids"),
                store.thousandths("units_sold"),
                store.thousandths("units_returned"),
                store.money("gross", currency),
                store.money("discounts", currency),
                store.money("returns", currency),
                store.money("net", currency),
                store.money("tax", currency),
                store.money("tips", currency),
                store.money("collected", currency),
                store.isNull("average_order")
                        ? OptionalLong.empty()
                        : OptionalLong.of(store.money("average_order", currency)),
                store.array("products").elements().stream()
                        .map(product -> readProduct(product, currency))
                        .toList(),
                store.array("hours").elements().stream()
                        .map(hour -> new StoreSales.Hour(
                                hour.smallInteger("hour"), hour.integer("orders"), hour.money("net", currency)))
                        .toList(),
                store.array("payments").elements().stream()
                        .map(payment ->
                                new StoreSales.Payment(payment.text("method"), payment.money("amount", currency)))
                        .toList());
    }

    private static StoreSales.Product readProduct(JsonFields product, CurrencyCode currency) {
        return new StoreSales.Product(
                product.text("product_id"),
                product.textOrNull("name"),
                product.textOrNull("category"),
                product.thousandths("units_sold"),
                product.thousandths("units_returned"),
                product.money("gross", currency),
                product.money("discounts", currency),
                product.money("returns", currency),
                product.money("net", currency));
    }

    /**
     * Reads an array of activity counts.
     *
     * @throws MalformedFigures where it isn't one
     */
    public static List<ActivityCount> readActivity(JsonFields activity) {
        return activity.elements().stream()
                .map(count -> new ActivityCount(
                        count.text("source"),
                        count.text("event_type"),
                        count.textOrNull("status"),
                        count.integer("count")))
                .toList();
    }

    /**
     * Reads an array of {@code {"partition","events","rejected"}}; releases before the accounting wrote no {@code rejected}.
     *
     * @throws MalformedFigures where it isn't one
     */
    public static List<Cut.Position> readPositions(JsonFields partitions) {
        return partitions.elements().stream()
                .map(position -> new Cut.Position(
                        position.smallInteger("partition"),
                        position.integer("events"),
                        position.isNull("rejected") ? 0 : position.integer("rejected")))
                .toList();
    }

    static void writePositions(JsonGenerator out, List<Cut.Position> positions) throws IOException {
        out.writeStartArray();
        for (Cut.Position position : positions) {
            out.writeStartObject();
            out.writeNumberField("partition", position.partition());
            out.writeNumberField("events", position.events());
            out.writeNumberField("rejected", position.rejected());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The document's root. */
    public static JsonFields fields(JsonNode root) {
        return new JsonFields(root, "");
    }
}
