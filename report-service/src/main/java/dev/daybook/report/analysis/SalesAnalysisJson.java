package dev.daybook.report.analysis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A sales analysis as {@code {"date", "groups": [{"name", "items": [{"product_id", "name", "quantity"}]}]}}, in the report's
 * order, so that equal analyses are equal bytes; reading gives it back. What is missing or of another type throws {@link
 * IllegalArgumentException} when read.
 */
public final class SalesAnalysisJson {
    private SalesAnalysisJson() {}

    /** Writes one value, an object. */
    public static void write(JsonGenerator out, SalesAnalysis analysis) throws IOException {
        out.writeStartObject();
        out.writeStringField("date", analysis.date().toString());
        out.writeArrayFieldStart("groups");
        for (SalesAnalysis.Group group : analysis.groups()) {
            out.writeStartObject();
            out.writeStringField("name", group.name());
            out.writeArrayFieldStart("items");
            for (SalesAnalysis.Item item : group.items()) {
                out.writeStartObject();
                out.writeStringField("product_id", item.productId());
                out.writeStringField("name", item.name());
                out.writeNumberField("quantity", item.quantity());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** Reads what {@link #write} wrote. */
    public static SalesAnalysis read(JsonNode node) {
        List<SalesAnalysis.Group> groups = new ArrayList<>();
        node.required("groups").forEach(group -> {
            List<SalesAnalysis.Item> items = new ArrayList<>();
            group.required("items").forEach(item -> items.add(readItem(item)));
            groups.add(new SalesAnalysis.Group(text(group, "name"), items));
        });
        return new SalesAnalysis(LocalDate.parse(text(node, "date")), groups);
    }

    private static SalesAnalysis.Item readItem(JsonNode item) {
        JsonNode quantity = item.required("quantity");
        if (!quantity.isNumber()) {
            throw new IllegalArgumentException("quantity must be a number");
        }
        String productId = item.required("product_id").isNull() ? null : text(item, "product_id");
        return new SalesAnalysis.Item(productId, text(item, "name"), quantity.decimalValue());
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.required(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a string");
        }
        return value.textValue();
    }
}
