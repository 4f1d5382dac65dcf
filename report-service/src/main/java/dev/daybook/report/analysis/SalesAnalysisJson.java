package dev.daybook.report.analysis;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.report.daily.JsonFields;
import java.io.IOException;
import java.time.LocalDate;

/**
 * A sales analysis as {@code {"date", "groups": [{"name", "items": [{"product_id", "name", "quantity"}]}]}}, in the report's
 * order, so that equal analyses are equal bytes; reading gives it back.
 */
final class SalesAnalysisJson {
    private SalesAnalysisJson() {}

    /** Writes one value, an object. */
    static void write(JsonGenerator out, SalesAnalysis analysis) throws IOException {
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

    /** @throws dev.daybook.report.daily.MalformedFigures where it is anything else than {@link #write} wrote */
    static SalesAnalysis read(JsonFields analysis) {
        return new SalesAnalysis(
                LocalDate.parse(analysis.text("date")),
                analysis.array("groups").elements().stream()
                        .map(group -> new SalesAnalysis.Group(
                                group.text("name"),
                                group.array("items").elements().stream()
                                        .map(SalesAnalysisJson::readItem)
                                        .toList()))
                        .toList());
    }

    private static SalesAnalysis.Item readItem(JsonFields item) {
        return new SalesAnalysis.Item(item.textOrNull("product_id"), item.text("name"), item.decimal("quantity"));
    }
}
