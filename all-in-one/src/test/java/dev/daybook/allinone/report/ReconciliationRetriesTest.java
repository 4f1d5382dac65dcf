package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.ReportService;
import dev.daybook.report.publish.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a day is looked at again that could not be reconciled with the shop's database; the test lets each wait pass. */
class ReconciliationRetriesTest {
    private static final LocalDate DATE = LocalDate.parse("2026-03-02");
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path home;

    private ReportStand stand;

    @BeforeEach
    void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(20));
        stand.reroute(Map.of(
                "SHOP_DB_URL", "jdbc:mariadb://127.0.0.1:1/cafe",
                "SHOP_DB_USER", "daybook",
                "SHOP_DB_PASSWORD", "none",
                "SHOP_DB_STORE_ID", "soho",
                "SHOP_DB_CURRENCY", "GBP"));
        stand.processor().sells(DATE.toString(), "1.00");
        // Nothing is looked at by itself before the installation's first event.
        long end = stand.produce(3, "{}".getBytes(StandardCharsets.UTF_8));
        stand.processor().standsAt(3, end);
        stand.commit(3, end);
        stand.awaitArchived(ReportStand.EVENTS, 3, end);
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void comesEverMoreRarelyForSomeSevenDays_andALookForAnotherReasonTakesNoneAway() throws Exception {
        ReportService service = stand.start();
        stand.run(service, DATE, 30);
        awaitRuns(1);
        assertThat(stand.column("SELECT reconciliation FROM report_revisions")).containsExactly("NOT_RECONCILED");
        List<Long> waits = new ArrayList<>();
        waits.add(minutesUntilRetry().orElseThrow());

        for (int runs = 2; minutesUntilRetry().isPresent(); runs += 2) {
            List<String> planned = stand.column("SELECT reconcile_at FROM report_days");
            stand.run(service, DATE, 30);
            awaitRuns(runs);
            assertThat(stand.column("SELECT reconcile_at FROM report_days")).isEqualTo(planned);

            stand.sql("UPDATE report_days SET reconcile_at = NOW(6)");
            awaitRuns(runs + 1);
            minutesUntilRetry().ifPresent(waits::add);
        }

        List<Long> expected = new ArrayList<>(List.of(10L, 20L, 40L, 80L, 160L, 320L, 640L));
        expected.addAll(Collections.nCopies(12, Duration.ofHours(12).toMinutes()));
        assertThat(waits).isEqualTo(expected);
        assertThat(stand.column("SELECT revision FROM report_revisions")).containsExactly("1");
        assertThat(stand.mails(DATE)).hasSize(1);
    }

    @Test
    void comes_alsoWhereTheRunDiedBehindItsClaim() throws Exception {
        CountDownLatch died = new CountDownLatch(1);
        try (ReportService dies = stand.start((step, day) -> {
            if (step == Step.REVISION_CLAIMED) {
                died.countDown();
                throw new AssertionError("dies here");
            }
        })) {
            stand.run(dies, DATE, 0);
            assertThat(died.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        stand.leasesRunOut();

        stand.start();
        awaitRuns(1);

        assertThat(stand.column("SELECT reconcile_tries FROM report_days WHERE reconcile_at IS NOT NULL"))
                .containsExactly("1");
    }

    /** Waits until so many runs were asked for and all are over. */
    private void awaitRuns(int runs) {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(stand.column("SELECT state FROM report_runs"))
                        .hasSize(runs)
                        .containsOnly("DONE"));
    }

    /** From the last request of a run; empty where no retry is planned. */
    private Optional<Long> minutesUntilRetry() throws SQLException {
        String minutes = stand.column("SELECT TIMESTAMPDIFF(MINUTE, MAX(requested_at), MAX(reconcile_at))"
                        + " FROM report_runs JOIN report_days USING (report, business_date)")
                .get(0);
        return Optional.ofNullable(minutes).map(Long::valueOf);
    }
}
