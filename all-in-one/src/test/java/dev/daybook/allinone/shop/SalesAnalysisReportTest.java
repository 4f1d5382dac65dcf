package dev.daybook.allinone.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.TestStack;
import dev.daybook.report.ReportConfig;
import dev.daybook.report.ReportService;
import dev.daybook.report.analysis.SalesAnalysisText;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.publish.Step;
import dev.daybook.service.Json;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The Sales Analysis Report of the café lab's database, from a run or a fire time to the inbox, without any processor. */
class SalesAnalysisReportTest {
    private static final LocalDate CHANGED = LocalDate.of(2020, 7, 10);
    private static final LocalDate OTHER_SCHEMA = LocalDate.of(2020, 7, 11);
    private static final LocalDate GIVEN_UP = LocalDate.of(2020, 7, 12);
    /** From here on a day for each step. */
    private static final LocalDate CRASHES = LocalDate.of(2020, 8, 1);

    private static final String DAILY = "0 0 16 * * ?";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Path lab;
    private static ShopServer shop;
    private static TestStack stack;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        lab = ShopServer.sharedData("cafe-lab");
        shop = ShopServer.start(folder.resolve("shop"));
        stack = TestStack.start(folder.resolve("daybook"), Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        if (shop != null) {
            shop.close();
        }
    }

    @BeforeEach
    void load() throws IOException, SQLException {
        shop.run(Files.readString(lab.resolve("cafe_db.sql")));
    }

    private static ReportConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(shop.environment());
        settings.put("REPORT_CRON", "0 0 0 1 1 ? 2099");
        settings.put("REPORT_SWEEP_INTERVAL", "200ms");
        settings.putAll(more);
        return ReportConfig.from(Settings.of(stack.environment(settings)));
    }

    private static ReportService service(Map<String, String> more) {
        return ReportService.start(config(more), Clock.systemUTC());
    }

    @ParameterizedTest
    @CsvSource({
        "2020-06-22, report_2020-06-22.txt",
        "2020-07-28, report_2020-07-28.txt",
        "2020-06-23, report_empty_2020-06-23.txt",
    })
    void mailsTheLabsOwnReport(LocalDate date, String file) throws Exception {
        String reference = Files.readString(lab.resolve(file));
        try (ReportService service = service(Map.of())) {
            JsonNode run = run(service, date, 55);

            assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("DONE");
            assertThat(mails(date)).singleElement().satisfies(mail -> {
                assertThat(mail.path("subject").asText()).isEqualTo("Daily Sales Analysis Report");
                assertThat(mail.path("body").asText()).isEqualTo(reference);
            });
            assertThat(stack.object("reports/sales-analysis/" + date + "/r1/report.txt"))
                    .contains(Files.readAllBytes(lab.resolve(file)));
            JsonNode report = json(service, "/v1/reports/" + date + "?report=sales-analysis");
            assertThat(report.path("report").asText()).isEqualTo("sales-analysis");
            assertThat(report.path("status").asText()).isEqualTo("COMPLETE");
            assertThat(report.path("publication").asText()).isEqualTo("PUBLISHED");
            assertThat(report.at("/analysis/date").asText()).isEqualTo(date.toString());
            assertThat(get(service, "/reports/" + date + "?report=sales-analysis")
                            .body())
                    .contains("<pre class=\"whole\">" + reference + "</pre>");
            assertThat(get(service, "/v1/reports/" + date).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void makesANewRevision_whenWhatWasSoldChanged_andNoneOtherwise() throws Exception {
        sell(901, CHANGED, 2);
        try (ReportService service = service(Map.of())) {
            run(service, CHANGED, 55);
            run(service, CHANGED, 55);
            assertThat(mails(CHANGED)).hasSize(1);

            shop.run("UPDATE order_item SET quantity = 3, product_id = NULL WHERE order_number = 901;\n");
            JsonNode run = run(service, CHANGED, 55);

            assertThat(run.path("revision").asInt()).isEqualTo(2);
            List<JsonNode> mails = mails(CHANGED);
            assertThat(mails)
                    .extracting(mail -> mail.path("subject").asText())
                    .containsExactly("Daily Sales Analysis Report", "Daily Sales Analysis Report (revision 2)");
            assertThat(mails.get(0).path("body").asText()).doesNotContain("Product Group: Unknown");
            assertThat(mails.get(1).path("body").asText()).contains("Product Group: Unknown");
            JsonNode listed = json(service, "/v1/reports?report=sales-analysis&limit=1&before=" + CHANGED.plusDays(1));
            assertThat(listed.at("/reports/0/revision").asInt()).isEqualTo(2);
            assertThat(listed.path("next").asText())
                    .isEqualTo("/v1/reports?before=" + CHANGED + "&limit=1&report=sales-analysis");
            assertThat(get(service, "/?report=sales-analysis").body())
                    .contains("href=\"/reports/" + CHANGED + "?report=sales-analysis\"");
            assertThat(get(service, "/reports/" + CHANGED + "?report=sales-analysis&revision=1")
                            .body())
                    .contains("href=\"/reports/" + CHANGED + "?revision=2&amp;report=sales-analysis\"");
        }
    }

    @Test
    void isHeldAndSaysWhy_whenTheDatabaseHasAnotherSchema_andGoesOnOnceItIsMended() throws Exception {
        sell(902, OTHER_SCHEMA, 1);
        shop.run("RENAME TABLE order_item TO order_item_away;\n");
        try (ReportService service = service(Map.of())) {
            String path = "/v1/reports/" + OTHER_SCHEMA + "?report=sales-analysis";
            JsonNode run = run(service, OTHER_SCHEMA, 55);
            assertThat(run.path("detail").asText()).contains("another schema than SHOP_DB_SALES_QUERY asks for");
            // The sweep takes the run again and again; in between it is held.
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(json(service, path).path("status").asText())
                                    .isEqualTo("HELD"));
            assertThat(mails(OTHER_SCHEMA)).isEmpty();

            shop.run("RENAME TABLE order_item_away TO order_item;\n");

            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(
                                    json(service, path).path("publication").asText())
                            .isEqualTo("PUBLISHED"));
            assertThat(mails(OTHER_SCHEMA))
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.path("body").asText()).contains("Product Group: "));
        }
    }

    @Test
    void failsWithAnAlarmAndSendsNothing_whenTheDatabaseIsStillAwayAtTheDeadline() throws Exception {
        sell(903, GIVEN_UP, 1);
        try (ReportService service =
                service(Map.of("SHOP_DB_URL", "jdbc:mariadb://127.0.0.1:1/cafe", "REPORT_DEADLINE", "0s"))) {
            JsonNode run = run(service, GIVEN_UP, 55);

            assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("FAILED");
            assertThat(run.path("detail").asText()).contains("past its deadline", "can't be reached (SHOP_DB_URL)");
            assertThat(get(service, "/metrics").body().lines())
                    .anyMatch(line -> line.matches("daybook_report_runs_failed_total.* 1\\.0"));
        }
        assertThat(mails(GIVEN_UP)).isEmpty();
        try (ReportService service = service(Map.of())) {
            assertThat(run(service, GIVEN_UP, 55).path("state").asText()).isEqualTo("DONE");
            assertThat(mails(GIVEN_UP)).hasSize(1);
        }
    }

    @Test
    void isNotFoundAndSaysWhichSettingIsMissing_whenThereIsNoShopsDatabase() throws Exception {
        Map<String, String> without = new HashMap<>();
        shop.environment().keySet().forEach(name -> without.put(name, ""));
        try (ReportService service = service(without)) {
            for (String path : List.of(
                    "/v1/reports?report=sales-analysis",
                    "/v1/reports/2020-06-22?report=sales-analysis",
                    "/v1/schedule?report=sales-analysis",
                    "/?report=sales-analysis")) {
                HttpResponse<String> answer = get(service, path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).contains("SHOP_DB_URL is not set");
            }
            HttpResponse<String> run = post(service, "/v1/reports/2020-06-22/runs?report=sales-analysis");
            assertThat(run.statusCode()).isEqualTo(404);
            assertThat(get(service, "/v1/reports?report=weekly").body()).contains("daily-sales, sales-analysis");
        }
    }

    /** What no part of the service catches: as for a kill, nothing more is written after it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, mode = EnumSource.Mode.EXCLUDE, names = "PROCESSED_BEGUN")
    void comesToOneRevisionWithTheSameBytesAndAtMostOneMail_whenItCrashesBehind(Step step) throws Exception {
        LocalDate date = CRASHES.plusDays(step.ordinal());
        sell(950, date, 1);
        CountDownLatch crashed = new CountDownLatch(1);
        ReportService first = ReportService.start(config(Map.of()), Clock.systemUTC(), (done, day) -> {
            if (done == step && day.date().equals(date)) {
                crashed.countDown();
                throw new Crash();
            }
        });
        String id = run(first, date, 0).path("id").asText();
        assertThat(crashed.await(30, TimeUnit.SECONDS)).isTrue();
        first.close();
        String where = " FROM report_revisions WHERE report = 'sales-analysis' AND business_date = '" + date + "'";
        List<String> claimed = column("SELECT canonical_sha256" + where);
        // What changes from here on must not find its way into a revision that was claimed before.
        shop.run("UPDATE order_item SET quantity = 7 WHERE order_number = 950;\n");
        sql("UPDATE report_runs SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE id = '" + id + "'");
        sql("UPDATE report_revisions SET publishing_since = NOW(6) - INTERVAL 1 DAY, next_attempt_at = NOW(6)"
                + " WHERE report = 'sales-analysis' AND business_date = '" + date + "'");

        try (ReportService second = service(Map.of())) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(
                                    json(second, "/v1/reports/" + date + "/runs/" + id + "?report=sales-analysis")
                                            .path("state")
                                            .asText())
                            .isEqualTo("DONE"));
            boolean unknowable = step == Step.PUBLISHING_RECORDED || step == Step.SENT;
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(column("SELECT publication" + where))
                            .containsExactly(unknowable ? "UNKNOWN" : "PUBLISHED"));
        }
        assertThat(mails(date)).hasSize(step == Step.PUBLISHING_RECORDED ? 0 : 1);
        List<String> standing = column("SELECT canonical_sha256" + where);
        assertThat(standing).hasSize(1);
        if (!claimed.isEmpty()) {
            assertThat(standing).isEqualTo(claimed);
        }
        String prefix = "reports/sales-analysis/" + date + "/r1/";
        assertThat(CanonicalJson.sha256(stack.object(prefix + "report.json").orElseThrow()))
                .isEqualTo(standing.get(0));
        String text = new String(stack.object(prefix + "report.txt").orElseThrow(), StandardCharsets.UTF_8);
        assertThat(text).contains(claimed.isEmpty() ? "  7  \n" : "  1  \n");
        assertThat(mails(date)).allMatch(mail -> mail.path("body").asText().equals(text));
    }

    /** Runs ahead of the system's clock by as much as it is told. */
    private static final class AheadClock extends Clock {
        private final AtomicReference<Duration> ahead;

        AheadClock(Duration ahead) {
            this.ahead = new AtomicReference<>(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.system(zone);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead.get());
        }
    }

    @Test
    void sendsEachDayOnce_whenTwoServicesSeeTheFireTimesThatWereMissed() throws Exception {
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        AheadClock one = new AheadClock(Duration.ZERO);
        AheadClock other = new AheadClock(Duration.ofSeconds(30));
        sell(960, today, 4);
        ReportConfig config = config(Map.of("SALES_ANALYSIS_CRON", DAILY));
        try (ReportService a = ReportService.start(config, one);
                ReportService b = ReportService.start(config(Map.of("SALES_ANALYSIS_CRON", DAILY)), other)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(column(
                                    "SELECT first_event_on FROM report_schedule WHERE report = 'sales-analysis'"))
                            .hasSize(1)
                            .doesNotContainNull());
            LocalDate first =
                    LocalDate.parse(column("SELECT first_event_on FROM report_schedule WHERE report = 'sales-analysis'")
                            .get(0));
            assertThat(json(a, "/v1/schedule?report=sales-analysis")
                            .path("cron")
                            .asText())
                    .isEqualTo(DAILY);
            assertThat(json(b, "/v1/schedule").path("cron").asText()).isNotEqualTo(DAILY);

            one.ahead.set(Duration.ofDays(4));
            other.ahead.set(Duration.ofDays(4).plusSeconds(30));

            String since =
                    " FROM report_revisions WHERE report = 'sales-analysis' AND business_date >= '" + first + "'";
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(column("SELECT CONCAT(business_date, ' ', revision, ' ', status, ' ',"
                                            + " publication)" + since + " ORDER BY business_date, revision"))
                                    .startsWith(
                                            first + " 1 COMPLETE PUBLISHED",
                                            first.plusDays(1) + " 1 COMPLETE PUBLISHED",
                                            first.plusDays(2) + " 1 COMPLETE PUBLISHED")
                                    .allMatch(line -> line.endsWith(" 1 COMPLETE PUBLISHED")));
            for (int day = 0; day < 3; day++) {
                assertThat(mails(first.plusDays(day))).hasSize(1);
            }
            String body = mails(today).get(0).path("body").asText();
            assertThat(body).contains("Date: " + today, "  4  \n");
            assertThat(mails(first.plusDays(2)).get(0).path("body").asText()).contains("There were no orders today.");
            assertThat(column("SELECT DISTINCT requested_by FROM report_runs WHERE report = 'sales-analysis'"
                            + " AND business_date >= '" + first + "'"))
                    .containsExactly("schedule");
            assertThat(column("SELECT business_date FROM report_runs WHERE report = 'sales-analysis'"
                            + " AND business_date >= '" + first + "' GROUP BY business_date HAVING COUNT(*) > 1"))
                    .isEmpty();
        }
    }

    /** An order of one product at the date's noon. */
    private static void sell(int order, LocalDate date, int quantity) throws SQLException {
        shop.run("INSERT INTO `order` VALUES (" + order + ", '" + date + " 12:00:00', 2.50);\n"
                + "INSERT INTO order_item VALUES (" + order + ", 1, 1, " + quantity + ", 2.50);\n");
    }

    private JsonNode run(ReportService service, LocalDate date, int wait) throws IOException, InterruptedException {
        HttpResponse<String> run = post(service, "/v1/reports/" + date + "/runs?report=sales-analysis&wait=" + wait);
        assertThat(run.statusCode()).as(run.body()).isBetween(200, 202);
        assertThat(run.headers().firstValue("Location").orElse("")).endsWith("?report=sales-analysis");
        return Json.MAPPER.readTree(run.body());
    }

    private HttpResponse<String> post(ReportService service, String path) throws IOException, InterruptedException {
        return http.send(
                request(service.address().resolve(path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(ReportService service, String path) throws IOException, InterruptedException {
        return http.send(request(service.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(ReportService service, String path) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(get(service, path).body());
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + stack.apiKey());
    }

    /** The analyses of the date in the inbox, oldest first. */
    private List<JsonNode> mails(LocalDate date) throws IOException, InterruptedException {
        HttpResponse<String> inbox = http.send(
                HttpRequest.newBuilder(stack.aws().resolve("/inbox.json")).build(),
                HttpResponse.BodyHandlers.ofString());
        List<JsonNode> mails = new ArrayList<>();
        for (JsonNode mail : Json.MAPPER.readTree(inbox.body())) {
            if (mail.path("subject").asText().startsWith(SalesAnalysisText.SUBJECT)
                    && mail.path("body").asText().contains("Date: " + date)) {
                mails.add(mail);
            }
        }
        return mails;
    }

    private static Connection ledger() throws SQLException {
        var access = config(Map.of()).database();
        return DriverManager.getConnection(
                access.url(), access.user(), access.password().reveal());
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = ledger();
                var prepared = connection.prepareStatement(statement)) {
            prepared.executeUpdate();
        }
    }

    private static List<String> column(String query) throws SQLException {
        try (Connection connection = ledger();
                var prepared = connection.prepareStatement(query);
                var rows = prepared.executeQuery()) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }
}
