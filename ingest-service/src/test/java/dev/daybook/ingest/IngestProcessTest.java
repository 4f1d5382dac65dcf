package dev.daybook.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as the process that an operator starts: exit status, what it prints, and how it ends. */
class IngestProcessTest {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final int SIGTERM_EXIT = 128 + 15;

    @TempDir
    Path folder;

    private Process start(Map<String, String> settings) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                withoutTestClasses(),
                IngestService.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("INGEST_") || name.startsWith("KAFKA_"));
        builder.environment().putAll(settings);
        builder.redirectOutput(out().toFile());
        builder.redirectError(err().toFile());
        return builder.start();
    }

    /** The tests' own logging configuration must not stand in for the service's. */
    private static String withoutTestClasses() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                java.io.File.pathSeparator,
                List.of(all.split(java.io.File.pathSeparator)).stream()
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }

    private Path out() {
        return folder.resolve("out");
    }

    private Path err() {
        return folder.resolve("err");
    }

    private Map<String, String> settings() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.json"), "{\"keys\":[]}");
        return new HashMap<>(Map.of(
                "INGEST_PORT", "0",
                "INGEST_ROLES", "api",
                "BIND_ADDRESS", "127.0.0.1",
                "API_KEYS_FILE", keys.toString(),
                "API_KEY_PEPPER", "the-pepper",
                "SERVICE_API_KEY", "the-service-key",
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"));
    }

    private static int exit(Process process) throws Exception {
        assertThat(process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void listsAllWrongSettingsAndExits2() throws Exception {
        Process process = start(Map.of("INGEST_PORT", "high", "INGEST_SPEED", "max"));

        assertThat(exit(process)).isEqualTo(2);
        assertThat(Files.readAllLines(err()))
                .allMatch(line -> line.startsWith("ingest: "))
                .anyMatch(line -> line.contains("INGEST_PORT must be a whole number"))
                .anyMatch(line -> line.contains("INGEST_SPEED is not a setting"))
                .anyMatch(line -> line.contains("KAFKA_BOOTSTRAP_SERVERS is not set"))
                .anyMatch(line -> line.contains("API_KEY_PEPPER is not set"));
    }

    @Test
    void namesThePortAndExits2_whenItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Map<String, String> settings = settings();
            settings.put("INGEST_PORT", Integer.toString(taken.getLocalPort()));

            assertThat(exit(start(settings))).isEqualTo(2);
            assertThat(Files.readAllLines(err()))
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "INGEST_PORT");
        }
    }

    @Test
    void livesWithoutKafkaAndEndsInOrder_withEachLogLineAsJson() throws Exception {
        Process process = start(settings());
        try {
            URI address = Awaitility.await()
                    .atMost(WAIT)
                    .until(this::address, Optional::isPresent)
                    .orElseThrow();
            HttpClient client = HttpClient.newHttpClient();

            assertThat(client.send(
                                    HttpRequest.newBuilder(address.resolve("/health/live"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            var ready = client.send(
                    HttpRequest.newBuilder(address.resolve("/health/ready")).build(), BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("kafka");
        } finally {
            process.destroy();
        }
        assertThat(exit(process)).isEqualTo(SIGTERM_EXIT);
        String out = Files.readString(out());
        assertThat(out)
                .doesNotContain("the-pepper")
                .doesNotContain("the-service-key")
                .contains("ingest is up");
        for (String line : Files.readAllLines(out())) {
            assertThat(Json.MAPPER.readTree(line).path("level").asText()).isNotEmpty();
        }
    }

    private Optional<URI> address() throws Exception {
        String written = Files.readString(out());
        for (String line :
                written.substring(0, written.lastIndexOf('\n') + 1).lines().toList()) {
            JsonNode event = Json.MAPPER.readTree(line);
            String message = event.path("formattedMessage").asText();
            if (message.startsWith("ingest listens at ")) {
                return Optional.of(URI.create(message.substring("ingest listens at ".length())));
            }
        }
        return Optional.empty();
    }
}
