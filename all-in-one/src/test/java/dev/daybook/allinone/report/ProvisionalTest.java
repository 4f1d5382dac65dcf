package dev.daybook.allinone.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.ReportService;
import dev.daybook.report.publish.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run comes to whose figures are not whole in time: held, then provisional, then complete by itself. */
class ProvisionalTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path home;

    private ReportStand stand;

    @BeforeEach
    void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void isHeldThenProvisionalThenComplete_whenTheArchiverStandsStill() throws Exception {
        LocalDate date = LocalDate.parse("2026-08-03");
        stand.stopArchiver();
        long end = stand.produce(ReportStand.EVENTS, 2, date, "{}".getBytes(UTF_8));
        stand.processor().standsAt(2, end);
        stand.commit(2, end);
        stand.processor().sells(date.toString(), "8.00");
        stand.processor().accounts(date.toString(), 1, 0, 0, 0);
        try (ReportService service = stand.start()) {
            ReportStand.Answer run = stand.run(service, date, 30);
            assertThat(run.json().path("state").asText()).as(run.text()).isEqualTo("HELD");
            assertThat(run.json().path("detail").asText())
                    .contains("the archive has not kept everything counted", "partition 2 of daybook.events");
            assertThat(stand.get(service, "/v1/reports/" + date)
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("HELD");
            assertThat(stand.mails(date)).isEmpty();

            awaitPublication(date, "PUBLISHED");
            JsonNode provisional = stand.get(service, "/v1/reports/" + date).json();
            assertThat(provisional.path("status").asText()).isEqualTo("PROVISIONAL");
            assertThat(provisional.path("missing").get(0).asText()).contains("the archive has not kept");
            assertThat(provisional.path("accounting").path("received").isNull()).isTrue();
            assertThat(provisional.path("sales").path("complete").asBoolean()).isFalse();
            JsonNode mail = stand.mails(date).get(0);
            assertThat(mail.path("subject").asText()).contains("(provisional)");
            assertThat(mail.path("body").asText()).contains("Provisional: ", "Missing: the archive has not kept");
            assertThat(stand.get(service, "/reports/" + date).text()).contains("Provisional", "Missing: the archive");

            stand.startArchiver();
            awaitPublication(date, "PUBLISHED,PUBLISHED");
            JsonNode complete = stand.get(service, "/v1/reports/" + date).json();
            assertThat(complete.path("revision").asInt()).isEqualTo(2);
            assertThat(complete.path("status").asText()).isEqualTo("COMPLETE");
            assertThat(complete.path("missing")).isEmpty();
            assertThat(complete.path("accounting").path("received").asLong()).isEqualTo(1);
            assertThat(complete.path("accounting").path("difference").asLong(9)).isZero();
            String path =
                    "/v1/reports/" + date + "/runs/" + run.json().path("id").asText();
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(stand.get(service, path)
                                    .json()
                                    .path("state")
                                    .asText())
                            .isEqualTo("DONE"));
            assertThat(stand.mails(date)).hasSize(2);
        }
    }

    @Test
    void isProvisionalThenComplete_whenTheProcessorIsBehindAndTheServiceCrashes() throws Exception {
        LocalDate date = LocalDate.parse("2026-08-04");
        // Both events come to stand in one object, which straddles the provisional report's cut.
        stand.stopArchiver();
        long cut = stand.produce(ReportStand.EVENTS, 3, date, "{}".getBytes(UTF_8));
        long end = stand.produce(ReportStand.EVENTS, 3, date, "{}".getBytes(UTF_8));
        stand.startArchiver();
        stand.awaitArchived(ReportStand.EVENTS, 3, end);
        stand.processor().standsAt(3, cut);
        stand.commit(3, cut);
        stand.processor().accounts(date.toString(), 1, 0, 0, 0);
        stand.processor().sells(date.toString(), "1.00");
        CountDownLatch crashed = new CountDownLatch(1);
        ReportService first = stand.start((done, day) -> {
            if (done == Step.REVISION_CLAIMED) {
                crashed.countDown();
                throw new Crash();
            }
        });
        String id = stand.run(first, date, 0).json().path("id").asText();
        assertThat(crashed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        first.close();
        stand.sql("UPDATE report_runs SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE id = '" + id + "'");

        try (ReportService second = stand.start()) {
            awaitPublication(date, "PUBLISHED");
            JsonNode provisional = stand.get(second, "/v1/reports/" + date).json();
            assertThat(provisional.path("status").asText()).isEqualTo("PROVISIONAL");
            assertThat(provisional.path("missing").get(0).asText())
                    .contains("the processor has not counted everything received", "partition 3 of daybook.events");
            assertThat(provisional.path("accounting").path("received").asLong()).isEqualTo(1);
            assertThat(provisional.path("accounting").path("difference").asLong(9))
                    .isZero();

            stand.processor().sells(date.toString(), "2.00");
            stand.processor().accounts(date.toString(), 2, 0, 0, 0);
            stand.processor().standsAt(3, end);
            stand.commit(3, end);
            awaitPublication(date, "PUBLISHED,PUBLISHED");
            JsonNode complete = stand.get(second, "/v1/reports/" + date).json();
            assertThat(complete.path("status").asText()).isEqualTo("COMPLETE");
            assertThat(complete.path("accounting").path("received").asLong()).isEqualTo(2);
            assertThat(complete.path("accounting").path("difference").asLong(9)).isZero();
            assertThat(stand.mails(date)).hasSize(2);
        }
    }

    /** What no part of the service catches: as for a kill, nothing more is written after it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void awaitPublication(LocalDate date, String publication) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo(publication));
    }
}
