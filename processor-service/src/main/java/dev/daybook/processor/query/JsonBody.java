package dev.daybook.processor.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.service.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What writes the members of an answer's object. */
interface JsonBody {
    void write(JsonGenerator json) throws IOException;

    /** The object in UTF-8. */
    static byte[] object(JsonBody body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * 1024);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }
}
