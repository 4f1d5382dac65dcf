package dev.daybook.report.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.RejectionHead;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.service.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;

/**
 * A refused event as the archive keeps it. Its texts may be anybody's: whoever shows them sees to it that they stay inert.
 *
 * @param producer null where the record names none, as pointer, reason, eventId and source where the refusal has none
 * @param refusedBy {@code door} or {@code processor}
 * @param body what was kept of the event, which may be its beginning only; null where nothing readable was
 * @param bodyBytes how long the event was; -1 where the refusal doesn't say
 * @param bodySha256 of the whole event, in hex; or null
 * @param lineBytes how much the archive's line takes
 */
public record KeptRejection(
        int partition,
        long offset,
        Instant receivedAt,
        LocalDate businessDate,
        String producer,
        String code,
        String pointer,
        String reason,
        String refusedBy,
        String eventId,
        String source,
        byte[] body,
        long bodyBytes,
        String bodySha256,
        int lineBytes) {
    private static final int MAX_TEXT = 1_000;

    /** The line's refusal; empty where it is none, which is what strangers write. */
    static Optional<KeptRejection> of(ArchiveLine line) {
        return RejectionHead.of(line.value()).map(head -> of(line, head));
    }

    private static KeptRejection of(ArchiveLine line, RejectionHead head) {
        JsonNode json = tree(line.value());
        return new KeptRejection(
                line.partition(),
                line.offset(),
                line.receivedAt(),
                line.businessDate(),
                cut(line.producer()),
                head.code(),
                text(json, "pointer"),
                text(json, "reason"),
                head.refusedBy().wireName(),
                text(json, "event_id"),
                text(json, "source"),
                body(json.path("body_base64")),
                json.path("body_bytes").canConvertToLong()
                        ? json.path("body_bytes").asLong()
                        : -1,
                text(json, "body_sha256"),
                line.value().length);
    }

    /** The same for whoever doesn't show what was refused, which may be 256 KB. */
    KeptRejection withoutBody() {
        return new KeptRejection(
                partition,
                offset,
                receivedAt,
                businessDate,
                producer,
                code,
                pointer,
                reason,
                refusedBy,
                eventId,
                source,
                null,
                bodyBytes,
                bodySha256,
                lineBytes);
    }

    private static JsonNode tree(byte[] value) {
        try {
            return Json.MAPPER.readTree(value);
        } catch (IOException strange) {
            return Json.MAPPER.missingNode(); // has a head, and beyond it what Daybook never writes
        }
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).isTextual() ? cut(json.path(name).textValue()) : null;
    }

    private static String cut(String text) {
        return text == null || text.codePointCount(0, text.length()) <= MAX_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT)) + "…";
    }

    private static byte[] body(JsonNode base64) {
        try {
            return base64.isTextual() ? Base64.getDecoder().decode(base64.textValue()) : null;
        } catch (IllegalArgumentException strange) {
            return null;
        }
    }
}
