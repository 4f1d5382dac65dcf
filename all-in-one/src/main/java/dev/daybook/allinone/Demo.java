package dev.daybook.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.sample.SampleDay;
import dev.daybook.service.Json;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Does what a chain's tills and its owner do, through the public HTTP API alone: registers the stores, posts a sample trading
 * day, asks for the day's report, and reads the mail. Run again on the same state it counts nothing twice and finds the mail that was sent.
 */
final class Demo {
    private static final int BATCH = 60;
    private static final int MAX_TRIES = 20;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(90);
    /** A report is held until what was posted is processed and archived: seconds, minutes where much else runs. */
    private static final Duration REPORT_LIMIT = Duration.ofMinutes(10);

    private static final int ACCEPTED = 202;
    private static final int REFUSED = 422;
    private static final int UNAVAILABLE = 503;

    /** @param inbox of the SNS stand-in; empty where mails go to people */
    record Target(URI ingest, URI report, Optional<URI> inbox) {
        static Target of(Addresses addresses) {
            return new Target(addresses.ingest(), addresses.report(), Optional.of(addresses.aws()));
        }
    }

    private final Target target;
    private final Secret apiKey;
    private final PrintStream out;
    private final boolean terminal;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ReportClient reports;

    Demo(Target target, Secret apiKey, PrintStream out, boolean terminal) {
        this.target = target;
        this.apiKey = apiKey;
        this.out = out;
        this.terminal = terminal;
        this.reports = new ReportClient(target.report(), apiKey);
    }

    /** Registers the stores, posts the day, has it reported, prints the mail. */
    void run(SampleDay day) throws IOException, InterruptedException {
        register(SampleDay.stores());
        post(day);
        JsonNode report = report(day.date());
        if (target.inbox().isPresent()) {
            print(mail(target.inbox().get(), report));
        } else {
            out.println("The report is " + report.path("status").asText() + ", its e-mail "
                    + report.path("publication").asText() + "; subscribers of the topic have it.");
        }
    }

    private void register(Map<String, JsonNode> stores) throws IOException, InterruptedException {
        for (Map.Entry<String, JsonNode> store : stores.entrySet()) {
            HttpResponse<byte[]> answer = http.send(
                    request(target.ingest().resolve("/v1/stores/" + store.getKey()))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(store.getValue())))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 201 && answer.statusCode() != 200) {
                throw failed("PUT /v1/stores/" + store.getKey(), answer);
            }
        }
        out.println("Registered the stores " + String.join(", ", stores.keySet()) + ".");
    }

    private void post(SampleDay day) throws IOException, InterruptedException {
        List<String> events = day.events();
        ProgressBar progress = new ProgressBar(out, terminal, "Posting the sales of " + day.date(), events.size());
        int accepted = 0;
        int refused = 0;
        for (int from = 0; from < events.size(); from += BATCH) {
            int to = Math.min(from + BATCH, events.size());
            Posted posted = postBatch(events.subList(from, to));
            accepted += posted.accepted();
            refused += posted.refused();
            progress.at(to);
        }
        out.printf(
                "%,d events accepted, %,d refused, as they have to be; where the time can't be read, a refusal counts today.%n",
                accepted, refused);
        if (refused != day.refused() || accepted + refused != events.size()) {
            throw new IllegalStateException(
                    "the door should have refused " + day.refused() + " of " + events.size() + " events");
        }
    }

    private record Posted(int accepted, int refused) {}

    /** Posts the events until each is durable or refused, as any producer does: after a 503, those again that it is about. */
    private Posted postBatch(List<String> events) throws IOException, InterruptedException {
        List<String> open = events;
        int refused = 0;
        for (int tries = 1; ; tries++) {
            HttpResponse<byte[]> answer = http.send(
                    request(target.ingest().resolve("/v1/events"))
                            .header("Content-Type", "application/x-ndjson")
                            .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", open)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == ACCEPTED) {
                return new Posted(events.size() - refused, refused);
            }
            JsonNode results = Json.MAPPER.readTree(answer.body()).path("results");
            if (results.isEmpty() && answer.statusCode() != UNAVAILABLE) {
                throw failed("POST /v1/events", answer);
            }
            if (!results.isEmpty()) {
                refused += with(REFUSED, results, open).size();
                open = with(UNAVAILABLE, results, open);
            }
            if (open.isEmpty()) {
                return new Posted(events.size() - refused, refused);
            }
            if (tries == MAX_TRIES) {
                throw failed("POST /v1/events", answer);
            }
            Thread.sleep(Duration.ofSeconds(
                            answer.headers().firstValueAsLong("Retry-After").orElse(1))
                    .toMillis());
        }
    }

    private static List<String> with(int status, JsonNode results, List<String> events) {
        return StreamSupport.stream(results.spliterator(), false)
                .filter(result -> result.path("status").asInt() == status)
                .map(result -> events.get(result.path("index").asInt()))
                .toList();
    }

    /** Has the day's report run, waits for its end, and reads it. */
    private JsonNode report(LocalDate date) throws IOException, InterruptedException {
        out.println("Running the report of " + date + " …");
        String day = "/v1/reports/" + date;
        String id = reports.post(day + "/runs", Json.MAPPER.createObjectNode())
                .json()
                .path("id")
                .asText();
        JsonNode run = reports.follow(day + "/runs/" + id, REPORT_LIMIT, seen -> seen.has("ended_at"))
                .json();
        if (!run.path("state").asText().equals("DONE")) {
            throw new IllegalStateException("the report of " + date + " is "
                    + run.path("state").asText() + ": " + run.path("detail").asText()
                    + "; ./daybook report show " + date + " says what becomes of it");
        }
        return reports.get(day).json();
    }

    private JsonNode mail(URI aws, JsonNode report) throws IOException, InterruptedException {
        HttpResponse<byte[]> inbox = http.send(
                HttpRequest.newBuilder(aws.resolve("/inbox.json"))
                        .timeout(REQUEST_TIMEOUT)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        String messageId = report.path("message_id").asText();
        for (JsonNode mail : Json.MAPPER.readTree(inbox.body())) {
            if (mail.path("message_id").asText().equals(messageId)) {
                return mail;
            }
        }
        throw new IllegalStateException("the report's publication is "
                + report.path("publication").asText() + ", and its mail is not in the inbox");
    }

    private void print(JsonNode mail) {
        out.println();
        out.println("To:      " + mail.path("to").asText());
        out.println("Subject: " + mail.path("subject").asText());
        out.println();
        out.println(forTerminal(mail.path("body").asText().stripTrailing()));
        out.println();
    }

    /** A terminal's columns are equally wide, and one that doesn't speak UTF-8 would show a figure space as a question mark. */
    private static String forTerminal(String text) {
        return text.replace('\u2007', ' ').replace('\u2008', ' ');
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + apiKey.reveal());
    }

    private static IOException failed(String what, HttpResponse<byte[]> answer) {
        return new IOException(
                what + " answered " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
}
