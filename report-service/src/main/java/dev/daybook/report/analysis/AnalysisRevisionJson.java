package dev.daybook.report.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.service.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * A Sales Analysis Report as the bytes that everything else of it is rendered from. Equal revisions are equal bytes: UTF-8, one
 * line, members in a fixed order; reading the bytes gives the revision back.
 */
public final class AnalysisRevisionJson {
    private AnalysisRevisionJson() {}

    public static byte[] write(AnalysisRevision revision) {
        return Json.written(out -> {
            out.writeStartObject();
            out.writeStringField("report", AnalysisRevision.SALES_ANALYSIS);
            out.writeStringField("date", revision.date().toString());
            out.writeNumberField("revision", revision.revision());
            out.writeStringField("status", revision.status().name());
            out.writeStringField("read_at", revision.readAt().toString());
            out.writeObjectFieldStart("calendar");
            out.writeStringField("time_zone", revision.zone().getId());
            out.writeStringField("day_starts_at", revision.dayStartsAt().toString());
            out.writeStringField("time_zone_data", revision.timeZoneData());
            out.writeEndObject();
            out.writeFieldName("analysis");
            SalesAnalysisJson.write(out, revision.analysis());
            out.writeEndObject();
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MalformedFigures where the bytes are anything else
     */
    public static AnalysisRevision read(byte[] bytes) {
        try {
            JsonNode root = Json.MAPPER.readTree(bytes);
            if (!root.required("report").asText().equals(AnalysisRevision.SALES_ANALYSIS)
                    || !root.required("revision").canConvertToInt()) {
                throw new MalformedFigures(
                        "not the canonical JSON of a " + AnalysisRevision.SALES_ANALYSIS + " report");
            }
            JsonNode calendar = root.required("calendar");
            return new AnalysisRevision(
                    root.required("revision").intValue(),
                    ReportStatus.valueOf(root.required("status").asText()),
                    Instant.parse(root.required("read_at").asText()),
                    ZoneId.of(calendar.required("time_zone").asText()),
                    LocalTime.parse(calendar.required("day_starts_at").asText()),
                    calendar.required("time_zone_data").asText(),
                    SalesAnalysisJson.read(root.required("analysis")));
        } catch (IOException | DateTimeException | IllegalArgumentException malformed) {
            throw new MalformedFigures(
                    "not the canonical JSON of a " + AnalysisRevision.SALES_ANALYSIS + " report: "
                            + malformed.getMessage(),
                    malformed);
        }
    }

    /** SHA-256 in hex of what was sold alone: it changes when that does, and with nothing else. */
    public static String digest(SalesAnalysis analysis) {
        return CanonicalJson.sha256(Json.written(out -> SalesAnalysisJson.write(out, analysis)));
    }
}
