package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.TestStack;
import dev.daybook.ingest.IngestService;
import dev.daybook.report.ReportService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each figure of a report against its events in the archive, as the processor counted the ones and the page the others. */
class FigurePagesTest {
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private static final LocalDate DAY_BEFORE = DAY.minusDays(1);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern CELL =
            Pattern.compile("data-label=\"([^\"]+)\">(?:<a href=\"([^\"]+)\">)?([^<]+)(?:</a>)?</td>");
    private static final Pattern VERDICT = Pattern.compile("<p class=\"(good|warning)\">([^<]+)</p>");

    @TempDir
    static Path home;

    private static TestStack stack;
    private static IngestService ingest;
    private static ReportService report;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(home, Map.of());
        ingest = stack.ingest(Map.of());
        report = stack.report(stack.processor(Map.of()).address(), Map.of("REPORT_SWEEP_INTERVAL", "1h"));
        String order = """
                "lines":[{"product_id":"latte","name":"Latte","quantity":"2.5","unit_price":"3.70","discount":"0.40","tax":"1.17"},
                {"product_id":"muffin","quantity":1,"unit_price":"2.20"}],"discount":"0.50","tax":"0.20","tip":"1.00",
                "payments":[{"method":"card","amount":"9.00"},{"method":"gift card","amount":"4.12"}]""";
        String included = """
                "lines":[{"product_id":"latte","quantity":1,"unit_price":"3.70","tax":"0.62"}],"prices_include_tax":true,
                "payments":[{"method":"cash","amount":"3.70"}]""";
        String back = """
                "refund_of":"o1","lines":[{"product_id":"muffin","quantity":1,"unit_price":"2.20","discount":"0.20","tax":"0.10"}],
                "payments":[{"method":"card","amount":"2.10"}]""";
        post(
                event(DAY, "1", "sale.completed", "9", "GBP", order),
                event(DAY, "2", "sale.completed", "9", "GBP", included),
                event(DAY, "3", "sale.completed", "10", "GBP", order),
                event(DAY, "4", "sale.voided", "10", "GBP", order + ",\"sold_at\":\"" + DAY + "T10:15:00Z\""),
                event(DAY, "5", "sale.refunded", "17", "GBP", back),
                event(DAY, "6", "sale.completed", "9", "KWD", included));
        post(event(DAY, "1", "sale.completed", "9", "GBP", order));
        run(DAY);
    }

    @AfterAll
    static void close() {
        if (stack != null) {
            stack.close();
        }
    }

    private static String event(LocalDate day, String id, String type, String hour, String currency, String details) {
        return """
                {"event_id":"e%s","source":"pos/soho","event_type":"%s","timestamp":"%sT%s:15:00Z",
                "details":{"store_id":"soho","order_id":"o%s","currency":"%s",%s}}""".formatted(id, type, day, hour.length() == 1 ? "0" + hour : hour, id, currency, details);
    }

    private static void post(String... events) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(ingest.address() + "/v1/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", events) + "]")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void run(LocalDate day) throws Exception {
        HttpResponse<String> run =
                send(HttpRequest.newBuilder(URI.create(report.address() + "/v1/reports/" + day + "/runs?wait=60"))
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
    }

    private static String page(String path) throws Exception {
        HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(report.address() + path)));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(
                request.header("X-API-Key", stack.apiKey())
                        .timeout(Duration.ofSeconds(90))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static List<MatchResult> cells(LocalDate day) throws Exception {
        return CELL.matcher(page("/reports/" + day + "/figures")).results().toList();
    }

    private static String events(MatchResult cell) throws Exception {
        return page(cell.group(2).replace("&amp;", "&"));
    }

    private static MatchResult verdict(String page) {
        return VERDICT.matcher(page).results().findFirst().orElseThrow(() -> new AssertionError(page));
    }

    @Test
    void comesToWhatTheReportSays_forEachOfItsFigures() throws Exception {
        List<MatchResult> cells = cells(DAY);

        // GBP: 12 of the store, 2 hours (in a third all was voided), 3 methods, 2 products; KWD: 12, 1, 1 and 1.
        assertThat(cells).hasSize(12 + 2 * 2 + 3 + 2 * 6 + 12 + 2 + 1 + 6);
        for (MatchResult cell : cells) {
            if (cell.group(2) == null) {
                assertThat(cell.group(3)).as("a figure without events").isIn("0", "GBP 0.00", "KWD 0.000");
                continue;
            }
            MatchResult verdict = verdict(events(cell));
            assertThat(verdict.group(1))
                    .as("%s: %s", cell.group(2), verdict.group(2))
                    .isEqualTo("good");
            assertThat(verdict.group(2)).endsWith("to " + cell.group(3) + ", as the report says.");
        }
    }

    @Test
    void comesToWhatAllStoresSoldTogether() throws Exception {
        LocalDate day = DAY.minusDays(4);
        String soho = "\"lines\":[{\"product_id\":\"tea\",\"quantity\":2,\"unit_price\":\"1.50\"}],"
                + "\"payments\":[{\"method\":\"card\",\"amount\":\"3.00\"}]";
        String camden = "\"lines\":[{\"product_id\":\"tea\",\"quantity\":1,\"unit_price\":\"1.60\"}],"
                + "\"payments\":[{\"method\":\"card\",\"amount\":\"1.60\"}]";
        post(
                event(day, "all-1", "sale.completed", "9", "GBP", soho),
                event(day, "all-2", "sale.completed", "9", "GBP", camden).replace("soho", "camden"));
        run(day);

        assertThat(page("/reports/" + day + "/figures")).contains("<h2><bdi>All stores, GBP</bdi></h2>");
        List<MatchResult> cells = cells(day);

        // All stores and two stores: 12 of their own, an hour, a method and a product of each.
        assertThat(cells).hasSize(3 * (12 + 2 + 1 + 6));
        assertThat(verdict(events(cells.get(0))).group(2)).isEqualTo("2 events come to GBP 4.60, as the report says.");
        for (MatchResult cell : cells.subList(0, 12 + 2 + 1 + 6)) {
            if (cell.group(2) != null) {
                assertThat(cell.group(2)).doesNotContain("store=");
                assertThat(verdict(events(cell)).group(1)).as(cell.group(2)).isEqualTo("good");
            }
        }
        assertThat(events(cells.get(0))).contains("All stores, GBP, net sales").doesNotContain("./daybook explain");
    }

    @Test
    void listsOnlyTheEventsThatAddSomething() throws Exception {
        String base = "/reports/" + DAY + "/events?revision=1&store=soho&currency=GBP&of=";

        assertThat(verdict(page(base + "store&figure=tips")).group(2))
                .isEqualTo("3 events come to GBP 1.00, as the report says.");
        assertThat(verdict(page(base + "store&figure=collected")).group(2))
                .isEqualTo("5 events come to GBP 14.52, as the report says.");
        assertThat(verdict(page(base + "store&figure=orders")).group(2))
                .isEqualTo("4 events come to 2, as the report says.");
        assertThat(verdict(page(base + "store&figure=voids")).group(2))
                .isEqualTo("1 event comes to 1, as the report says.");
        assertThat(verdict(page(base + "product&id=latte&figure=units_sold")).group(2))
                .isEqualTo("4 events come to 3.5, as the report says.");
        assertThat(verdict(page(base + "payment&id=gift+card")).group(2))
                .isEqualTo("3 events come to GBP 4.12, as the report says.");
        assertThat(page(base + "product&id=muffin&figure=returns"))
                .contains("1 event comes to GBP 2.00, as the report says.", "returns of muffin")
                .contains("<code>./daybook explain " + DAY + " soho product.returns:muffin</code>");
        assertThat(page(base + "payment&id=gift+card"))
                .contains("1 repeated receipt was passed over: each event counts once.")
                .contains("./daybook explain " + DAY + " soho 'payment.amount:gift card'");
    }

    @Test
    void saysWhyNot_whenTheEventsComeToSomethingElse() throws Exception {
        String one = "\"lines\":[{\"product_id\":\"tea\",\"quantity\":1,\"unit_price\":\"1.00\"}]";
        post(event(DAY_BEFORE.minusDays(1), "moved", "sale.completed", "9", "GBP", one));
        run(DAY_BEFORE.minusDays(1));
        // The same event for another day is a conflict: it counts where it came first.
        post(event(DAY_BEFORE, "moved", "sale.completed", "9", "GBP", one));
        post(event(DAY_BEFORE, "stayed", "sale.completed", "9", "GBP", one));
        run(DAY_BEFORE);

        String page = events(cells(DAY_BEFORE).get(0));

        assertThat(verdict(page).group(1)).isEqualTo("warning");
        assertThat(verdict(page).group(2)).isEqualTo("2 events come to GBP 2.00; the report says GBP 1.00.");
        assertThat(page).contains("An event that came for another day first counts there and not here");
    }

    @Test
    void refusesAFigureThatNoReportHas() throws Exception {
        String base = report.address() + "/reports/" + DAY + "/events?revision=1&store=soho&currency=GBP";

        HttpResponse<String> tipsOfAnHour =
                send(HttpRequest.newBuilder(URI.create(base + "&of=hour&id=9&figure=tips")));

        assertThat(tipsOfAnHour.statusCode()).isEqualTo(400);
        assertThat(tipsOfAnHour.body()).contains("must be one of net, orders.");
    }
}
