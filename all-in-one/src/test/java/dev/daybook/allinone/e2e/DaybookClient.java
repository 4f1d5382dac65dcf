package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** Talks to a Daybook over its public HTTP API, as any producer and reader does. Thread-safe. */
public final class DaybookClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration REPORT_LIMIT = Duration.ofMinutes(5);
    private static final int MAX_TRIES = 10;
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

    /** Posts all of them in batches until each is durable, and demands that none is refused. */
    public void postAll(List<String> events, int batch) throws IOException, InterruptedException {
        assertThat(postMixed(events, batch)).as("refused events").isZero();
    }

    /**
     * Posts all of them in batches until each is durable or refused, as a producer does: again what Kafka didn't acknowledge
     * in time; how many were refused.
     */
    public int postMixed(List<String> events, int batch) throws IOException, InterruptedException {
        int refused = 0;
        for (int from = 0; from < events.size(); from += batch) {
            List<String> open = events.subList(from, Math.min(from + batch, events.size()));
            for (int tries = 1; !open.isEmpty(); tries++) {
                Answer answer = postLines(open);
                if (answer.status() == 202) {
                    break;
                }
                List<String> again = unacknowledged(answer, open);
                refused +=
                        (int) StreamSupport.stream(answer.json().path("results").spliterator(), false)
                                .filter(result -> result.path("status").asInt() == 422)
                                .count();
                open = again;
                if (!open.isEmpty()) {
                    assertThat(tries).as(answer.text()).isLessThan(MAX_TRIES);
                    Thread.sleep(1_000
                            * answer.headers().firstValueAsLong("Retry-After").orElse(1));
                }
            }
        }
        return refused;
    }

    private static List<String> unacknowledged(Answer answer, List<String> events) {
        JsonNode results = answer.json().path("results");
        if (results.isMissingNode() && answer.status() == 503) {
            return events;
        }
        assertThat(results).as(answer.status() + ": " + answer.text()).hasSameSizeAs(events);
        List<String> again = new ArrayList<>();
        for (JsonNode result : results) {
            int status = result.path("status").asInt();
            assertThat(status).as(result.toString()).isIn(202, 422, 503);
            if (status == 503) {
                again.add(events.get(result.path("index").asInt()));
            }
        }
        return again;
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

    /** The day's report once it is COMPLETE: a run that is held for what is still being processed goes on by itself. */
    public JsonNode completeReport(String date) throws IOException, InterruptedException {
        Answer run = run(date);
        assertThat(run.status()).as(run.text()).isIn(200, 202);
        return Awaitility.await("the report of " + date)
                .atMost(REPORT_LIMIT)
                .until(
                        () -> get("report", "/v1/reports/" + date).json(),
                        report -> report.path("status").asText().equals("COMPLETE"));
    }

    /** Asks for the day's report and waits up to 55 s for its end: 200 then, else 202. */
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
