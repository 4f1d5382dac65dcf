package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.ReportService;
import dev.daybook.report.publish.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldRunTest {
    private static final LocalDate DATE = LocalDate.parse("2026-03-02");

    @TempDir
    Path home;

    @Test
    void staysHeldForWhoeverAsks_whileItIsTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(20))) {
            stand.processor().ready(false);
            ReportService service = stand.start((step, day) -> {
                if (step == Step.TAKEN && tries.incrementAndGet() == 2) {
                    ReportStand.standStill(goOn);
                }
            });
            stand.run(service, DATE, 0);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(tries).hasValue(2));
            assertThat(stand.column("SELECT state FROM report_runs")).containsExactly("RUNNING");
            String detail = stand.column("SELECT detail FROM report_runs").get(0);

            JsonNode report = stand.get(service, "/v1/reports/" + DATE).json();
            assertThat(report.path("status").asText()).isEqualTo("HELD");
            assertThat(report.path("detail").asText()).isEqualTo(detail).isNotEmpty();
            JsonNode listed =
                    stand.get(service, "/v1/reports").json().path("reports").path(0);
            assertThat(listed.path("date").asText()).isEqualTo(DATE.toString());
            assertThat(listed.path("status").asText()).isEqualTo("HELD");
            assertThat(stand.get(service, "/reports/" + DATE).text()).contains("The report is HELD");

            stand.processor().ready(true);
            goOn.countDown();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(stand.publication(DATE)).isEqualTo("PUBLISHED"));
        }
    }
}
