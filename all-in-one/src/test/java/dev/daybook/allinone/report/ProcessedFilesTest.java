package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.ReportService;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.publish.Step;
import dev.daybook.service.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files under {@code processed/} of a day's report, also where the run dies between them. */
class ProcessedFilesTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-05-01");
    private static final List<String> NAMES =
            List.of("day.json", "stores.csv", "products.csv", "hours.csv", "payments.csv");

    @TempDir
    static Path home;

    private static ReportStand stand;

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @CsvSource({"TEXT_STORED, 0", "PROCESSED_BEGUN, 1", "PROCESSED_STORED, 5", "MANIFEST_STORED, 5"})
    void sayWhatTheCanonicalJsonSays_whenTheRunCrashesAmongThem(Step step, int files) throws Exception {
        LocalDate date = FIRST.plusDays(step.ordinal());
        stand.processor().sells(date.toString(), "12.25");
        crashBehind(step, date);
        String prefix = "processed/dt=" + date + "/r1/";
        Map<String, byte[]> stood = new HashMap<>();
        for (String name : NAMES) {
            stand.object(prefix + name).ifPresent(bytes -> stood.put(name, bytes));
        }
        assertThat(stood.keySet()).containsExactlyInAnyOrderElementsOf(NAMES.subList(0, files));
        stand.processor().sells(date.toString(), "99.00");
        stand.sql(
                "UPDATE report_runs SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE business_date = '" + date + "'");

        try (ReportService second = stand.start()) {
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(stand.get(second, "/v1/reports/" + date)
                                    .json()
                                    .path("publication")
                                    .asText())
                            .isEqualTo("PUBLISHED"));
        }

        JsonNode canonical = Json.MAPPER.readTree(
                stand.object("reports/" + date + "/r1/report.json").orElseThrow());
        JsonNode manifest = Json.MAPPER
                .readTree(stand.object("reports/" + date + "/r1/manifest.json").orElseThrow())
                .path("processed");
        assertThat(manifest.path("prefix").asText()).isEqualTo(prefix);
        assertThat(manifest.path("files").findValuesAsText("name")).isEqualTo(NAMES);
        for (JsonNode listed : manifest.path("files")) {
            byte[] bytes = stand.object(prefix + listed.path("name").asText()).orElseThrow();
            assertThat(listed.path("bytes").asInt()).isEqualTo(bytes.length);
            assertThat(listed.path("sha256").asText()).isEqualTo(CanonicalJson.sha256(bytes));
        }
        for (Map.Entry<String, byte[]> before : stood.entrySet()) {
            assertThat(stand.object(prefix + before.getKey())).contains(before.getValue());
        }
        assertThat(Json.MAPPER
                        .readTree(stand.object(prefix + "day.json").orElseThrow())
                        .path("stores"))
                .isEqualTo(canonical.at("/sales/stores"));
        String net = canonical.at("/sales/stores/0/net").asText();
        assertThat(net).isEqualTo("12.25");
        assertThat(new String(stand.object(prefix + "payments.csv").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("date,revision,status,store_id,currency,method,amount\r\n" + date
                        + ",1,COMPLETE,soho,GBP,card," + net + "\r\n");
    }

    private static void crashBehind(Step step, LocalDate date) throws Exception {
        CountDownLatch crashed = new CountDownLatch(1);
        try (ReportService first = stand.start((done, day) -> {
            if (done == step && day.date().equals(date)) {
                crashed.countDown();
                throw new Crash();
            }
        })) {
            stand.run(first, date, 0);
            assertThat(crashed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
