package dev.daybook.allinone.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Talks to a Daybook over its public HTTP API, as any producer and reader does. Thread-safe. */
public final class DaybookClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode addresses;
    private final String apiKey;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** An answer's status, its body as JSON where it is some, and its headers. */
    public record Answer(int status, JsonNode json, String text, java.net.http.HttpHeaders headers) {}

    DaybookClient(JsonNode addresses, String apiKey) {
        this.addresses = addresses;
        this.apiKey = apiKey;
    }

    /** The Daybook whose state is in that home, as its {@code addresses.json} says. */
    public static DaybookClient of(Path home) throws IOException {
        return new DaybookClient(
                JSON.readTree(home.resolve("addresses.json").toFile()),
                Files.readString(home.resolve("api-key")).strip());
    }

    public static ObjectMapper json() {
        return JSON;
    }

    public String address(String name) {
        return addresses.path(name).asText();
    }

    public Answer postLines(List<String> events) throws IOException, InterruptedException {
        return post(
                "application/x-ndjson", String.join("\n", events).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public Answer post(String contentType, byte[] body) throws IOException, InterruptedException {
        return send(request(address("ingest") + "/v1/events")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Posts all of them in batches, and demands 202 for each. */
    public void postAll(List<String> events, int batch) throws IOException, InterruptedException {
        for (int from = 0; from < events.size(); from += batch) {
            Answer answer = postLines(events.subList(from, Math.min(from + batch, events.size())));
            if (answer.status() != 202) {
                throw new AssertionError("POST /v1/events answered " + answer.status() + ": " + answer.text());
            }
        }
    }

    /** Registers or changes a store, under conditions such as If-Match. */
    public Answer putStore(String id, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder put = request(address("ingest") + "/v1/stores/"
                        + java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? put : put.headers(headers));
    }

    public Answer get(String service, String path) throws IOException, InterruptedException {
        return send(request(address(service) + path).GET());
    }

    public Answer dailySales(String date) throws IOException, InterruptedException {
        return get("processor", "/v1/daily-sales?date=" + date);
    }

    /** Has the day's report run and waits for its end. */
    public Answer run(String date) throws IOException, InterruptedException {
        return send(request(address("report") + "/v1/reports/" + date + "/runs?wait=55")
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    public JsonNode inbox() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address("aws") + "/inbox.json"))
                        .timeout(TIMEOUT))
                .json();
    }

    private HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(TIMEOUT).header("Authorization", "Bearer " + apiKey);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        JsonNode json = type.contains("json") ? JSON.readTree(response.body()) : JSON.missingNode();
        return new Answer(response.statusCode(), json, response.body(), response.headers());
    }
}
