package dev.daybook.allinone.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.allinone.TestStack;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorService;
import dev.daybook.report.ReportService;
import dev.daybook.service.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The café lab's database beside events made from its own orders, through HTTP to the report. */
class ShopReportTest {
    /** The day with the most orders: 4, since two more are moved to it. */
    private static final LocalDate FAULTY = LocalDate.of(2020, 6, 22);

    private static final LocalDate SHOP_AWAY = LocalDate.of(2020, 7, 28);
    /** Has an event of a store that isn't in the shop's database. */
    private static final LocalDate ELSEWHERE = LocalDate.of(2020, 7, 21);

    @TempDir
    static Path folder;

    private static ShopServer shop;
    private static TestStack stack;
    private static IngestService ingest;
    private static ProcessorService processor;
    private static ReportService report;
    private static Map<LocalDate, List<ObjectNode>> events;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        Path lab = ShopServer.sharedData("cafe-lab");
        shop = ShopServer.start(folder.resolve("shop"));
        shop.run(Files.readString(lab.resolve("cafe_db.sql")));
        shop.run("UPDATE `order` SET order_date_time = '2020-06-22 15:00:00' WHERE order_number IN (1, 2);\n");
        events = CafeOrders.events(shop);
        stack = TestStack.start(folder.resolve("home"), Map.of("TOPIC_PARTITIONS", "3"));
        ingest = stack.ingest(Map.of());
        processor = stack.processor(Map.of());
        report = stack.report(processor.address(), shop.environment());
        ShopReportTest test = new ShopReportTest();
        for (List<ObjectNode> day : events.values()) {
            test.post(day);
        }
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

    @Test
    void passesEachDay_whenTheEventsAreMadeFromTheShopsOwnOrders() throws Exception {
        List<LocalDate> dates = events.keySet().stream()
                .filter(date -> !List.of(FAULTY, SHOP_AWAY, ELSEWHERE).contains(date))
                .toList();
        assertThat(dates).hasSizeGreaterThan(10);
        for (LocalDate date : dates) {
            JsonNode found = run(report, date);
            assertThat(found.path("status").asText()).isEqualTo("COMPLETE");
            JsonNode reconciliation = found.path("reconciliation");
            assertThat(reconciliation.path("status").asText())
                    .as("%s: %s", date, reconciliation)
                    .isEqualTo("PASS");
            assertThat(reconciliation.at("/counts/matched").asInt())
                    .isEqualTo(events.get(date).size());
            assertThat(mail(found)).contains("Reconciled with the shop's database: PASS.");
        }
    }

    @Test
    void findsAndNamesAnOrderDroppedOneDoubledOneACentOffAndOneOnlyInTheStream() throws Exception {
        JsonNode before = run(report, FAULTY);
        assertThat(before.at("/reconciliation/status").asText()).isEqualTo("PASS");
        assertThat(before.at("/reconciliation/counts/matched").asInt()).isEqualTo(4);
        ObjectNode doubled = event("2").put("event_id", "sale-2-once-more");
        ObjectNode onlyInStream = event("4").put("event_id", "sale-999");
        ((ObjectNode) onlyInStream.path("details")).put("order_id", "999");
        post(List.of(doubled, onlyInStream));
        shop.run("""
                INSERT INTO `order` (order_number, order_date_time, amount) VALUES (901, '2020-06-22 09:00:00', 7.30);
                UPDATE `order` SET amount = amount + 0.01 WHERE order_number = 3;
                """);

        JsonNode found = run(report, FAULTY);

        assertThat(found.path("revision").asInt()).isEqualTo(2);
        JsonNode reconciliation = found.path("reconciliation");
        assertThat(reconciliation.path("status").asText()).isEqualTo("FAIL");
        assertThat(named(reconciliation, "only_in_database")).containsExactly("901: 7.30 / -");
        assertThat(named(reconciliation, "amounts_differ")).containsExactly("2: 24.00 / 48.00", "3: 32.51 / 32.50");
        assertThat(named(reconciliation, "only_in_stream")).containsExactly("999: - / 10.50");
        assertThat(reconciliation.at("/counts/matched").asInt()).isEqualTo(2);
        assertThat(mail(found))
                .contains("FAIL")
                .contains("901 of cafe: USD 7.30 in the shop's database")
                .contains("999 of cafe: USD 10.50 in the stream")
                .contains("3 of cafe: USD 32.51 in the shop's database, USD 32.50 in the stream");
        String csv = new String(
                stack.object("reports/" + FAULTY + "/r2/reconciliation.csv").orElseThrow(), StandardCharsets.UTF_8);
        assertThat(csv).as("begins as a spreadsheet needs it").startsWith("\uFEFFkind,store_id,");
        assertThat(csv.lines()).hasSize(1 + 6).contains("only_in_database,cafe,USD,901,7.30,,-7.30,1,,,,");
        JsonNode manifest = Json.MAPPER.readTree(
                stack.object("reports/" + FAULTY + "/r2/manifest.json").orElseThrow());
        assertThat(manifest.path("files").findValuesAsText("name"))
                .containsExactly(
                        "report.json",
                        "reconciliation.csv",
                        "report.txt",
                        "report.html",
                        "stores.csv",
                        "products.csv",
                        "hours.csv",
                        "payments.csv");
        String page = get(report, "/reports/" + FAULTY).body();
        assertThat(page).contains("<bdi>901</bdi>").contains("<bdi>999</bdi>");
        assertThat(get(report, "/reports/" + FAULTY + "?revision=1").body()).contains("PASS");
        assertDownloads(page, csv);
    }

    /** The page links to the list; both come with the reader's own key. */
    private void assertDownloads(String page, String csv) throws IOException, InterruptedException {
        Matcher link = Pattern.compile("<a href=\"([^\"]+)\">All compared orders as CSV</a>")
                .matcher(page);
        assertThat(link.find()).isTrue();
        HttpResponse<String> list = get(report, link.group(1).replace("&amp;", "&"));
        assertThat(list.body()).isEqualTo(csv);
        assertThat(list.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv; charset=utf-8"));
        assertThat(list.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"daily-sales-" + FAULTY + "-r2-reconciliation.csv\"");
        String files = "/v1/reports/" + FAULTY + "/files/";
        assertThat(get(report, files + "reconciliation.csv?revision=1").body().lines())
                .hasSize(1 + 4);
        JsonNode manifest =
                Json.MAPPER.readTree(get(report, files + "manifest.json").body());
        assertThat(manifest.path("files")).isNotEmpty();
        for (JsonNode file : manifest.path("files")) {
            HttpResponse<String> found = get(report, files + file.path("name").asText());
            assertThat(found.body().getBytes(StandardCharsets.UTF_8))
                    .hasSize(file.path("bytes").asInt());
            assertThat(found.headers().firstValue("ETag"))
                    .hasValue("\"" + file.path("sha256").asText() + "\"");
        }
        for (String other :
                List.of("orders.csv", "..%2Fr1%2Freport.json", "report.json%00", "report.json?revision=9", "%22")) {
            assertThat(answer(report, files + other).statusCode()).as(other).isEqualTo(404);
        }
        assertThat(http.send(
                                HttpRequest.newBuilder(report.address().resolve(files + "report.json"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void comparesOnlyTheStoresThatTheShopsDatabaseCovers() throws Exception {
        ObjectNode elsewhere = event("1").put("event_id", "sale-of-another-store");
        elsewhere.put("timestamp", ELSEWHERE + "T15:00:00Z");
        ((ObjectNode) elsewhere.path("details")).put("store_id", "kiosk").put("order_id", "k-1");
        post(List.of(elsewhere));

        JsonNode found = run(report, ELSEWHERE);

        assertThat(found.at("/reconciliation/status").asText()).isEqualTo("PASS");
        assertThat(found.at("/reconciliation/counts/matched").asInt())
                .isEqualTo(events.get(ELSEWHERE).size());
        assertThat(found.at("/reconciliation/stores_not_covered"))
                .extracting(JsonNode::asText)
                .containsExactly("kiosk");
        assertThat(mail(found)).contains("Stores that the shop's database doesn't have: kiosk");
    }

    @Test
    void saysWhyItIsNotReconciled_whenTheShopsDatabaseIsDown_andTheNextRunAddsIt() throws Exception {
        Map<String, String> away = new HashMap<>(shop.environment());
        away.put("SHOP_DB_URL", "jdbc:mariadb://127.0.0.1:1/cafe");
        ReportService without = stack.report(processor.address(), away);

        JsonNode first = run(without, SHOP_AWAY);
        JsonNode again = run(without, SHOP_AWAY);

        assertThat(first.path("status").asText()).isEqualTo("COMPLETE");
        assertThat(first.path("publication").asText()).isEqualTo("PUBLISHED");
        assertThat(first.at("/reconciliation/status").asText()).isEqualTo("NOT_RECONCILED");
        assertThat(first.at("/reconciliation/reason").asText()).contains("SHOP_DB_URL");
        assertThat(mail(first)).contains("Not reconciled with the shop's database: ");
        assertThat(again.path("revision").asInt()).isEqualTo(1);
        assertThat(stack.object("reports/" + SHOP_AWAY + "/r1/reconciliation.csv"))
                .isEmpty();

        JsonNode later = run(report, SHOP_AWAY);

        assertThat(later.path("revision").asInt()).isEqualTo(2);
        assertThat(later.at("/reconciliation/status").asText()).isEqualTo("PASS");
        assertThat(later.path("sales")).isEqualTo(first.path("sales"));
        assertThat(run(report, SHOP_AWAY).path("revision").asInt()).isEqualTo(2);
        assertThat(get(report, "/v1/reports").body()).contains("\"reconciliation\":\"PASS\"");
    }

    private static ObjectNode event(String order) {
        return events.get(FAULTY).stream()
                .filter(event -> event.at("/details/order_id").asText().equals(order))
                .findFirst()
                .orElseThrow()
                .deepCopy();
    }

    private static List<String> named(JsonNode reconciliation, String kind) {
        List<String> named = new ArrayList<>();
        reconciliation
                .path("first")
                .path(kind)
                .forEach(order -> named.add(order.path("order_id").asText() + ": "
                        + order.at("/database/amount").asText("-") + " / "
                        + order.at("/stream/net").asText("-")));
        return named;
    }

    private void post(List<ObjectNode> lines) throws IOException, InterruptedException {
        String body = lines.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"));
        HttpResponse<String> answer = http.send(
                request(ingest.address().resolve("/v1/events"))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** Has the date's report run to its end. @return the report */
    private JsonNode run(ReportService service, LocalDate date) throws IOException, InterruptedException {
        HttpResponse<String> run = http.send(
                request(service.address().resolve("/v1/reports/" + date + "/runs?wait=55"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
        assertThat(Json.MAPPER.readTree(run.body()).path("state").asText())
                .as(run.body())
                .isEqualTo("DONE");
        return Json.MAPPER.readTree(get(service, "/v1/reports/" + date).body());
    }

    private HttpResponse<String> get(ReportService service, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(service, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private HttpResponse<String> answer(ReportService service, String path) throws IOException, InterruptedException {
        return http.send(request(service.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String mail(JsonNode found) throws IOException, InterruptedException {
        HttpResponse<String> inbox = http.send(
                HttpRequest.newBuilder(stack.aws().resolve("/inbox.json")).build(),
                HttpResponse.BodyHandlers.ofString());
        for (JsonNode mail : Json.MAPPER.readTree(inbox.body())) {
            if (mail.path("message_id").asText().equals(found.path("message_id").asText())) {
                return mail.path("body").asText();
            }
        }
        throw new AssertionError("no mail of " + found);
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + stack.apiKey());
    }
}
