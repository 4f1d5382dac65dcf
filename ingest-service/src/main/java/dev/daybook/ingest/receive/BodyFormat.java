package dev.daybook.ingest.receive;

import dev.daybook.service.http.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a request writes down what it sends, as its headers say. */
public enum BodyFormat {
    /** One JSON value: of events one object, or an array of objects. */
    JSON,
    /** One object a line. */
    NDJSON;

    /** What a refusal tells the client to send instead. */
    static final String ACCEPTED =
            "Send application/json (an object or an array) or application/x-ndjson (an object a line), in UTF-8 and without a Content-Encoding.";

    private static final Set<String> NDJSON_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    /** The format, or empty where the request names none that is taken. */
    public static Optional<BodyFormat> of(Request request) {
        String encoding = request.header("content-encoding").orElse("identity").strip();
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            return Optional.empty();
        }
        return request.header("content-type").flatMap(BodyFormat::ofContentType);
    }

    private static Optional<BodyFormat> ofContentType(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !isUtf8(parameter.substring("charset=".length()))) {
                return Optional.empty();
            }
        }
        String type = parts.length == 0 ? "" : parts[0].strip();
        if (type.equals("application/json")) {
            return Optional.of(JSON);
        }
        return NDJSON_TYPES.contains(type) ? Optional.of(NDJSON) : Optional.empty();
    }

    private static boolean isUtf8(String charset) {
        String plain = charset.replace("\"", "").strip();
        return plain.equals("utf-8") || plain.equals("utf8");
    }
}
