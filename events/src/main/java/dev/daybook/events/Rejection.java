package dev.daybook.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/**
 * A refused event as {@code daybook.rejected} keeps it: the reason, and the body as it came, cut to
 * {@value #MAX_BODY_BYTES} bytes.
 *
 * @param refusedBy who refused it
 * @param envelope what the event says of itself, by which it can be found again
 * @param body the whole body, for its length and SHA-256; never null
 */
public record Rejection(Refusal refusal, RefusedBy refusedBy, PartialEnvelope envelope, byte[] body) {
    public static final int MAX_BODY_BYTES = 256 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    /** The door refuses what comes over HTTP; the processor what it finds in the topic and can't count. */
    public enum RefusedBy {
        DOOR("door"),
        PROCESSOR("processor");

        private final String wireName;

        RefusedBy(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** Null for any other text. */
        static RefusedBy ofWireName(String text) {
            for (RefusedBy by : values()) {
                if (by.wireName.equals(text)) {
                    return by;
                }
            }
            return null;
        }
    }

    /** The rejection of what says nothing of itself. */
    public Rejection(Refusal refusal, RefusedBy refusedBy, byte[] body) {
        this(refusal, refusedBy, PartialEnvelope.NOTHING, body);
    }

    /**
     * One line: {@code {"code","pointer","reason","refused_by","event_id","source","body_base64","body_bytes","body_sha256"}},
     * the id and the source only where the event shows them.
     */
    public byte[] toJson() {
        return toJson(MAX_BODY_BYTES);
    }

    /** As {@link #toJson()} without any of the body, but with its length and SHA-256: it fits where nothing larger does. */
    public byte[] toJsonWithoutBody() {
        return toJson(0);
    }

    private byte[] toJson(int maxBodyBytes) {
        int kept = Math.min(body.length, maxBodyBytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream(kept * 4 / 3 + 512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("code", refusal.code().wireName());
            json.writeStringField("pointer", refusal.pointer());
            json.writeStringField("reason", refusal.detail());
            json.writeStringField("refused_by", refusedBy.wireName());
            if (envelope.eventId() != null) {
                json.writeStringField("event_id", envelope.eventId());
            }
            if (envelope.source() != null) {
                json.writeStringField("source", envelope.source());
            }
            json.writeFieldName("body_base64");
            json.writeBinary(body, 0, kept);
            json.writeNumberField("body_bytes", body.length);
            json.writeStringField("body_sha256", HexFormat.of().formatHex(Sha256.of(body)));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }
}
