package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.ReportService;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.publish.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The run dies behind each of its steps, and another process goes on with it. */
class CrashTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-06-01");

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

    /** What no part of the service catches: as for a kill, nothing more is written after it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void comesToOneRevisionWithTheSameBytesAndAtMostOneMail_whenItCrashesBehind(Step step) throws Exception {
        LocalDate date = FIRST.plusDays(step.ordinal());
        stand.processor().sells(date.toString(), "1.00");
        CountDownLatch crashed = new CountDownLatch(1);
        ReportService first = stand.start((done, day) -> {
            if (done == step && day.date().equals(date)) {
                crashed.countDown();
                throw new Crash();
            }
        });
        String id = stand.run(first, date, 0).json().path("id").asText();
        assertThat(crashed.await(30, TimeUnit.SECONDS)).isTrue();
        first.close();
        List<String> claimed = sha256(date);
        // What is sold from here on must not find its way into a revision that was claimed before.
        if (!claimed.isEmpty()) {
            stand.processor().sells(date.toString(), "2.00");
        }
        stand.sql("UPDATE report_runs SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE id = '" + id + "'");
        stand.sql("UPDATE report_revisions SET publishing_since = NOW(6) - INTERVAL 1 DAY,"
                + " next_attempt_at = NOW(6) WHERE business_date = '" + date + "'");

        try (ReportService second = stand.start()) {
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(stand.get(second, "/v1/reports/" + date + "/runs/" + id)
                                    .json()
                                    .path("state")
                                    .asText())
                            .isEqualTo("DONE"));
            boolean unknowable = step == Step.PUBLISHING_RECORDED || step == Step.SENT;
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(stand.publication(date)).isEqualTo(unknowable ? "UNKNOWN" : "PUBLISHED"));
            assertThat(stand.mails(date)).hasSize(step == Step.PUBLISHING_RECORDED ? 0 : 1);
            List<String> standing = sha256(date);
            assertThat(standing).hasSize(1);
            if (!claimed.isEmpty()) {
                assertThat(standing).isEqualTo(claimed);
            }
            assertThat(CanonicalJson.sha256(
                            stand.object("reports/" + date + "/r1/report.json").orElseThrow()))
                    .isEqualTo(standing.get(0));
        }
    }

    private static List<String> sha256(LocalDate date) throws Exception {
        return stand.column("SELECT canonical_sha256 FROM report_revisions WHERE business_date = '" + date + "'");
    }
}
