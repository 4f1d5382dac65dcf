package dev.daybook.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.ReportConfig;
import dev.daybook.report.ReportService;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.GenericContainer;

/** The report service with Kafka, MariaDB, AWS's stand-in and the two services before it in containers. */
@NeedsContainers
class ReportContainerTest {
    private static final int INGEST_PORT = 8080;
    private static final int PROCESSOR_PORT = 8081;
    private static final int PORT = 8082;
    private static final Duration METRICS = Duration.ofSeconds(60);
    /** A metric's name, with the prefix of those that Daybook's services have, as it stands in a query. */
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:ingest|archive|daybook|http_server|jvm|process)_[a-z0-9_]+(?=[{\\[)])");

    private static Installation installation;
    private static GenericContainer<?> processor;
    private static HttpCaller ingest;

    @BeforeAll
    static void start(@TempDir Path folder) {
        installation = Installation.start(folder).withDatabase();
        GenericContainer<?> door = installation.container(
                ContainerImages.INGEST, INGEST_PORT, "/var/lib/daybook", Map.of("ARCHIVE_FLUSH_AFTER", "500ms"));
        processor = installation.container(
                ContainerImages.PROCESSOR, PROCESSOR_PORT, "/var/lib/daybook/processor", Map.of());
        processor.withNetworkAliases("processor");
        door.start();
        processor.start();
        ingest = new HttpCaller(Installation.address(door, INGEST_PORT));
    }

    @AfterAll
    static void end() {
        if (installation != null) { // or its start failed, which is what has to be said
            installation.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void mailsTheDayOnce(Way way) throws Exception {
        String date = way == Way.FROM_IMAGE ? "2026-03-02" : "2026-03-03";
        String sales = Sales.sale(date, 1, 2) + "\n" + Sales.sale(date, 2, 1) + "\n" + Sales.sale(date, 1, 2);
        assertThat(ingest.post("/v1/events", "application/x-ndjson", sales).status())
                .isEqualTo(202);
        try (AutoCloseable service = start(way)) {
            HttpCaller report = new HttpCaller(address(service)).whenReady();

            String run = "/v1/reports/" + date + "/runs?wait=60";
            assertThat(report.post(run, "application/json", "").status()).isEqualTo(200);
            assertThat(report.post(run, "application/json", "").status()).isEqualTo(200);

            JsonNode made = report.get("/v1/reports/" + date).json();
            assertThat(made.path("status").asText()).isEqualTo("COMPLETE");
            assertThat(made.path("publication").asText()).isEqualTo("PUBLISHED");
            assertThat(mails(date)).as("mails of " + date).isEqualTo(1);
        }
    }

    @Test
    void servicesHaveEveryMetricOfTheDashboard() throws Exception {
        String date = "2026-03-04";
        assertThat(ingest.post("/v1/events", "application/x-ndjson", Sales.sale(date, 1, 2))
                        .status())
                .isEqualTo(202);
        try (AutoCloseable service = start(Way.FROM_IMAGE)) {
            HttpCaller report = new HttpCaller(address(service)).whenReady();
            report.post("/v1/reports/" + date + "/runs?wait=60", "application/json", "");
            HttpCaller figures = new HttpCaller(Installation.address(processor, PROCESSOR_PORT));

            Set<String> wanted = metricsOfTheDashboard();

            assertThat(wanted).hasSizeGreaterThan(10);
            await().atMost(METRICS)
                    .untilAsserted(
                            () -> assertThat(metricsOf(ingest, figures, report)).containsAll(wanted));
        }
    }

    private static Set<String> metricsOfTheDashboard() throws IOException {
        String dashboard = Files.readString(Path.of("../deploy/monitoring/grafana/dashboards/daybook.json"));
        Set<String> names = new TreeSet<>();
        Matcher name = METRIC.matcher(dashboard);
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    private static Set<String> metricsOf(HttpCaller... services) throws Exception {
        Set<String> names = new TreeSet<>();
        for (HttpCaller service : services) {
            service.get("/metrics").text().lines().forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        }
        return names;
    }

    private static int mails(String date) throws Exception {
        int found = 0;
        for (JsonNode mail : new HttpCaller(installation.awsAddress()).inbox().json()) {
            if (mail.path("subject").asText().startsWith("Daybook " + date + ": net GBP 11.10")) {
                found++;
            }
        }
        return found;
    }

    private static AutoCloseable start(Way way) {
        Map<String, String> settings = new HashMap<>(installation.databaseSettings(way));
        settings.put("REPORT_BUCKET", "daybook");
        settings.put("REPORT_TOPIC_ARN", "arn:aws:sns:eu-west-1:000000000000:daybook-reports");
        if (way == Way.FROM_IMAGE) {
            settings.put("PROCESSOR_URL", "http://processor:" + PROCESSOR_PORT);
            GenericContainer<?> container =
                    installation.container(ContainerImages.REPORT, PORT, "/var/lib/daybook", settings);
            container.start();
            return container;
        }
        settings.put("REPORT_PORT", "0");
        settings.put(
                "PROCESSOR_URL", Installation.address(processor, PROCESSOR_PORT).toString());
        return ReportService.start(
                ReportConfig.from(Settings.of(installation.environment(way, settings))), Clock.systemUTC());
    }

    private static URI address(AutoCloseable service) {
        return service instanceof ReportService inProcess
                ? inProcess.address()
                : Installation.address((GenericContainer<?>) service, PORT);
    }
}
