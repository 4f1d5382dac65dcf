package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.Refusal;
import dev.daybook.events.Rejection;
import dev.daybook.report.ReportService;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.service.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    @TempDir
    static Path home;

    private static ReportStand stand;
    private static ReportService service;

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(20));
        service = stand.start();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void mailsOnceAndKeepsTheFiles_whenARunIsAskedForTwice() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-02");
        stand.processor().sells("2026-03-02", "8204.10");

        ReportStand.Answer first = stand.run(service, date, 30);
        ReportStand.Answer second = stand.run(service, date, 30);

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("state").asText()).isEqualTo("DONE");
        assertThat(first.json().path("revision").asInt()).isEqualTo(1);
        assertThat(second.json().path("revision").asInt()).isEqualTo(1);
        assertThat(stand.publication(date)).isEqualTo("PUBLISHED");
        List<JsonNode> mails = stand.mails(date);
        assertThat(mails).hasSize(1);
        assertThat(mails.get(0).path("subject").asText())
                .isEqualTo("Daybook 2026-03-02: net GBP 8,204.10, complete, revision 1");
        byte[] text = stand.object("reports/2026-03-02/r1/report.txt").orElseThrow();
        assertThat(mails.get(0).path("body").asText()).isEqualToIgnoringNewLines(new String(text));
        JsonNode report = stand.get(service, "/v1/reports/2026-03-02").json();
        assertThat(report.path("status").asText()).isEqualTo("COMPLETE");
        assertThat(report.path("publication").asText()).isEqualTo("PUBLISHED");
        assertThat(report.path("message_id").asText())
                .isEqualTo(mails.get(0).path("message_id").asText());
        assertThat(report.path("sales").path("stores").get(0).path("net").asText())
                .isEqualTo("8204.10");
        assertThat(report.path("accounting").path("received").asLong()).isZero();
        assertThat(report.path("accounting").path("difference").asLong()).isZero();
    }

    @Test
    void manifestHoldsTheSumsOfTheFiles() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-03");
        stand.run(service, date, 30);
        String prefix = "reports/2026-03-03/r1/";
        JsonNode manifest =
                Json.MAPPER.readTree(stand.object(prefix + "manifest.json").orElseThrow());
        assertThat(manifest.path("files").findValuesAsText("name"))
                .containsExactly(
                        "report.json",
                        "report.txt",
                        "report.html",
                        "stores.csv",
                        "products.csv",
                        "hours.csv",
                        "payments.csv");
        for (JsonNode file : manifest.path("files")) {
            byte[] bytes = stand.object(prefix + file.path("name").asText()).orElseThrow();
            assertThat(file.path("sha256").asText()).isEqualTo(CanonicalJson.sha256(bytes));
        }
        JsonNode report = stand.get(service, "/v1/reports/2026-03-03").json();
        assertThat(report.path("canonical_sha256").asText())
                .isEqualTo(manifest.path("files").get(0).path("sha256").asText());
    }

    @Test
    void showsAndComparesWithNothingElseThanWhatWasWritten_whenSomebodyChangedTheReportInS3() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-11");
        stand.processor().sells(date.toString(), "1.00");
        stand.run(service, date, 30);
        Path file = stand.bucketFolder().resolve("reports/" + date + "/r1/report.json");
        String written = Files.readString(file);
        Files.writeString(file, written.replace("\"net\":\"1.00\"", "\"net\":\"9.00\""));
        stand.processor().sells(date.toString(), "2.00");

        assertThat(stand.get(service, "/v1/reports/" + date).status()).isEqualTo(500);
        ReportStand.Answer failed = stand.run(service, date, 30);
        assertThat(failed.json().path("state").asText()).as(failed.text()).isEqualTo("FAILED");
        assertThat(failed.json().path("detail").asText()).contains("r1/report.json is not what was written");
        assertThat(stand.mails(date)).hasSize(1);

        Files.writeString(file, written);
        stand.run(service, date, 30);
        assertThat(stand.get(service, "/v1/reports/" + date)
                        .json()
                        .at("/changes/stores/0/figures/net/before")
                        .asText())
                .isEqualTo("1.00");
    }

    @Test
    void makesOneRevisionAndOneMail_whenTwoServicesRunTheSameDay() throws Exception {
        ReportService other = stand.start();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                LocalDate date = LocalDate.parse("2026-04-01").plusDays(round);
                stand.processor().sells(date.toString(), "10.0" + round);
                CountDownLatch go = new CountDownLatch(1);
                List<Future<ReportStand.Answer>> runs = IntStream.range(0, 8)
                        .mapToObj(i -> threads.submit(() -> {
                            go.await();
                            return stand.run(i % 2 == 0 ? service : other, date, 30);
                        }))
                        .toList();
                go.countDown();
                for (Future<ReportStand.Answer> run : runs) {
                    assertThat(run.get().json().path("state").asText())
                            .as(run.get().text())
                            .isEqualTo("DONE");
                }
                Awaitility.await()
                        .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("PUBLISHED"));
                assertThat(stand.mails(date)).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
            other.close();
        }
    }

    @Test
    void makesAnotherRevision_whenAFigureOfAClosedDayChanged() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-04");
        stand.processor().sells("2026-03-04", "1.00");
        stand.run(service, date, 30);
        stand.processor().sells("2026-03-04", "2.00");
        ReportStand.Answer second = stand.run(service, date, 30);

        assertThat(second.json().path("revision").asInt()).isEqualTo(2);
        assertThat(stand.mails(date)).hasSize(2);
        assertThat(stand.mails(date).get(1).path("subject").asText())
                .isEqualTo("Daybook 2026-03-04: net GBP 2.00, complete, revision 2");
        JsonNode first = stand.get(service, "/v1/reports/2026-03-04?revision=1").json();
        assertThat(first.path("sales").path("stores").get(0).path("net").asText())
                .isEqualTo("1.00");
    }

    @Test
    void reportsTheDayUnderWayAsInterimOnce_whenAskedTwice() throws Exception {
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), java.time.ZoneOffset.UTC);
        stand.processor().sells(today.toString(), "1.00");
        stand.run(service, today, 30);
        stand.processor().sells(today.toString(), "2.00");
        ReportStand.Answer second = stand.run(service, today, 30);

        assertThat(second.json().path("revision").asInt()).isEqualTo(1);
        assertThat(stand.get(service, "/v1/reports/" + today)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("INTERIM");
        assertThat(stand.mails(today)).hasSize(1);
    }

    @Test
    void holdsTheDayUntilTheProcessorIsPastTheCutAndHasCommitted() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-05");
        stand.processor().ready(false);
        ReportStand.Answer notReady = stand.run(service, date, 30);
        assertThat(notReady.status()).isEqualTo(202);
        assertThat(notReady.json().path("state").asText()).isEqualTo("HELD");
        assertThat(notReady.json().path("detail").asText()).contains("partition 3 has no ready owner");
        JsonNode held = stand.get(service, "/v1/reports/2026-03-05").json();
        assertThat(held.path("status").asText()).isEqualTo("HELD");
        stand.processor().ready(true);
        // A held run goes on by itself.
        Awaitility.await()
                .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("PUBLISHED"));

        LocalDate lagging = LocalDate.parse("2026-03-06");
        long end = stand.produce(7, "{}".getBytes(StandardCharsets.UTF_8));
        try {
            ReportStand.Answer behind = stand.run(service, lagging, 30);
            assertThat(behind.json().path("state").asText()).isEqualTo("HELD");
            assertThat(behind.json().path("detail").asText()).contains("partition 7");
            stand.processor().standsAt(7, end);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(stand.get(service, "/v1/reports/2026-03-06")
                                    .json()
                                    .path("detail")
                                    .asText())
                            .contains("has not committed everything counted", "partition 7"));
            assertThat(stand.mails(lagging)).isEmpty();
        } finally {
            stand.commit(7, end);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(stand.publication(lagging)).isEqualTo("PUBLISHED"));
        JsonNode cut = stand.get(service, "/v1/reports/2026-03-06").json().path("cut");
        assertThat(cut.path("partitions").get(7).path("events").asLong()).isEqualTo(end);
    }

    @Test
    void countsAPartitionAsReached_whenOnlyAbortedRecordsAreLeftInIt() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-07");
        stand.produceAborted(9);
        ReportStand.Answer run = stand.run(service, date, 30);
        assertThat(run.json().path("state").asText()).as(run.text()).isEqualTo("DONE");
        assertThat(stand.publication(date)).isEqualTo("PUBLISHED");
    }

    /** The door answers once its refusal is durable, whatever the processor has open in the same partition. */
    @Test
    void waitsForARefusalOfTheDoor_whenItLiesBehindAnOpenTransaction() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-10");
        Refusal refusal = new Refusal(Refusal.Code.MISSING_FIELD, "/event_type", "is missing");
        byte[] value = new Rejection(refusal, Rejection.RefusedBy.DOOR, new byte[0]).toJson();
        try (var transaction = stand.openTransaction(ReportStand.REJECTED, 5)) {
            long end = stand.produce(ReportStand.REJECTED, 5, date, value);
            ReportStand.Answer run = stand.run(service, date, 30);
            assertThat(run.json().path("state").asText()).as(run.text()).isEqualTo("HELD");
            assertThat(run.json().path("detail").asText())
                    .contains("partition 5 of daybook.rejected stands at offset 0 of " + end);

            transaction.commitTransaction();
            stand.processor().accounts(date.toString(), 0, 0, 0, 1);
            stand.processor().standsAtRejected(5, end);
            stand.commit(ReportStand.REJECTED, 5, end);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("PUBLISHED"));
        JsonNode report = stand.get(service, "/v1/reports/" + date).json();
        assertThat(report.path("accounting").path("received").asLong()).isEqualTo(1);
        assertThat(report.path("accounting").path("difference").asLong(9)).isZero();
    }

    @Test
    void comparesADayWithTheWeekBefore_byTheRevisionThatStoodThen() throws Exception {
        LocalDate before = LocalDate.parse("2026-05-07");
        LocalDate date = before.plusDays(7);
        stand.processor().sells(before.toString(), "200.00");
        stand.run(service, before, 30);
        stand.processor().sells(date.toString(), "210.00");
        stand.run(service, date, 30);

        JsonNode comparison = stand.get(service, "/v1/reports/" + date).json().path("comparison");
        assertThat(comparison.at("/same_weekdays/0/date").asText()).isEqualTo(before.toString());
        assertThat(comparison.at("/same_weekdays/0/revision").asInt()).isEqualTo(1);
        assertThat(comparison.at("/same_weekdays/0/stores/0/net").asText()).isEqualTo("200.00");
        JsonNode mail = stand.mails(date).get(0);
        assertThat(mail.path("subject").asText())
                .isEqualTo("Daybook 2026-05-14: net GBP 210.00 (+5.0% on 7 May), complete, revision 1");
        assertThat(mail.path("body").asText()).startsWith("Net sales: GBP 210.00, up 5.0% on the Thursday before");
        String html =
                new String(stand.object("reports/2026-05-14/r1/report.html").orElseThrow());
        assertThat(html).contains("+5.0%", "Net sales of 29 days");
    }

    @Test
    void showsTheReportOnAPage_withNamesThatStayInert() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-08");
        stand.processor().sells("2026-03-08", "77.70");
        stand.processor().store("2026-03-08", "<script>alert(1)</script>");
        stand.run(service, date, 30);

        ReportStand.Answer page = stand.get(service, "/reports/2026-03-08");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("GBP 77.70", "Sunday, 8 March 2026", "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script");
        ReportStand.Answer days = stand.get(service, "/");
        assertThat(days.text()).contains("/reports/2026-03-08", "GBP 77.70", "COMPLETE", "sent");
        assertThat(stand.get(service, "/style.css").status()).isEqualTo(200);
        assertThat(stand.get(service, "/reports/1999-01-01").status()).isEqualTo(404);
    }

    @Test
    void listsTheDaysNewestFirstInPages() throws Exception {
        stand.run(service, LocalDate.parse("2020-01-01"), 30);
        stand.run(service, LocalDate.parse("2020-01-02"), 30);
        stand.run(service, LocalDate.parse("2020-01-03"), 30);

        JsonNode first =
                stand.get(service, "/v1/reports?before=2020-02-01&limit=2").json();
        assertThat(dates(first)).containsExactly("2020-01-03", "2020-01-02");
        JsonNode second = stand.get(service, first.path("next").asText()).json();
        assertThat(dates(second)).containsExactly("2020-01-01");
        assertThat(second.has("next")).isFalse();
    }

    private static List<String> dates(JsonNode list) {
        List<String> dates = new ArrayList<>();
        list.path("reports").forEach(day -> dates.add(day.path("date").asText()));
        return dates;
    }

    @Test
    void refusesWhatItDoesNotHave_sayingWhatThereIs() throws Exception {
        ReportStand.Answer kind = stand.get(service, "/v1/reports?report=weekly");
        assertThat(kind.status()).isEqualTo(404);
        assertThat(kind.json().path("detail").asText()).contains("daily-sales");
        assertThat(stand.get(service, "/v1/reports/yesterday").status()).isEqualTo(400);
        assertThat(stand.get(service, "/v1/reports/1999-01-01").status()).isEqualTo(404);
        assertThat(stand.run(service, LocalDate.parse("2999-01-01"), 0).status())
                .isEqualTo(400);
        JsonNode schedule = stand.get(service, "/v1/schedule").json();
        assertThat(schedule.path("cron").asText()).isNotEmpty();
        assertThat(schedule.path("next_fire_times")).hasSize(1);
        assertThat(schedule.path("next_fire_times").get(0).asText()).isEqualTo("2099-01-01T00:00:00Z");
    }
}
