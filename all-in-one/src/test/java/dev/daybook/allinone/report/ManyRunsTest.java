package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.ReportService;
import dev.daybook.report.publish.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More runs than a process has threads and places to wait for. */
class ManyRunsTest {
    private static final LocalDate FIRST = LocalDate.parse("2015-01-01");
    /** Four are worked on and 256 wait; the rest is the ledger's. */
    private static final int RUNS = 270;

    @TempDir
    Path home;

    @Test
    void takesOnEachRunAndMakesEachReport_whenMoreAreAskedForThanCanWait() throws Exception {
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(20))) {
            CountDownLatch go = new CountDownLatch(1);
            ReportService service = stand.start((step, day) -> {
                if (step == Step.TAKEN) {
                    ReportStand.standStill(go);
                }
            });
            for (int run = 0; run < RUNS; run++) {
                ReportStand.Answer asked = stand.run(service, FIRST.plusDays(run), 0);
                assertThat(asked.status()).as("run %d: %s", run, asked.text()).isEqualTo(202);
            }

            go.countDown();
            // What found no room is the next sweep's once nobody has begun it in time.
            stand.leasesRunOut();

            stand.awaitNothingUnderWay();
            assertThat(stand.column("SELECT id FROM report_runs WHERE state = 'DONE'"))
                    .hasSize(RUNS);
            assertThat(stand.column("SELECT business_date FROM report_revisions WHERE publication = 'PUBLISHED'"))
                    .hasSize(RUNS);
        }
    }
}
