package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A day's accounting and rejections in the shape that the API documents: {@code {"received","counted","duplicate","conflicting",
 * "rejected","difference"}}, the first and the last null where they aren't known.
 */
public final class AccountingJson {
    private AccountingJson() {}

    public static ObjectNode of(Accounting accounting) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("received", boxed(accounting.received()));
        json.put("counted", accounting.counted());
        json.put("duplicate", accounting.duplicate());
        json.put("conflicting", accounting.conflicting());
        json.put("rejected", accounting.rejected());
        json.put("difference", boxed(accounting.difference()));
        return json;
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /**
     * Reads the text of what {@link #of} makes.
     *
     * @throws MalformedFigures where it is anything else
     */
    public static Accounting read(String json) {
        try {
            return read(SalesJson.fields(Json.MAPPER.readTree(json)));
        } catch (IOException malformed) {
            throw new MalformedFigures("not the JSON of an accounting: " + malformed.getMessage(), malformed);
        }
    }

    /** Reads an accounting; one without {@code received}, such as the processor's, is one that doesn't know it. */
    public static Accounting read(JsonFields accounting) {
        return new Accounting(
                accounting.isNull("received") ? OptionalLong.empty() : OptionalLong.of(accounting.integer("received")),
                accounting.integer("counted"),
                accounting.integer("duplicate"),
                accounting.integer("conflicting"),
                accounting.integer("rejected"));
    }

    /** The accounting of a report; revisions of releases before it have none. */
    static Optional<Accounting> readOptional(JsonFields report) {
        return report.isNull("accounting") ? Optional.empty() : Optional.of(read(report.object("accounting")));
    }

    static void writeRejections(JsonGenerator out, List<RejectionCount> rejections) throws IOException {
        out.writeStartArray();
        for (RejectionCount rejection : rejections) {
            out.writeStartObject();
            out.writeStringField("producer", rejection.producer());
            out.writeStringField("code", rejection.code());
            out.writeNumberField("count", rejection.count());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /**
     * Reads an array of counts by producer and code.
     *
     * @throws MalformedFigures where it isn't one
     */
    public static List<RejectionCount> readRejections(JsonFields rejections) {
        return rejections.elements().stream()
                .map(rejection -> new RejectionCount(
                        rejection.textOrNull("producer"), rejection.text("code"), rejection.integer("count")))
                .toList();
    }
}
