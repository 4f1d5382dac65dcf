package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.FaultyS3;
import dev.daybook.report.ReportService;
import dev.daybook.report.publish.Step;
import dev.daybook.service.objects.ObjectStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose S3 takes requests and doesn't answer. */
class HangingS3Test {
    private static final LocalDate DATE = LocalDate.parse("2026-03-02");
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path home;

    @Test
    void holdsTheRunAndSaysWhy_andGoesOnByItself_onceS3AnswersAgain() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean(true);
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(20));
                FaultyS3 s3 =
                        new FaultyS3(stand.s3(), request -> hangs.get() ? FaultyS3.Fault.HANGS : FaultyS3.Fault.NONE)) {
            stand.s3Timeouts(new ObjectStore.Timeouts(Duration.ofMillis(900), Duration.ofMillis(300)));
            stand.reroute(Map.of("AWS_ENDPOINT_URL_S3", s3.endpoint().toString()));
            stand.processor().sells(DATE.toString(), "1.00");
            ReportService service = stand.start();

            stand.run(service, DATE, 0);
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(stand.column("SELECT detail FROM report_runs"))
                            .singleElement()
                            .asString()
                            .contains("could not write reports/" + DATE + "/r1/report.json"));
            assertThat(stand.mails(DATE)).isEmpty();

            hangs.set(false);
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(stand.publication(DATE)).isEqualTo("PUBLISHED"));
            assertThat(stand.mails(DATE)).hasSize(1);
        }
    }

    @Test
    void aRunThatIsKeptWaitingBeyondItsLimit_isGoneOnWithByAnotherProcess_andComesToTheSameOnce() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch answers = new CountDownLatch(1);
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(3));
                FaultyS3 s3 = new FaultyS3(stand.s3(), request -> {
                    if (request.isPut() && request.line().contains("/report.txt") && first.getAndSet(false)) {
                        ReportStand.standStill(answers);
                    }
                    return FaultyS3.Fault.NONE;
                })) {
            stand.lease(Duration.ofSeconds(1));
            stand.runLimit(Duration.ofSeconds(5));
            stand.s3Timeouts(new ObjectStore.Timeouts(LONG, LONG));
            stand.processor().sells(DATE.toString(), "1.00");
            stand.reroute(Map.of("AWS_ENDPOINT_URL_S3", s3.endpoint().toString()));
            List<Step> waiting = new CopyOnWriteArrayList<>();
            ReportService waits = stand.start((step, day) -> waiting.add(step));
            stand.run(waits, DATE, 0);
            Awaitility.await().atMost(LONG).untilFalse(first);
            // What is sold from here on must not find its way into the revision that was claimed.
            stand.processor().sells(DATE.toString(), "2.00");

            stand.reroute(Map.of("AWS_ENDPOINT_URL_S3", stand.s3().toString()));
            List<Step> takenOver = new CopyOnWriteArrayList<>();
            stand.start((step, day) -> takenOver.add(step));
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(takenOver)
                            .startsWith(Step.TAKEN, Step.CANONICAL_STORED)
                            .endsWith(Step.SENT, Step.OUTCOME_RECORDED, Step.RUN_ENDED));
            assertThat(waiting).endsWith(Step.ORDERS_STORED);

            answers.countDown();
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(waiting)
                            .contains(Step.PENDING_RECORDED)
                            .doesNotContain(Step.PUBLISHING_RECORDED)
                            .endsWith(Step.RUN_ENDED));
            PublicationChecker checker = new PublicationChecker(stand.bucketFolder(), stand.publishTimeout());
            checker.asked(DATE, stand.onlyRun(DATE));
            try (Connection ledger = stand.connection()) {
                PublicationChecker.Result result =
                        checker.judge(ledger, stand.sns().record(), Map.of());
                assertThat(result.problems()).isEmpty();
            }
            assertThat(stand.mails(DATE)).hasSize(1);
        }
    }
}
