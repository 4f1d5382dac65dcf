package dev.daybook.report.analysis;

import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.JsonFields;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.daily.SalesJson;
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
            return read(SalesJson.fields(Json.MAPPER.readTree(bytes)));
        } catch (IOException | DateTimeException | IllegalArgumentException malformed) {
            throw new MalformedFigures(
                    "not the canonical JSON of a " + AnalysisRevision.SALES_ANALYSIS + " report: "
                            + malformed.getMessage(),
                    malformed);
        }
    }

    private static AnalysisRevision read(JsonFields root) {
        if (!root.text("report").equals(AnalysisRevision.SALES_ANALYSIS)) {
            throw new MalformedFigures("/report must be " + AnalysisRevision.SALES_ANALYSIS);
        }
        JsonFields calendar = root.object("calendar");
        return new AnalysisRevision(
                root.smallInteger("revision"),
                ReportStatus.valueOf(root.text("status")),
                Instant.parse(root.text("read_at")),
                ZoneId.of(calendar.text("time_zone")),
                LocalTime.parse(calendar.text("day_starts_at")),
                calendar.text("time_zone_data"),
                SalesAnalysisJson.read(root.object("analysis")));
    }

    /** SHA-256 in hex of what was sold alone: it changes when that does, and with nothing else. */
    public static String digest(SalesAnalysis analysis) {
        return CanonicalJson.sha256(Json.written(out -> SalesAnalysisJson.write(out, analysis)));
    }
}
