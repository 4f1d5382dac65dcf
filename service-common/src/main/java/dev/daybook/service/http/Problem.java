package dev.daybook.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import java.time.Duration;
import java.util.Map;

/**
 * An error as RFC 9457 has it: {@code {"type","title","status","code","detail"}} and what else the case needs.
 *
 * @param code stable, for programs
 * @param detail what is wrong and what to do, for a person
 */
public record Problem(int status, String code, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    public static Problem badRequest(String code, String detail) {
        return new Problem(400, code, detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "not_found", detail);
    }

    public Answer answer() {
        return answer(Json.MAPPER.createObjectNode());
    }

    /** The problem with more members behind its own. */
    public Answer answer(ObjectNode more) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("type", "urn:daybook:problem:" + code);
        body.put("title", title(status));
        body.put("status", status);
        body.put("code", code);
        body.put("detail", detail);
        body.setAll(more);
        return new Answer(status, CONTENT_TYPE, Json.bytes(body), Map.of());
    }

    /** The problem with the time after which trying again makes sense, in whole seconds. */
    public Answer retryAfter(Duration wait) {
        return answer().with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
