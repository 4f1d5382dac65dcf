package dev.daybook.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.daybook.service.PortTaken;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does without a broker; with one, the all-in-one's tests show it. */
class ProcessorServiceTest {
    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private Map<String, String> environment() throws IOException {
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, "{\"keys\":[]}");
        Map<String, String> environment = new HashMap<>();
        environment.put("BIND_ADDRESS", "127.0.0.1");
        environment.put("PROCESSOR_PORT", "0");
        environment.put("PROCESSOR_STATE_DIR", folder.resolve("state").toString());
        environment.put("API_KEYS_FILE", keys.toString());
        environment.put("API_KEY_PEPPER", "pepper");
        environment.put("SERVICE_API_KEY", "service-key");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + closedPort());
        return environment;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static ProcessorConfig config(Map<String, String> environment) {
        return ProcessorConfig.from(Settings.of(environment));
    }

    private HttpResponse<String> get(URI service, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(service.resolve(path))
                        .header("X-API-Key", "service-key")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void waitsAndSaysForWhat_whileThereIsNoBroker() throws Exception {
        try (ProcessorService service = ProcessorService.start(config(environment()), Clock.systemUTC())) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    get(service.address(), "/health/ready").body())
                            .contains("the broker at 127.0.0.1:", "does not answer"));
            assertThat(get(service.address(), "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> query = get(service.address(), "/v1/daily-sales?date=2026-11-20");
            assertThat(query.statusCode()).isEqualTo(503);
            assertThat(query.headers().firstValue("Retry-After")).contains("1");
            assertThat(query.body()).contains("waiting to start");
        }
    }

    @Test
    void namesPortAndSetting_whenItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Map<String, String> environment = environment();
            environment.put("PROCESSOR_PORT", Integer.toString(taken.getLocalPort()));
            ProcessorConfig config = config(environment);
            assertThatThrownBy(() -> ProcessorService.start(config, Clock.systemUTC()))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("PROCESSOR_PORT");
        }
    }

    @Test
    void listsEveryWrongSettingAtOnce() {
        Map<String, String> environment = Map.of(
                "PROCESSOR_PORT", "70000",
                "PROCESSOR_ADVERTISED_URL", "https://processor/path",
                "PROCESSOR_THREAD", "2",
                "DEDUP_WINDOW", "0s");
        assertThatThrownBy(() -> config(environment))
                .isInstanceOfSatisfying(
                        WrongSettings.class,
                        wrong -> assertThat(wrong.errors())
                                .anyMatch(error -> error.startsWith("PROCESSOR_PORT must"))
                                .anyMatch(error -> error.startsWith("PROCESSOR_ADVERTISED_URL must"))
                                .anyMatch(error -> error.startsWith("PROCESSOR_THREAD is not a setting"))
                                .anyMatch(error -> error.startsWith("DEDUP_WINDOW must"))
                                .anyMatch(error -> error.startsWith("KAFKA_BOOTSTRAP_SERVERS is not set"))
                                .anyMatch(error -> error.startsWith("API_KEYS_FILE is not set"))
                                .anyMatch(error -> error.startsWith("SERVICE_API_KEY is not set")));
    }

    @Test
    void takesAnEnvironmentThatItSharesWithTheReportService() throws IOException {
        Map<String, String> environment = environment();
        environment.put("PROCESSOR_URL", "http://localhost:8081");
        ProcessorConfig config = config(environment);
        assertThat(config.streams().applicationId()).isEqualTo("daybook-processor");
        assertThat(config.fold().dedupWindow()).isEqualTo(Duration.ofDays(7));
        assertThat(config.fold().orderRetention()).isEqualTo(Duration.ofDays(35));
        assertThat(config.streams().instanceId()).isEmpty();
    }
}
