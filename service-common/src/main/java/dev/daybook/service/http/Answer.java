package dev.daybook.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with. */
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {

    public static Answer json(int status, JsonNode body) {
        return json(status, Json.bytes(body));
    }

    public static Answer json(int status, byte[] body) {
        return new Answer(status, "application/json", body, Map.of());
    }

    public static Answer html(int status, String page) {
        return new Answer(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Sends a browser on to another page of this service. */
    public static Answer seeOther(String path) {
        return html(303, "").with("Location", path);
    }

    public static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Whether it is a {@link Problem}. */
    public boolean isProblem() {
        return contentType.equals(Problem.CONTENT_TYPE);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }
}
