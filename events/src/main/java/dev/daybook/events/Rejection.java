package dev.daybook.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A refused event as {@code daybook.rejected} keeps it: the reason, and the body as it came, cut to
 * {@value #MAX_BODY_BYTES} bytes.
 *
 * @param refusedBy who refused it
 * @param body the whole body, for its length and SHA-256; never null
 */
public record Rejection(Refusal refusal, RefusedBy refusedBy, byte[] body) {
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
    }

    /** One line: {@code {"code","pointer","reason","refused_by","body_base64","body_bytes","body_sha256"}}. */
    public byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(body.length, MAX_BODY_BYTES) * 4 / 3 + 512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("code", refusal.code().wireName());
            json.writeStringField("pointer", refusal.pointer());
            json.writeStringField("reason", refusal.detail());
            json.writeStringField("refused_by", refusedBy.wireName());
            json.writeBinaryField(
                    "body_base64", body.length <= MAX_BODY_BYTES ? body : Arrays.copyOf(body, MAX_BODY_BYTES));
            json.writeNumberField("body_bytes", body.length);
            json.writeStringField("body_sha256", HexFormat.of().formatHex(Sha256.of(body)));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }
}
