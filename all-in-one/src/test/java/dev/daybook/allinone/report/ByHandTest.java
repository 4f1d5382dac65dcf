package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.ReportService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person does with a report's mail, through HTTP, and what the audit trail keeps of it. */
class ByHandTest {
    @TempDir
    static Path home;

    private static ReportStand stand;
    private static ReportService service;
    private static ExecutorService threads;

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(5));
        service = stand.start();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        stand.close();
    }

    @AfterEach
    void mend() {
        stand.sns().fault(FaultySns.Fault.NONE);
    }

    @Test
    void resendsOnce_whenTheClientRepeatsItself() throws Exception {
        LocalDate date = published("2026-01-05");
        ReportStand.Answer first = resend(date, "{\"attempt\": 1, \"reason\": \"the owner lost it\"}");
        ReportStand.Answer again = resend(date, "{\"attempt\": 1, \"reason\": \"the owner lost it\"}");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("outcome").asText()).isEqualTo("PUBLISHED");
        assertThat(first.json().path("attempt").asInt()).isEqualTo(2);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asText()).isEqualTo("sent_since");
        assertThat(again.json().path("publish_attempts").asInt()).isEqualTo(2);
        List<JsonNode> mails = stand.mails(date);
        assertThat(mails).hasSize(2);
        assertThat(mails.get(1).path("body")).isEqualTo(mails.get(0).path("body"));
        assertThat(again.json().path("attempts"))
                .extracting(
                        attempt -> attempt.path("attempt").asInt(),
                        attempt -> attempt.has("resent_by")
                                ? attempt.path("resent_by").asText()
                                : "by itself",
                        attempt -> attempt.path("outcome").asText(),
                        attempt -> attempt.path("message_id").asText())
                .containsExactly(
                        tuple(
                                1,
                                "by itself",
                                "PUBLISHED",
                                mails.get(0).path("message_id").asText()),
                        tuple(
                                2,
                                "all-in-one",
                                "PUBLISHED",
                                mails.get(1).path("message_id").asText()));
        assertThat(audit(date)).containsExactly("RESEND 1 all-in-one the owner lost it", "RUN - all-in-one -");
    }

    @Test
    void resendsOnce_whenManyAskAtOnce() throws Exception {
        ReportService other = stand.start();
        for (int round = 0; round < 3; round++) {
            LocalDate date = published("2026-02-0" + (round + 1));
            List<Callable<ReportStand.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ReportService asked = i % 2 == 0 ? service : other;
                calls.add(() -> stand.send(asked, "POST", path(date, "resend"), "{\"attempt\": 1}"));
            }
            List<ReportStand.Answer> answers = atOnce(calls);
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 200)
                    .allSatisfy(answer -> assertThat(answer.status()).isIn(409, 503));
            assertThat(stand.mails(date)).hasSize(2);
            assertThat(audit(date)).hasSize(2);
        }
    }

    @Test
    void letsStandWhatStood_whenSnsRefusesTheResend_andDoesNotTryAgain() throws Exception {
        LocalDate date = published("2026-01-06");
        stand.sns().fault(FaultySns.Fault.THROTTLE);
        ReportStand.Answer refused = resend(date, "{\"attempt\": 1}");
        stand.sns().fault(FaultySns.Fault.NONE);

        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.json().path("outcome").asText()).isEqualTo("NOT_SENT");
        assertThat(refused.json().path("publication").asText()).isEqualTo("PUBLISHED");
        // The sweep has its turn every 200 ms; a publication that it alone can make proves that it had.
        LocalDate swept = published("2026-01-07");
        stand.sql(
                "UPDATE report_revisions SET publication = 'PENDING', next_attempt_at = NOW(6) WHERE business_date = '"
                        + swept + "'");
        Awaitility.await().untilAsserted(() -> assertThat(stand.mails(swept)).hasSize(2));
        assertThat(stand.mails(date)).hasSize(1);
        assertThat(stand.publication(date)).isEqualTo("PUBLISHED");
    }

    @Test
    void namesBothWaysOutOfUnknown_andEachLeadsOut() throws Exception {
        stand.sns().fault(FaultySns.Fault.RESET_AFTER_TAKING);
        LocalDate arrived = run("2026-01-08");
        LocalDate lost = run("2026-01-09");
        stand.sns().fault(FaultySns.Fault.NONE);

        JsonNode report = stand.get(service, "/v1/reports/" + arrived).json();
        assertThat(report.path("publication").asText()).isEqualTo("UNKNOWN");
        JsonNode ways = report.path("publication_ways_out");
        assertThat(ways).hasSize(2);
        assertThat(stand.get(service, "/reports/" + arrived).text())
                .contains("report mark-sent 2026-01-08 1", "report resend 2026-01-08 1");
        ReportStand.Answer marked = stand.send(
                service,
                "POST",
                ways.get(0).path("href").asText(),
                ways.get(0).path("body").toString());
        assertThat(marked.status()).as(marked.text()).isEqualTo(200);
        assertThat(marked.json().path("publication").asText()).isEqualTo("PUBLISHED");
        assertThat(marked.json().path("publication_detail").asText()).isEqualTo("marked as sent by all-in-one");
        assertThat(marked.json().path("attempts").get(0).path("outcome").asText())
                .isEqualTo("UNKNOWN");

        JsonNode resendLost = stand.get(service, "/v1/reports/" + lost)
                .json()
                .path("publication_ways_out")
                .get(1);
        ReportStand.Answer resent = stand.send(
                service,
                "POST",
                resendLost.path("href").asText(),
                resendLost.path("body").toString());
        assertThat(resent.json().path("publication").asText()).as(resent.text()).isEqualTo("PUBLISHED");
        assertThat(stand.mails(arrived)).hasSize(1);
        assertThat(stand.mails(lost)).hasSize(2);
        assertThat(stand.get(service, "/v1/reports/" + lost).json().has("publication_ways_out"))
                .isFalse();
        assertThat(audit(arrived)).first().asString().startsWith("MARK_SENT 1 all-in-one");
    }

    @Test
    void isUnknown_whenTheResendsAnswerIsLost() throws Exception {
        LocalDate date = published("2026-01-10");
        stand.sns().fault(FaultySns.Fault.RESET_AFTER_TAKING);
        ReportStand.Answer resent = resend(date, "{\"attempt\": 1}");
        assertThat(resent.json().path("publication").asText()).isEqualTo("UNKNOWN");
        assertThat(resent.json().path("attempts"))
                .extracting(attempt -> attempt.path("outcome").asText())
                .containsExactly("PUBLISHED", "UNKNOWN");
    }

    @Test
    void refusesWhatMakesNoSense_sayingTheState() throws Exception {
        LocalDate date = published("2026-01-11");
        ReportStand.Answer marked = stand.send(service, "POST", path(date, "mark-sent"), "");
        assertThat(marked.status()).isEqualTo(409);
        assertThat(marked.json().path("publication").asText()).isEqualTo("PUBLISHED");
        assertThat(resend(date, "{}").status()).isEqualTo(422);
        assertThat(resend(date, "{\"attempt\": \"1\"}").status()).isEqualTo(422);
        assertThat(resend(date, "{\"attempt\": 1, \"force\": true}").status()).isEqualTo(422);
        assertThat(resend(date, "[").status()).isEqualTo(400);
        assertThat(stand.send(service, "POST", "/v1/reports/" + date + "/revisions/2/resend", "{\"attempt\": 0}")
                        .status())
                .isEqualTo(404);
        assertThat(stand.send(service, "POST", "/v1/reports/" + date + "/revisions/x/resend", "{}")
                        .status())
                .isEqualTo(400);
        stand.sql("UPDATE report_revisions SET publication = 'PENDING', next_attempt_at = NULL WHERE business_date = '"
                + date + "'");
        ReportStand.Answer pending = resend(date, "{\"attempt\": 1}");
        assertThat(pending.status()).isEqualTo(409);
        assertThat(pending.json().path("detail").asText()).contains("PENDING");
        assertThat(stand.mails(date)).hasSize(1);
        assertThat(audit(date)).containsExactly("RUN - all-in-one -");
    }

    /** The publisher is alive after all, and SNS's answer comes before or after a person gave it up. */
    @ParameterizedTest
    @ValueSource(strings = {"mark first", "answer first", "at once"})
    void agreesWithALateOutcome_whenSomeoneMarksTheRevisionAsSent(String order) throws Exception {
        LocalDate date = LocalDate.parse("2026-03-01").plusDays(order.length());
        stand.sns().fault(FaultySns.Fault.ANSWER_LATE);
        stand.run(service, date, 0);
        Awaitility.await().untilAsserted(() -> assertThat(stand.mails(date)).hasSize(1));
        stand.sns().fault(FaultySns.Fault.NONE);
        stand.sql("UPDATE report_revisions SET publishing_since = NOW(6) - INTERVAL 1 DAY WHERE business_date = '"
                + date + "'");
        Awaitility.await()
                .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("UNKNOWN"));
        Callable<ReportStand.Answer> mark = () -> stand.send(service, "POST", path(date, "mark-sent"), "");
        Callable<ReportStand.Answer> answer = () -> {
            stand.sns().release();
            return null;
        };

        ReportStand.Answer marked;
        if (order.equals("mark first")) {
            marked = mark.call();
            assertThat(marked.status()).isEqualTo(200);
            answer.call();
        } else if (order.equals("answer first")) {
            answer.call();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("PUBLISHED"));
            marked = mark.call();
            assertThat(marked.status()).isEqualTo(409);
        } else {
            marked = atOnce(List.of(mark, answer)).get(0);
            assertThat(marked.status()).isIn(200, 409);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(stand.column(
                                "SELECT CONCAT(r.publication, ' ', p.outcome, ' ', r.sns_message_id = p.sns_message_id)"
                                        + " FROM report_revisions r JOIN report_publications p USING (report, business_date, revision)"
                                        + " WHERE business_date = '" + date + "'"))
                        .containsExactly("PUBLISHED PUBLISHED 1"));
        assertThat(audit(date)).hasSize(marked.status() == 200 ? 2 : 1);
        assertThat(stand.mails(date)).hasSize(1);
    }

    @Test
    void previewsWhatARunWouldMake_andKeepsNothingOfIt() throws Exception {
        LocalDate date = LocalDate.parse("2026-01-12");
        stand.processor().sells("2026-01-12", "10.00");
        JsonNode first = stand.get(service, "/v1/reports/2026-01-12/preview").json();
        assertThat(first.path("revision").asInt()).isEqualTo(1);
        assertThat(first.path("preview").path("stands").asBoolean(true)).isFalse();
        assertThat(first.path("sales").path("stores").get(0).path("net").asText())
                .isEqualTo("10.00");
        assertThat(stand.column("SELECT revision FROM report_revisions WHERE business_date = '2026-01-12'"))
                .isEmpty();
        assertThat(stand.column("SELECT id FROM report_runs WHERE business_date = '2026-01-12'"))
                .isEmpty();
        assertThat(stand.object("reports/2026-01-12/r1/report.json")).isEmpty();
        assertThat(stand.mails(date)).isEmpty();

        stand.run(service, date, 30);
        ReportStand.Answer standing = stand.get(service, "/v1/reports/2026-01-12/preview?format=text");
        assertThat(standing.text())
                .startsWith("PREVIEW of daily-sales of 2026-01-12: it is revision 1. Nothing was sent or stored.\n")
                .contains("Subject: Daybook 2026-01-12: net GBP 10.00")
                .endsWith(
                        stand.get(service, "/v1/reports/2026-01-12?format=text").text());
        stand.processor().sells("2026-01-12", "12.50");
        assertThat(stand.get(service, "/v1/reports/2026-01-12/preview?format=text")
                        .text())
                .startsWith("PREVIEW")
                .contains("it would become revision 2", "12.50");
        assertThat(stand.publication(date)).isEqualTo("PUBLISHED");
        assertThat(stand.mails(date)).hasSize(1);
        assertThat(audit(date))
                .containsExactly(
                        "PREVIEW - all-in-one it would become revision 2",
                        "PREVIEW - all-in-one it is revision 1",
                        "RUN - all-in-one -",
                        "PREVIEW - all-in-one it would become revision 1");
    }

    @Test
    void previewSaysWhatHolds_whenThereAreNoFigures() throws Exception {
        stand.processor().ready(false);
        ReportStand.Answer held;
        try {
            held = stand.get(service, "/v1/reports/2026-01-13/preview");
        } finally {
            stand.processor().ready(true);
        }
        assertThat(held.json().path("status").asText()).as(held.text()).isEqualTo("HELD");
        assertThat(held.json().path("detail").asText()).contains("partition 3");
        assertThat(stand.get(service, "/v1/reports/2999-01-01/preview").status())
                .isEqualTo(400);
        assertThat(stand.get(service, "/v1/reports/2026-01-13/preview?format=pdf")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void backfillsARangeOldestFirst_withoutAMail_untilOneIsAskedFor() throws Exception {
        ReportStand.Answer asked = stand.send(
                service, "POST", "/v1/reports/backfill", "{\"from\": \"2025-01-30\", \"to\": \"2025-02-03\"}");
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        JsonNode over = ended(asked.headers().get("location").get(0));

        assertThat(over.path("days").asInt()).isEqualTo(5);
        assertThat(over.path("done").asInt()).isEqualTo(5);
        assertThat(over.path("failed").asInt() + over.path("held").asInt()).isZero();
        assertThat(stand.column("SELECT business_date FROM report_runs WHERE backfill_id = '"
                        + over.path("id").asText() + "' ORDER BY requested_at, business_date"))
                .containsExactly("2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03");
        LocalDate first = LocalDate.parse("2025-01-30");
        LocalDate last = LocalDate.parse("2025-02-03");
        assertThat(stand.publication(first)).isEqualTo("NOT_SENT");
        assertThat(stand.publication(last)).isEqualTo("NOT_SENT");
        assertThat(stand.object("reports/2025-02-01/r1/report.txt")).isPresent();
        assertThat(audit(first)).containsExactly("RUN - all-in-one KEPT");
        assertThat(stand.column("SELECT detail FROM report_audit WHERE action = 'BACKFILL' AND who = 'all-in-one'"))
                .contains("2025-01-30 to 2025-02-03, not mailed, backfill "
                        + over.path("id").asText());

        assertThat(resend(first, "{\"attempt\": 0}").json().path("outcome").asText())
                .isEqualTo("PUBLISHED");
        ReportStand.Answer mailed = stand.send(
                service,
                "POST",
                "/v1/reports/backfill",
                "{\"from\": \"2025-02-03\", \"to\": \"2025-02-03\", \"publish\": true}");
        ended(mailed.headers().get("location").get(0));
        assertThat(stand.publication(last)).isEqualTo("PUBLISHED");
        assertThat(stand.mails(first)).hasSize(1);
        assertThat(stand.mails(last)).hasSize(1);
        assertThat(stand.mails(LocalDate.parse("2025-02-01"))).isEmpty();
    }

    @Test
    void goesOnWithABackfill_whoseProcessDied() throws Exception {
        String id = "11111111-2222-4333-8444-555555555555";
        stand.sql("INSERT INTO report_backfills (id, report, from_date, to_date, publish, requested_by, requested_at,"
                + " next_date) VALUES ('" + id + "', 'daily-sales', '2025-03-01', '2025-03-04', FALSE, 'gone', NOW(6),"
                + " '2025-03-03')");
        assertThat(ended("/v1/reports/backfill/" + id).path("done").asInt()).isEqualTo(2);
        assertThat(audit(LocalDate.parse("2025-03-04"))).containsExactly("RUN - gone KEPT");
        assertThat(audit(LocalDate.parse("2025-03-02"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"from\": \"2025-01-02\", \"to\": \"2025-01-01\"}",
                "{\"from\": \"2020-01-01\", \"to\": \"2025-01-01\"}",
                "{\"from\": \"2025-01-01\", \"to\": \"2999-01-01\"}",
                "{\"from\": \"2998-12-31\", \"to\": \"2999-01-01\"}",
                "{\"from\": \"2025-01-01\"}",
                "{\"from\": \"2025-01-01\", \"to\": \"2025-01-02\", \"publish\": \"yes\"}"
            })
    void refusesABackfillThatIsNoRangeOfClosedDays(String body) throws Exception {
        assertThat(stand.send(service, "POST", "/v1/reports/backfill", body).status())
                .isEqualTo(422);
    }

    private static JsonNode ended(String path) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> stand.get(service, path).json(), json -> json.has("ended_at"));
    }

    @Test
    void listsTheAuditTrailInPages_newestFirst() throws Exception {
        LocalDate date = published("2026-01-14");
        resend(date, "{\"attempt\": 1}");
        resend(date, "{\"attempt\": 2}");
        JsonNode first = stand.get(service, "/v1/audit?date=2026-01-14&limit=2").json();
        JsonNode second = stand.get(service, first.path("next").asText()).json();
        assertThat(first.path("audit"))
                .extracting(row -> row.path("action").asText())
                .containsExactly("RESEND", "RESEND");
        assertThat(second.path("audit"))
                .extracting(row -> row.path("action").asText())
                .containsExactly("RUN");
        assertThat(second.has("next")).isFalse();
        assertThat(second.path("audit").get(0).path("run").asText()).hasSize(36);
        assertThat(stand.get(service, "/v1/audit?before=x").status()).isEqualTo(400);
        assertThat(stand.get(service, "/v1/audit?date=2026-01-14&report=other")
                        .json()
                        .path("audit"))
                .isEmpty();
    }

    private static LocalDate run(String date) throws Exception {
        LocalDate day = LocalDate.parse(date);
        stand.run(service, day, 30);
        return day;
    }

    private static LocalDate published(String date) throws Exception {
        LocalDate day = run(date);
        assertThat(stand.publication(day)).isEqualTo("PUBLISHED");
        return day;
    }

    private static String path(LocalDate date, String action) {
        return "/v1/reports/" + date + "/revisions/1/" + action;
    }

    private static ReportStand.Answer resend(LocalDate date, String body) throws Exception {
        return stand.send(service, "POST", path(date, "resend"), body);
    }

    private static List<ReportStand.Answer> atOnce(List<Callable<ReportStand.Answer>> calls) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<ReportStand.Answer>> futures = new ArrayList<>();
        for (Callable<ReportStand.Answer> call : calls) {
            futures.add(threads.submit(() -> {
                go.await();
                return call.call();
            }));
        }
        go.countDown();
        List<ReportStand.Answer> answers = new ArrayList<>();
        for (Future<ReportStand.Answer> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    /** The day's rows, newest first: action, revision, who, detail. */
    private static List<String> audit(LocalDate date) throws Exception {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : stand.get(service, "/v1/audit?date=" + date).json().path("audit")) {
            rows.add(String.join(
                    " ",
                    row.path("action").asText(),
                    row.path("revision").isMissingNode()
                            ? "-"
                            : row.path("revision").asText(),
                    row.path("who").asText(),
                    row.path("detail").isMissingNode()
                            ? "-"
                            : row.path("detail").asText()));
        }
        return rows;
    }
}
