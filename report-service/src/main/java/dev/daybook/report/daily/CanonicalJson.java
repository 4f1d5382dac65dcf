package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A report as the bytes that everything else of it is rendered from. Equal reports are equal bytes: UTF-8, one line, members in
 * a fixed order, decimals exact; reading the bytes gives the report back.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    public static byte[] write(Report report) {
        return Json.written(out -> {
            out.writeStartObject();
            out.writeStringField("report", report.kind());
            out.writeStringField("date", report.date().toString());
            out.writeNumberField("revision", report.revision());
            if (report.background().chain().isPresent()) {
                out.writeStringField("chain", report.background().chain().get());
            }
            out.writeStringField("status", report.status().name());
            out.writeFieldName("missing");
            writeTexts(out, report.missing());
            if (report.changes().isPresent()) {
                out.writeFieldName("changes");
                ChangesJson.write(out, report.changes().get());
            }
            out.writeStringField("generated_at", report.generatedAt().toString());
            out.writeFieldName("cut");
            writeCut(out, report.cut());
            out.writeObjectFieldStart("calendar");
            out.writeStringField("time_zone", report.calendar().zone().getId());
            out.writeStringField(
                    "day_starts_at", report.calendar().dayStartsAt().toString());
            out.writeStringField("time_zone_data", report.timeZoneData());
            out.writeFieldName("stores");
            StoreDayJson.write(out, report.storeDays());
            out.writeEndObject();
            if (report.accounting().isPresent()) {
                out.writeFieldName("accounting");
                out.writeTree(AccountingJson.of(report.accounting().get()));
            }
            if (report.reconciliation().isPresent()) {
                out.writeFieldName("reconciliation");
                ReconciliationJson.write(out, report.reconciliation().get());
            }
            out.writeObjectFieldStart("needs_attention");
            out.writeFieldName("rejections");
            AccountingJson.writeRejections(out, report.rejections());
            AttentionJson.write(out, report);
            out.writeEndObject();
            out.writeObjectFieldStart("sales");
            out.writeStringField("date", report.date().toString());
            out.writeBooleanField("complete", report.status() == ReportStatus.COMPLETE);
            out.writeFieldName("stores");
            SalesJson.writeStores(out, report.stores());
            out.writeEndObject();
            out.writeFieldName("activity");
            SalesJson.writeActivity(out, report.activity());
            if (report.background().comparison().isPresent()) {
                out.writeFieldName("comparison");
                ComparisonJson.write(out, report.background().comparison().get());
            }
            out.writeEndObject();
        });
    }

    private static void writeTexts(JsonGenerator out, List<String> texts) throws IOException {
        out.writeStartArray();
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private static void writeCut(JsonGenerator out, Cut cut) throws IOException {
        out.writeStartObject();
        out.writeStringField("at", cut.at().toString());
        out.writeStringField("topic", cut.topic());
        out.writeStringField("rejected_topic", cut.rejectedTopic());
        out.writeFieldName("partitions");
        SalesJson.writePositions(out, cut.partitions());
        out.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote, or an earlier release's.
     *
     * @throws MalformedFigures where the bytes are anything else
     */
    public static Report read(byte[] bytes) {
        try {
            JsonNode root = Json.MAPPER.readTree(bytes);
            return read(SalesJson.fields(root));
        } catch (IOException | DateTimeException | IllegalArgumentException | ArithmeticException malformed) {
            throw new MalformedFigures("not the canonical JSON of a report: " + malformed.getMessage(), malformed);
        }
    }

    private static Report read(JsonFields root) {
        JsonFields calendar = root.object("calendar");
        return new Report(
                root.text("report"),
                LocalDate.parse(root.text("date")),
                root.smallInteger("revision"),
                ReportStatus.valueOf(root.text("status")),
                root.isNull("missing") ? List.of() : root.array("missing").texts(),
                Instant.parse(root.text("generated_at")),
                readCut(root.object("cut")),
                new BusinessCalendar(
                        ZoneId.of(calendar.text("time_zone")), LocalTime.parse(calendar.text("day_starts_at"))),
                calendar.text("time_zone_data"),
                calendar.isNull("stores") ? List.of() : StoreDayJson.read(calendar.array("stores")),
                AccountingJson.readOptional(root),
                root.findObject("reconciliation").map(ReconciliationJson::read),
                root.isNull("needs_attention")
                        ? List.of()
                        : AccountingJson.readRejections(
                                root.object("needs_attention").array("rejections")),
                SalesJson.readStores(root.object("sales").array("stores")),
                SalesJson.readActivity(root.array("activity")),
                root.findObject("changes").map(ChangesJson::read),
                readBackground(root));
    }

    private static Background readBackground(JsonFields root) {
        return new Background(
                Optional.ofNullable(root.textOrNull("chain")),
                root.isNull("comparison")
                        ? Optional.empty()
                        : Optional.of(ComparisonJson.read(root.object("comparison"))),
                root.isNull("needs_attention")
                        ? List.of()
                        : AttentionJson.readSilentStores(root.object("needs_attention")));
    }

    private static Cut readCut(JsonFields cut) {
        return new Cut(
                Instant.parse(cut.text("at")),
                cut.text("topic"),
                cut.textOrNull("rejected_topic"),
                SalesJson.readPositions(cut.array("partitions")));
    }

    /** A cut alone, as it stands in a report. */
    public static String writeCut(Cut cut) {
        return new String(Json.written(out -> writeCut(out, cut)), StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #writeCut(Cut)} wrote.
     *
     * @throws MalformedFigures where it is anything else
     */
    public static Cut readCut(String json) {
        try {
            return readCut(SalesJson.fields(Json.MAPPER.readTree(json)));
        } catch (IOException | DateTimeException malformed) {
            throw new MalformedFigures("not the JSON of a cut: " + malformed.getMessage(), malformed);
        }
    }

    /** SHA-256 of the sales figures alone, in hex: it changes when one of them does, and with nothing else. */
    public static String salesDigest(List<StoreSales> stores) {
        return sha256(Json.written(out -> SalesJson.writeStores(out, stores)));
    }

    /** SHA-256 in hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform has no SHA-256, which its specification demands", e);
        }
    }
}
