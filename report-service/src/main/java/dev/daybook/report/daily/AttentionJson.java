package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalTime;
import java.util.List;

/** What needs a person's attention beside the refusals, in the shape that reports have. */
final class AttentionJson {
    private AttentionJson() {}

    /** Writes members of an object. */
    static void write(JsonGenerator out, Report report) throws IOException {
        out.writeArrayFieldStart("silent_stores");
        for (SilentStore silent : report.background().silentStores()) {
            out.writeStartObject();
            out.writeStringField("store_id", silent.storeId());
            out.writeStringField("from", silent.from().toString());
            out.writeStringField("to", silent.to().toString());
            out.writeBooleanField("whole_day", silent.wholeDay());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("voids_beyond_sales");
        for (StoreSales store : report.voidsBeyondSales()) {
            out.writeStartObject();
            out.writeStringField("store_id", store.storeId());
            out.writeStringField("currency", store.currency().code());
            out.writeNumberField("voids", store.voids());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The silent stores among those members; none where an earlier release wrote them. */
    static List<SilentStore> readSilentStores(JsonFields attention) {
        return attention.isNull("silent_stores")
                ? List.of()
                : attention.array("silent_stores").elements().stream()
                        .map(silent -> new SilentStore(
                                silent.text("store_id"),
                                LocalTime.parse(silent.text("from")),
                                LocalTime.parse(silent.text("to")),
                                silent.flag("whole_day")))
                        .toList();
    }
}
