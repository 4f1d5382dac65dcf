package dev.daybook.containers;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Talks to one service over its public HTTP API. */
final class HttpCaller {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI service;

    /** @param json missing where the body isn't any */
    record Answer(int status, JsonNode json, String text) {}

    HttpCaller(URI service) {
        this.service = service;
    }

    /** Returns once the service says that it is ready. */
    HttpCaller whenReady() {
        await().atMost(TIMEOUT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get("/health/ready").status() == 200);
        return this;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve(path)).GET());
    }

    Answer post(String path, String contentType, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The mails of the AWS stand-in, which asks nobody for a key and takes a request with one for S3's. */
    Answer inbox() throws IOException, InterruptedException {
        return sendAsIs(HttpRequest.newBuilder(service.resolve("/inbox.json")).GET());
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return sendAsIs(request.header("Authorization", "Bearer " + Installation.API_KEY));
    }

    private Answer sendAsIs(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        boolean isJson = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                answer.statusCode(),
                isJson ? JSON.readTree(answer.body()) : JSON.missingNode(),
                new String(answer.body(), StandardCharsets.UTF_8));
    }
}
