package dev.daybook.processor.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.service.Json;
import java.io.IOException;

/** What writes the members of an answer's object. */
interface JsonBody {
    void write(JsonGenerator json) throws IOException;

    /** The object in UTF-8. */
    static byte[] object(JsonBody body) {
        return Json.written(json -> {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        });
    }
}
