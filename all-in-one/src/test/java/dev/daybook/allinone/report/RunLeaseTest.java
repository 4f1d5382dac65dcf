package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.ReportService;
import dev.daybook.report.publish.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run belongs to the process that works on it, by a lease that is renewed while it does. */
class RunLeaseTest {
    private static final LocalDate DATE = LocalDate.parse("2026-03-02");

    @TempDir
    Path home;

    @Test
    void aRunStaysWithItsProcess_whenItTakesManyTimesItsLease_andIsTakenOverWhenItsThreadDies() throws Exception {
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(20))) {
            stand.lease(Duration.ofSeconds(3));
            stand.processor().sells(DATE.toString(), "1.00");
            CountDownLatch dies = new CountDownLatch(1);
            ReportService first = stand.start((step, day) -> {
                if (step == Step.FIGURES_READ) {
                    ReportStand.standStill(dies);
                    throw new AssertionError("dies here");
                }
            });
            stand.run(first, DATE, 0);
            List<Step> takenOver = new CopyOnWriteArrayList<>();
            stand.start((step, day) -> takenOver.add(step));

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> stand.column("SELECT 1 FROM report_runs WHERE lease_until > requested_at"
                                            + " + INTERVAL 12 SECOND AND state = 'RUNNING'")
                                    .size()
                            == 1);
            assertThat(takenOver).isEmpty();

            dies.countDown();
            first.close(); // or it would take the run over itself, time and again
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(takenOver).containsExactly(Step.values()));
            assertThat(stand.mails(DATE)).hasSize(1);
        }
    }
}
