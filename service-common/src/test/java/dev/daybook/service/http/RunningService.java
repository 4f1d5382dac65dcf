package dev.daybook.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Health;
import dev.daybook.service.Json;
import dev.daybook.service.Metrics;
import dev.daybook.service.http.HttpService.Binding;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** A real HTTP service on a free port of this machine, with keys for the tests. */
final class RunningService implements AutoCloseable {
    static final String WRITER = "key-of-a-writer";
    static final String READER = "key-of-a-reader";
    static final String SERVICES = "key-of-the-services";
    static final Secret PEPPER = new Secret("pepper");
    static final HttpLimits LIMITS =
            new HttpLimits(10_000, 25_000, 50, 2, 4, Duration.ofSeconds(20), Duration.ofSeconds(20));

    final Health health = new Health();
    final Metrics metrics = new Metrics("test");
    final HttpService http;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningService(Path folder, HttpLimits limits, OptionalInt managementPort, Routes routes)
            throws IOException {
        http = HttpService.start(
                "test",
                new Binding("127.0.0.1", 0, "TEST_PORT", managementPort),
                limits,
                keys(folder),
                health,
                metrics,
                routes);
    }

    static RunningService start(Path folder, HttpLimits limits, Routes routes) throws IOException {
        return new RunningService(folder, limits, OptionalInt.empty(), routes);
    }

    static RunningService startWithManagementPort(Path folder, Routes routes) throws IOException {
        return new RunningService(folder, LIMITS, OptionalInt.of(0), routes);
    }

    static ApiKeys keys(Path folder) throws IOException {
        Path file = folder.resolve("keys.json");
        Files.writeString(file, """
                {"keys":[{"id":"writer","hash":"%s","may":["write"]},{"id":"reader","hash":"%s","may":["read"]}]}
                """.formatted(ApiKeys.hash(PEPPER, WRITER), ApiKeys.hash(PEPPER, READER)));
        return ApiKeys.load(file, PEPPER, new Secret(SERVICES));
    }

    int port() {
        return http.address().getPort();
    }

    double metric(String name) {
        return metrics.registry().get(name).gauge().value();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(http.address() + path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).header("X-API-Key", READER));
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).header("X-API-Key", WRITER).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
        metrics.close();
    }
}
