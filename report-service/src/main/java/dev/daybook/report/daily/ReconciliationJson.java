package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reconciliation in the shape that reports have: members in a fixed order, money as decimal strings beside its currency, lists
 * by their keys, so that equal outcomes are equal bytes; reading gives the outcome back.
 */
final class ReconciliationJson {
    private ReconciliationJson() {}

    /** Writes one value, an object. */
    static void write(JsonGenerator out, Reconciliation reconciliation) throws IOException {
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

    /** @throws MalformedFigures where it is anything else than {@link #write} wrote */
    static Reconciliation read(JsonFields reconciliation) {
        if (reconciliation.text("status").equals(Reconciliation.Status.NOT_RECONCILED.name())) {
            return new Reconciliation.NotReconciled(reconciliation.text("reason"));
        }
        JsonFields counted = reconciliation.object("counts");
        JsonFields first = reconciliation.object("first");
        Map<ComparedOrder.Kind, Long> counts = new EnumMap<>(ComparedOrder.Kind.class);
        List<ComparedOrder> examples = new ArrayList<>();
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            counts.put(kind, counted.integer(kind.fieldName()));
            if (kind.isDifference()) {
                first.array(kind.fieldName()).elements().forEach(order -> examples.add(readOrder(kind, order)));
            }
        }
        return new Reconciliation.Compared(
                Reconciliation.Status.valueOf(reconciliation.text("status")),
                new BigDecimal(reconciliation.text("tolerance")),
                counts,
                reconciliation.array("net_difference").elements().stream()
                        .map(ReconciliationJson::readTotal)
                        .toList(),
                reconciliation.array("stores_not_covered").texts(),
                examples);
    }

    private static Reconciliation.Total readTotal(JsonFields total) {
        CurrencyCode currency = total.currency("currency");
        return new Reconciliation.Total(
                total.text("store_id"),
                currency,
                total.money("database", currency),
                total.money("stream", currency),
                total.money("refunds_of_other_days", currency));
    }

    private static ComparedOrder readOrder(ComparedOrder.Kind kind, JsonFields order) {
        CurrencyCode currency = order.currency("currency");
        String storeId = order.text("store_id");
        String orderId = order.text("order_id");
        Optional<JsonFields> database = order.findObject("database");
        return new ComparedOrder(
                kind,
                storeId,
                currency,
                orderId,
                database.map(shop -> shop.money("amount", currency)).orElse(null),
                database.map(shop -> shop.smallInteger("rows")).orElse(0),
                order.findObject("stream")
                        .map(stream -> new StreamOrder(
                                storeId,
                                currency,
                                orderId,
                                stream.money("net", currency),
                                stream.money("tax", currency),
                                stream.money("tips", currency),
                                stream.integer("sales"),
                                stream.integer("voids")))
                        .orElse(null));
    }
}
