package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A reconciliation in the shape that reports have: members in a fixed order, money as decimal strings beside its currency, lists
 * by their keys, so that equal outcomes are equal bytes; reading gives the outcome back. What is missing or of another type
 * throws {@link IllegalArgumentException} when read.
 */
public final class ReconciliationJson {
    private ReconciliationJson() {}

    /** Writes one value, an object. */
    public static void write(JsonGenerator out, Reconciliation reconciliation) throws IOException {
        out.writeStartObject();
        out.writeStringField("status", reconciliation.status().name());
        if (reconciliation instanceof Reconciliation.NotReconciled not) {
            out.writeStringField("reason", not.reason());
        } else if (reconciliation instanceof Reconciliation.Compared compared) {
            writeCompared(out, compared);
        }
        out.writeEndObject();
    }

    private static void writeCompared(JsonGenerator out, Reconciliation.Compared compared) throws IOException {
        out.writeStringField("tolerance", compared.tolerance().toPlainString());
        out.writeObjectFieldStart("counts");
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            out.writeNumberField(kind.fieldName(), compared.count(kind));
        }
        out.writeEndObject();
        out.writeArrayFieldStart("net_difference");
        for (Reconciliation.Total total : compared.totals()) {
            out.writeStartObject();
            out.writeStringField("store_id", total.storeId());
            out.writeStringField("currency", total.currency().code());
            money(out, "database", total.database(), total.currency());
            money(out, "stream", total.stream(), total.currency());
            money(out, "difference", total.difference(), total.currency());
            money(out, "refunds_of_other_days", total.otherDaysRefunds(), total.currency());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("stores_not_covered");
        for (String store : compared.notCovered()) {
            out.writeString(store);
        }
        out.writeEndArray();
        out.writeObjectFieldStart("first");
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            if (kind.isDifference()) {
                writeOrders(out, kind, compared.examples(kind));
            }
        }
        out.writeEndObject();
    }

    private static void writeOrders(JsonGenerator out, ComparedOrder.Kind kind, List<ComparedOrder> orders)
            throws IOException {
        out.writeArrayFieldStart(kind.fieldName());
        for (ComparedOrder order : orders) {
            CurrencyCode currency = order.currency();
            out.writeStartObject();
            out.writeStringField("store_id", order.storeId());
            out.writeStringField("currency", currency.code());
            out.writeStringField("order_id", order.orderId());
            if (order.database() != null) {
                out.writeObjectFieldStart("database");
                money(out, "amount", order.database(), currency);
                out.writeNumberField("rows", order.databaseRows());
                out.writeEndObject();
            }
            if (order.stream() != null) {
                out.writeObjectFieldStart("stream");
                money(out, "net", order.stream().net(), currency);
                money(out, "tax", order.stream().tax(), currency);
                money(out, "tips", order.stream().tips(), currency);
                out.writeNumberField("sales", order.stream().sales());
                out.writeNumberField("voids", order.stream().voids());
                out.writeEndObject();
            }
            money(out, "difference", order.difference(), currency);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void money(JsonGenerator out, String field, long minorUnits, CurrencyCode currency)
            throws IOException {
        out.writeStringField(field, Decimals.money(minorUnits, currency));
    }

    /** Reads what {@link #write} wrote. */
    public static Reconciliation read(JsonNode node) {
        Reconciliation.Status status = Reconciliation.Status.valueOf(text(node, "status"));
        if (status == Reconciliation.Status.NOT_RECONCILED) {
            return new Reconciliation.NotReconciled(text(node, "reason"));
        }
        Map<ComparedOrder.Kind, Long> counts = new EnumMap<>(ComparedOrder.Kind.class);
        List<ComparedOrder> examples = new ArrayList<>();
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            counts.put(kind, integer(node.required("counts"), kind.fieldName()));
            if (kind.isDifference()) {
                node.required("first")
                        .required(kind.fieldName())
                        .forEach(order -> examples.add(readOrder(kind, order)));
            }
        }
        List<Reconciliation.Total> totals = new ArrayList<>();
        node.required("net_difference").forEach(total -> totals.add(readTotal(total)));
        List<String> notCovered = new ArrayList<>();
        node.required("stores_not_covered").forEach(store -> notCovered.add(store.textValue()));
        return new Reconciliation.Compared(
                status, new BigDecimal(text(node, "tolerance")), counts, totals, notCovered, examples);
    }

    private static Reconciliation.Total readTotal(JsonNode total) {
        CurrencyCode currency = CurrencyCode.checked(text(total, "currency"));
        return new Reconciliation.Total(
                text(total, "store_id"),
                currency,
                money(total, "database", currency),
                money(total, "stream", currency),
                money(total, "refunds_of_other_days", currency));
    }

    private static ComparedOrder readOrder(ComparedOrder.Kind kind, JsonNode order) {
        CurrencyCode currency = CurrencyCode.checked(text(order, "currency"));
        String storeId = text(order, "store_id");
        String orderId = text(order, "order_id");
        JsonNode database = order.get("database");
        JsonNode stream = order.get("stream");
        return new ComparedOrder(
                kind,
                storeId,
                currency,
                orderId,
                database == null ? null : (Long) money(database, "amount", currency),
                database == null ? 0 : Math.toIntExact(integer(database, "rows")),
                stream == null
                        ? null
                        : new StreamOrder(
                                storeId,
                                currency,
                                orderId,
                                money(stream, "net", currency),
                                money(stream, "tax", currency),
                                money(stream, "tips", currency),
                                integer(stream, "sales"),
                                integer(stream, "voids")));
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.required(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a string");
        }
        return value.textValue();
    }

    private static long integer(JsonNode node, String name) {
        JsonNode value = node.required(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " must be a whole number");
        }
        return value.longValue();
    }

    private static long money(JsonNode node, String name, CurrencyCode currency) {
        return Decimals.minorUnits(text(node, name), currency);
    }
}
