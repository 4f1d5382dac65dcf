package dev.daybook.allinone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Talks to a report service as any operator's program does: the one of the home that a Daybook runs on, or a remote one. A call
 * is sent once and never again by itself. Thread-safe.
 */
final class ReportClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Longer than the service takes to answer anything. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(90);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final int OK = 200;
    private static final int FIRST_ERROR = 300;

    private final URI service;
    private final Secret apiKey;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    /** @param json missing where the answer is text */
    record Answer(int status, JsonNode json, String text) {}

    /** There is no service that answers. */
    static final class Unreachable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }

    /** The service answered that it doesn't do that; the message is for the person who asked. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        Refused(String message, Answer answer) {
            super(message);
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }
    }

    ReportClient(URI service, Secret apiKey) {
        this.service = service;
        this.apiKey = apiKey;
    }

    /**
     * Finds the service and the key for it.
     *
     * @param against a remote service, whose key {@code DAYBOOK_API_KEY} holds; empty for the home's
     * @throws dev.daybook.service.settings.WrongSettings where there is no key
     */
    static ReportClient of(Map<String, String> environment, Optional<URI> against) throws Unreachable, IOException {
        Settings settings = Settings.of(environment);
        Optional<Secret> key = settings.find(AllInOneConfig.API_KEY);
        Path home = settings.get(AllInOneConfig.HOME).toAbsolutePath().normalize();
        if (against.isPresent() && key.isEmpty()) {
            settings.wrong("DAYBOOK_API_KEY is not set: --against needs a key of that service, one that may operate");
        }
        settings.throwIfWrong();
        if (against.isPresent()) {
            return new ReportClient(against.get(), key.get());
        }
        if (!Files.exists(Addresses.file(home))) {
            throw new Unreachable("no Daybook runs on " + home
                    + "; ./daybook up starts one, DAYBOOK_HOME names another home, --against URL a remote service");
        }
        Optional<Secret> known = key.isPresent() ? key : HomeKeys.apiKey(home);
        if (known.isEmpty()) {
            settings.wrong(
                    "DAYBOOK_API_KEY is not set: the Daybook on " + home + " was started with one that only you know");
        }
        settings.throwIfWrong();
        return new ReportClient(URI.create(Addresses.read(home).path("report").asText()), known.get());
    }

    Answer get(String path) throws Unreachable, Refused, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer post(String path, JsonNode body) throws Unreachable, Refused, InterruptedException {
        return send("POST", path, BodyPublishers.ofByteArray(Json.bytes(body)));
    }

    Answer delete(String path) throws Unreachable, Refused, InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** Looks until what it sees is the end, or the limit is reached; what it saw last. */
    Answer follow(String path, Duration limit, Predicate<JsonNode> isOver)
            throws Unreachable, Refused, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Answer seen = get(path);
        while (!isOver.test(seen.json()) && System.nanoTime() < deadline) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            seen = get(path);
        }
        return seen;
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body)
            throws Unreachable, Refused, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(service.toString().replaceAll("/+$", "") + path))
                .method(method, body)
                .timeout(ANSWER_TIMEOUT)
                .header("Authorization", "Bearer " + apiKey.reveal())
                .header("Content-Type", "application/json")
                .build();
        HttpResponse<String> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new Unreachable("no answer from " + service + ": " + reason(failed)
                    + (method.equals("GET") ? "" : "; whether it did what was asked is not known"));
        }
        Answer answer = answer(response);
        if (response.statusCode() >= FIRST_ERROR || response.statusCode() < OK) {
            throw new Refused(problem(answer), answer);
        }
        return answer;
    }

    private static String reason(IOException failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    /** A report service answers JSON, or text where that was asked for. */
    private static Answer answer(HttpResponse<String> response) throws Unreachable {
        String type = response.headers().firstValue("Content-Type").orElse("");
        try {
            if (type.contains("json")) {
                return new Answer(response.statusCode(), Json.MAPPER.readTree(response.body()), response.body());
            }
        } catch (JsonProcessingException strange) {
            throw notDaybook(response);
        }
        if (response.statusCode() == OK && !type.startsWith("text/plain")) {
            throw notDaybook(response);
        }
        return new Answer(response.statusCode(), Json.MAPPER.missingNode(), response.body());
    }

    private static Unreachable notDaybook(HttpResponse<String> response) {
        return new Unreachable("what answers at " + response.uri().getHost() + " is no report service of Daybook");
    }

    private static String problem(Answer answer) {
        String detail = answer.json().path("detail").asText();
        return detail.isEmpty() ? "the service answered " + answer.status() : detail;
    }

    /** A path with the parameters that have a value. */
    static String path(String path, Map<String, ?> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (value != null) {
                query.append(query.isEmpty() ? (path.contains("?") ? "&" : "?") : "&")
                        .append(name)
                        .append('=')
                        .append(segment(value.toString()));
            }
        });
        return path + query;
    }

    /** Text for one segment of a path or one value of a query. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
