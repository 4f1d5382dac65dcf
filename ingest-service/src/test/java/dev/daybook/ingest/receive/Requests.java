package dev.daybook.ingest.receive;

import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Trace;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Requests as the HTTP server hands them over. */
final class Requests {
    static final Caller ANY = new Caller("till", Set.of(Access.WRITE), Set.of(), Set.of());
    static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private Requests() {}

    static Request withHeaders(Map<String, String> headers) {
        return new Request(
                "POST",
                "/v1/events",
                Map.of(),
                Map.of(),
                headers,
                new byte[0],
                ANY,
                new Trace("request-1", TRACEPARENT),
                "127.0.0.1",
                Optional.empty());
    }

    static Request withContentType(String contentType) {
        return withHeaders(Map.of("content-type", contentType));
    }

    static Request withContentEncoding(String encoding) {
        return withHeaders(Map.of("content-type", "application/json", "content-encoding", encoding));
    }
}
