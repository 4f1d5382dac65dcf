package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.TestStack;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorService;
import dev.daybook.report.ReportService;
import dev.daybook.service.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that come after their day was reported, through HTTP to the revisions that nobody asked for. */
class LateEventsTest {
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private static final LocalDate LONG_AGO = LocalDate.of(2019, 5, 4);
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    static Path home;

    private static TestStack stack;
    private static IngestService ingest;
    private static ReportService report;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(home, Map.of("TOPIC_PARTITIONS", "3"));
        ingest = stack.ingest(Map.of("ARCHIVE_FLUSH_AFTER", "200ms"));
        ProcessorService processor = stack.processor(Map.of());
        report = stack.report(
                processor.address(),
                Map.of("REVISION_DELAY", "4s", "REPORT_SWEEP_INTERVAL", "300ms", "REPORT_CRON", "0 0 0 1 1 ? 2099"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static String event(LocalDate date, String id, String type, String order, String amount, String more) {
        return """
                {"event_id":"%s","source":"till","event_type":"%s","timestamp":"%sT09:30:00Z","details":{"store_id":"soho",\
                "order_id":"%s","currency":"GBP","lines":[{"product_id":"latte","name":"Latte","quantity":1,\
                "unit_price":"%s"}],"payments":[{"method":"card","amount":"%s"}]%s}}""".formatted(id, type, date, order, amount, amount, more);
    }

    private static String sale(LocalDate date, String order, String amount) {
        return event(date, "sale-" + order, "sale.completed", order, amount, "");
    }

    @Test
    void eachMakesOneRevisionWithItsExactDifference_andDuplicatesAndRefusalsMakeNone() throws Exception {
        post(202, sale(DAY, "1", "3.70"), sale(DAY, "2", "5.00"));
        assertThat(send("POST", "/v1/reports/" + DAY + "/runs?wait=55")
                        .path("revision")
                        .asInt())
                .isEqualTo(1);

        // Two requests within REVISION_DELAY are one revision.
        post(202, sale(DAY, "3", "2.20"));
        post(202, sale(DAY, "4", "0.10"));
        JsonNode late = revision(DAY, 2);
        assertThat(late.path("changes").path("since_revision").asInt()).isEqualTo(1);
        assertThat(late.at("/changes/stores")).hasSize(1);
        assertThat(late.at("/changes/stores/0/figures")).isEqualTo(Json.MAPPER.readTree("""
                {"orders":{"before":2,"after":4,"difference":2},
                 "units_sold":{"before":2,"after":4,"difference":2},
                 "gross":{"before":"8.70","after":"11.00","difference":"2.30"},
                 "net":{"before":"8.70","after":"11.00","difference":"2.30"},
                 "collected":{"before":"8.70","after":"11.00","difference":"2.30"},
                 "average_order":{"before":"4.35","after":"2.75","difference":"-1.60"}}"""));
        assertThat(late.at("/changes/stores/0/payments").toString())
                .isEqualTo("[{\"method\":\"card\",\"figures\":{\"amount\":"
                        + "{\"before\":\"8.70\",\"after\":\"11.00\",\"difference\":\"2.30\"}}}]");
        assertThat(late.at("/changes/stores/0/hours/0/figures/net/difference").asText())
                .isEqualTo("2.30");

        post(202, event(DAY, "refund-1", "sale.refunded", "r1", "3.70", ",\"refund_of\":\"1\""));
        JsonNode refunded = revision(DAY, 3).at("/changes/stores/0/figures");
        assertThat(refunded).isEqualTo(Json.MAPPER.readTree("""
                {"refunds":{"before":0,"after":1,"difference":1},
                 "units_returned":{"before":0,"after":1,"difference":1},
                 "returns":{"before":"0.00","after":"3.70","difference":"3.70"},
                 "net":{"before":"11.00","after":"7.30","difference":"-3.70"},
                 "collected":{"before":"11.00","after":"7.30","difference":"-3.70"},
                 "average_order":{"before":"2.75","after":"1.83","difference":"-0.92"}}"""));

        post(202, event(DAY, "void-2", "sale.voided", "2", "5.00", ",\"sold_at\":\"" + DAY + "T09:30:00Z\""));
        JsonNode voided = revision(DAY, 4).at("/changes/stores/0/figures");
        assertThat(voided).isEqualTo(Json.MAPPER.readTree("""
                {"orders":{"before":4,"after":3,"difference":-1},
                 "voids":{"before":0,"after":1,"difference":1},
                 "units_sold":{"before":4,"after":3,"difference":-1},
                 "gross":{"before":"11.00","after":"6.00","difference":"-5.00"},
                 "net":{"before":"7.30","after":"2.30","difference":"-5.00"},
                 "collected":{"before":"7.30","after":"2.30","difference":"-5.00"},
                 "average_order":{"before":"1.83","after":"0.77","difference":"-1.06"}}"""));

        // Received again, and refused at the door: the accounting changes, the figures don't. The sale behind them
        // shows
        // that they were looked past, not waited for.
        post(202, sale(DAY, "1", "3.70"));
        post(422, sale(DAY, "5", "-1.00"));
        post(202, sale(DAY, "6", "1.00"));
        JsonNode last = revision(DAY, 5);
        assertThat(last.at("/changes/stores/0/figures/net/difference").asText()).isEqualTo("1.00");
        assertThat(last.at("/accounting/duplicate").asInt()).isEqualTo(1);
        assertThat(last.at("/accounting/rejected").asInt()).isEqualTo(1);
        assertThat(runsByThemselves(DAY)).isEqualTo(4);
        for (int number = 1; number <= 5; number++) {
            assertThat(mails(DAY, number)).as("mails of revision %s", number).isEqualTo(1);
        }
        assertThat(text("/reports/" + DAY)).contains("Changed since revision 4").contains("GBP +1.00");
        assertThat(send("GET", "/v1/reports/" + DAY + "?revision=1")
                        .path("changes")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void keepsHistoryThatIsLoadedWithoutMailingIt_untilSomebodyAsks() throws Exception {
        post(202, sale(LONG_AGO, "h1", "9.00"));
        JsonNode kept = revision(LONG_AGO, 1, "NOT_SENT");
        assertThat(kept.path("status").asText()).isEqualTo("COMPLETE");
        assertThat(kept.path("publication_detail").asText()).contains("CATCH_UP_DAYS");

        post(202, sale(LONG_AGO, "h2", "1.00"));
        assertThat(revision(LONG_AGO, 2, "NOT_SENT")
                        .at("/changes/stores/0/figures/net/difference")
                        .asText())
                .isEqualTo("1.00");
        assertThat(mails(LONG_AGO, 1) + mails(LONG_AGO, 2)).isZero();

        assertThat(send("POST", "/v1/reports/" + LONG_AGO + "/runs?wait=55")
                        .path("revision")
                        .asInt())
                .isEqualTo(2);
        revision(LONG_AGO, 2, "PUBLISHED");
        assertThat(mails(LONG_AGO, 2)).isEqualTo(1);

        // Whoever was mailed a report is mailed its revisions.
        post(202, sale(LONG_AGO, "h3", "1.00"));
        revision(LONG_AGO, 3, "PUBLISHED");
        assertThat(mails(LONG_AGO, 3)).isEqualTo(1);
        assertThat(mails(LONG_AGO, 1)).isZero();
    }

    private JsonNode revision(LocalDate date, int number) throws Exception {
        return revision(date, number, "PUBLISHED");
    }

    /** Waits until that revision is the last one. */
    private JsonNode revision(LocalDate date, int number, String publication) throws Exception {
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode found = send("GET", "/v1/reports/" + date);
            assertThat(found.path("revision").asInt()).isEqualTo(number);
            assertThat(found.path("publication").asText()).isEqualTo(publication);
        });
        return send("GET", "/v1/reports/" + date);
    }

    private void post(int status, String... events) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request(ingest.address().resolve("/v1/events").toString())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", events)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private JsonNode send(String method, String path) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(text(method, path));
    }

    private String text(String path) throws IOException, InterruptedException {
        return text("GET", path);
    }

    private String text(String method, String path) throws IOException, InterruptedException {
        return http.send(
                        request(report.address().resolve(path).toString())
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(java.net.URI.create(uri))
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + stack.apiKey());
    }

    private long runsByThemselves(LocalDate date) throws Exception {
        return stack.rows(
                "SELECT COUNT(*) FROM report_runs WHERE requested_by = 'changes' AND business_date = '" + date + "'");
    }

    private long mails(LocalDate date, int revision) throws IOException, InterruptedException {
        JsonNode inbox = Json.MAPPER.readTree(http.send(
                        HttpRequest.newBuilder(stack.aws().resolve("/inbox.json"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        long mails = 0;
        for (JsonNode mail : inbox) {
            String subject = mail.path("subject").asText();
            boolean isRevision = subject.matches(".*\\brevision " + revision + "\\b.*");
            mails += subject.contains(date.toString()) && isRevision ? 1 : 0;
        }
        return mails;
    }
}
