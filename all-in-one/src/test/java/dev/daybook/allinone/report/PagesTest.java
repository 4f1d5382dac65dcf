package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.allinone.TestStack;
import dev.daybook.allinone.e2e.SharedData;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorService;
import dev.daybook.report.ReportService;
import dev.daybook.service.Json;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.settings.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a real Chromium, before real services. */
class PagesTest {
    private static final String OPERATOR = "dbk_of-an-operator-in-a-browser-of-the-tests-1";
    private static final String READER = "dbk_of-a-reader-in-a-browser-of-the-tests-22";
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);

    @TempDir
    static Path home;

    private static TestStack stack;
    private static FaultySns sns;
    private static IngestService ingest;
    private static ReportService report;
    private static Browser browser;
    private static int events;

    @BeforeAll
    static void start() throws Exception {
        Browser.assumeInstalled();
        stack = TestStack.start(home, Map.of());
        sns = new FaultySns(stack.aws());
        ingest = stack.ingest(Map.of());
        ProcessorService processor = stack.processor(Map.of());
        report = stack.report(
                processor.address(),
                Map.of(
                        "AWS_ENDPOINT_URL_SNS", sns.address().toString(),
                        "INGEST_URL", ingest.address().toString(),
                        "API_KEYS_FILE", keys().toString(),
                        "REPORT_SWEEP_INTERVAL", "1h"));
        post(sale("soho", "Latte", YESTERDAY.atTime(9, 0).toInstant(ZoneOffset.UTC), "3.70"));
        runOf(YESTERDAY);
        browser = Browser.open(report.address(), Files.createDirectory(home.resolve("chromium")));
    }

    private static Path keys() throws Exception {
        Secret pepper =
                new Secret(Files.readString(home.resolve("api-key-pepper")).strip());
        ObjectNode root = Json.MAPPER.createObjectNode();
        ArrayNode keys = root.putArray("keys");
        keys.addObject()
                .put("id", "operator")
                .put("hash", ApiKeys.hash(pepper, OPERATOR))
                .putArray("may")
                .add("read")
                .add("operate");
        keys.addObject()
                .put("id", "reader")
                .put("hash", ApiKeys.hash(pepper, READER))
                .putArray("may")
                .add("read");
        return Files.write(home.resolve("keys-of-people.json"), Json.bytes(root));
    }

    @BeforeEach
    void forgetFaults() {
        sns.fault(FaultySns.Fault.NONE);
        browser.runsScripts(true);
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (sns != null) {
            sns.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    private static ObjectNode sale(String store, String product, Instant at, String price) {
        events++;
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("event_id", "e" + events);
        event.put("source", "pos/" + store);
        event.put("event_type", "sale.completed");
        event.put("timestamp", at.toString());
        ObjectNode details = event.putObject("details");
        details.put("store_id", store).put("order_id", "o" + events).put("currency", "GBP");
        details.putArray("lines")
                .addObject()
                .put("product_id", product)
                .put("name", product)
                .put("category", product)
                .put("quantity", 1)
                .put("unit_price", price);
        details.putArray("payments").addObject().put("method", product).put("amount", price);
        return event;
    }

    private static HttpResponse<String> post(ObjectNode... sales) throws Exception {
        ArrayNode all = Json.MAPPER.createArrayNode();
        all.addAll(List.of(sales));
        return send(HttpRequest.newBuilder(URI.create(ingest.address() + "/v1/events"))
                .header("Content-Type", "application/json")
                .header("X-API-Key", stack.apiKey())
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(all))));
    }

    private static void runOf(LocalDate date) throws Exception {
        HttpResponse<String> run =
                send(HttpRequest.newBuilder(URI.create(report.address() + "/v1/reports/" + date + "/runs?wait=60"))
                        .header("X-API-Key", OPERATOR)
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        request.timeout(Duration.ofSeconds(90)).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> form(String path, String cookie, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(report.address() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", "daybook=" + cookie)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void comesBackToThePageThatWasAsked_whenSomebodySignsIn() {
        browser.signIn(OPERATOR, "/audit?date=2026-01-01");

        assertThat(browser.path()).isEqualTo("/audit?date=2026-01-01");
        assertThat(browser.texts(".out bdi")).containsExactly("operator");
        assertThat(browser.run("return document.cookie"))
                .as("what scripts see of the cookie")
                .isEqualTo("");
        browser.assertNothingWasLogged();
    }

    @Test
    void showsTheLinkThatSkipsTheNavigation_onlyToWhoeverTabsToIt() {
        String isSeen = "return document.querySelector('.skip').getBoundingClientRect().right > 0";
        browser.signIn(READER, "/");
        browser.submit("form.out");

        for (String page : List.of("/sign-in", "/sign-in?to=%2Faudit")) {
            browser.go(page);
            assertThat(browser.run(isSeen)).as(page).isEqualTo(false);
            browser.run("document.querySelector('.skip').focus()");
            assertThat(browser.run(isSeen)).as(page + ", focused").isEqualTo(true);
        }
    }

    @Test
    void saysSo_whenTheKeyIsWrong() {
        browser.signIn("dbk_of-nobody", "/");

        assertThat(browser.text()).contains("That is no key of this Daybook.");
        browser.go("/");
        assertThat(browser.path()).startsWith("/sign-in");
    }

    @Test
    void endsTheSessionOfTheBrowser_whenSomebodySignsOut() {
        browser.signIn(READER, "/");

        browser.submit("form.out");

        assertThat(browser.path()).isEqualTo("/sign-in");
        browser.go("/reports/" + YESTERDAY);
        assertThat(browser.path()).startsWith("/sign-in?to=");
    }

    @ParameterizedTest
    @ValueSource(strings = {OPERATOR, READER})
    void showsEveryPageOfTheNavigation(String key) {
        browser.signIn(key, "/");
        List<String> pages = browser.links("nav a");

        assertThat(pages)
                .containsExactly(
                        "/", "/today", "/rejections", "/schedule", "/subscribers", "/stores", "/audit", "/health");
        for (String page : pages) {
            browser.go(page);
            assertThat(browser.texts("h1")).as(page).hasSize(1);
            assertThat(browser.text()).as(page).doesNotContain("That didn’t work", "Not now");
            assertThat(browser.count("nav a[aria-current=page]")).as(page).isEqualTo(1);
            browser.assertInert();
        }
        browser.assertNothingWasLogged();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 1200})
    void fitsTheWindow_onAPhoneToo(int width) {
        browser.signIn(OPERATOR, "/");
        List<String> pages = new ArrayList<>(browser.links("nav a"));
        pages.addAll(List.of(
                "/reports/" + YESTERDAY,
                "/reports/" + YESTERDAY + "/figures",
                "/reports/" + YESTERDAY + "/preview",
                "/rejections?date=" + YESTERDAY));
        browser.width(width);
        try {
            for (String page : pages) {
                browser.go(page);
                browser.assertFits();
            }
        } finally {
            browser.width(1200);
        }
    }

    @Test
    void leadsFromAFigureToItsEventsAndTheirObjects_inTwoClicks() {
        browser.signIn(READER, "/reports/" + YESTERDAY + "?revision=1");

        browser.follow(".actions a[href*='/figures']");
        browser.follow("main tbody a");

        assertThat(browser.texts(".good")).containsExactly("1 event comes to GBP 3.70, as the report says.");
        assertThat(browser.texts("tbody code").get(0)).matches("raw/dt=.*/hour=.*\\.ndjson\\.gz");
        assertThat(browser.texts("tbody td .quiet").get(0)).matches("partition \\d+, offset \\d+");
        browser.assertNothingWasLogged();
    }

    /** Runs the day from the page of the schedule, loses SNS's answer, and goes on to the page that settles it. */
    private static void runWithoutAnAnswer(LocalDate date) throws Exception {
        post(sale("soho", "Mocha", date.atTime(9, 0).toInstant(ZoneOffset.UTC), "4.10"));
        sns.fault(FaultySns.Fault.RESET_AFTER_TAKING);
        browser.go("/schedule");

        browser.run("document.getElementById('date-daily-sales').value = '" + date + "'");
        browser.submit("form[action='/runs']");
        browser.waitUntil("the run ends", () -> browser.count("main a.button") == 1);
        browser.follow("main a.button");
        sns.fault(FaultySns.Fault.NONE);

        assertThat(browser.text()).contains("Nobody knows whether the e-mail of this revision went out.");
        browser.follow("main .warning a");
    }

    @Test
    void runsAReport_andMailsAnUnknownOnceMore() throws Exception {
        browser.signIn(OPERATOR, "/schedule");

        runWithoutAnAnswer(YESTERDAY.minusDays(1));
        browser.type("resend-reason", "it was in no inbox");
        browser.click("#sure");
        browser.follow("#resend");

        assertThat(browser.text()).contains("The e-mail: sent.").doesNotContain("unknown: it may");
        assertThat(browser.texts("tbody tr")).hasSize(2);
        browser.go("/audit");
        assertThat(browser.texts("tbody tr").get(0)).contains("operator", "resend", "it was in no inbox");
        browser.assertNothingWasLogged();
    }

    @Test
    void notesThatAnUnknownArrived_andMailsNothing() throws Exception {
        browser.signIn(OPERATOR, "/schedule");

        runWithoutAnAnswer(YESTERDAY.minusDays(3));
        int mails = sns.calls();
        browser.type("mark-reason", "the owner has it");
        browser.follow("#mark-sent");

        assertThat(browser.text()).contains("The e-mail: sent.").doesNotContain("unknown: it may");
        assertThat(browser.count("#mark-sent")).isZero();
        assertThat(sns.calls()).isEqualTo(mails);
        browser.go("/audit");
        assertThat(browser.texts("tbody tr").get(0)).contains("operator", "mark sent", "the owner has it");
        browser.assertNothingWasLogged();
    }

    @Test
    void worksThroughLinksAndForms_withoutJavaScript() throws Exception {
        browser.runsScripts(false);
        browser.signIn(OPERATOR, "/today");
        assertThat(browser.text()).contains("This page loads itself anew every 15 seconds.");
        assertThat(browser.text()).doesNotContain("2,345.60");
        post(sale("soho", "Grinder", Instant.now(), "2345.60"));
        browser.waitUntil("a click on the link shows it", () -> {
            browser.follow("noscript a");
            return browser.text().contains("2,345.60");
        });

        runWithoutAnAnswer(YESTERDAY.minusDays(4));
        browser.click("#sure");
        browser.follow("#resend");
        assertThat(browser.text()).contains("The e-mail: sent.");
        runWithoutAnAnswer(YESTERDAY.minusDays(5));
        browser.follow("#mark-sent");
        assertThat(browser.text()).contains("The e-mail: sent.");

        browser.submit("form.out");
        assertThat(browser.path()).isEqualTo("/sign-in");
        browser.assertNothingWasLogged();
    }

    @Test
    void changesByItself_whenEventsArriveWhileSomebodyLooks() throws Exception {
        browser.signIn(READER, "/today");
        assertThat(browser.text()).contains(TODAY.getYear() + ", so far").doesNotContain("1,234.50");

        post(sale("soho", "Espresso machine", Instant.now(), "1234.50"));

        browser.waitUntil("the page shows it", () -> browser.text().contains("1,234.50"));
        assertThat(browser.text()).contains("Provisional");
        browser.assertNothingWasLogged();
        browser.assertInert();
    }

    /** Opens the page of today with figures on it. */
    private static void lookAtToday() throws Exception {
        post(sale("soho", "Cortado", Instant.now(), "1.10"));
        browser.signIn(READER, "/today");
        browser.waitUntil("there are figures", () -> browser.count("#live summary") > 0);
    }

    /** Has what stands there now told from what comes in its place. */
    private static void mark() {
        browser.run("document.querySelector('#live summary').isOld = true");
    }

    private static boolean isOld() {
        return Boolean.TRUE.equals(browser.run("return document.querySelector('#live summary').isOld === true"));
    }

    @Test
    void leavesTheKeyboardWhereItIs_whenNewerFiguresComeInPlace() throws Exception {
        lookAtToday();
        browser.run("document.querySelector('#live summary').focus(); document.activeElement.isOld = true");

        browser.waitUntil("newer figures stand there", () -> !isOld());

        assertThat(browser.run("return document.activeElement === document.querySelector('#live summary')"))
                .isEqualTo(true);
        browser.assertNothingWasLogged();
    }

    @Test
    void standsStill_untilWhoeverPausedItHasItGoOn() throws Exception {
        lookAtToday();
        browser.click("#live-pause");
        mark();
        browser.run("window.looks = 0; const later = window.setTimeout;"
                + " window.setTimeout = (...all) => { window.looks++; return later(...all); }");

        browser.waitUntil("it had two occasions to go on", () -> (Long) browser.run("return window.looks") >= 2);

        assertThat(isOld()).isTrue();
        assertThat(browser.texts("#live-note")).containsExactly("It stands still until you have it go on.");
        browser.click("#live-pause");
        browser.waitUntil("newer figures stand there", () -> !isOld());
        browser.assertNothingWasLogged();
    }

    @Test
    void leadsToTheSignInPage_whenTheSessionEndsWhileSomebodyLooks() throws Exception {
        lookAtToday();

        browser.forgetCookies();

        browser.waitUntil("it leads there", () -> browser.path().equals("/sign-in?to=%2Ftoday"));
        browser.assertNothingWasLogged();
    }

    @Test
    void showsHostileNamesAsTheyAre_andRunsNothing() throws Exception {
        Path strings = SharedData.folder().resolve("bad-input/naughty-strings.json");
        Assumptions.assumeTrue(Files.exists(strings), strings + " is absent");
        LocalDate date = YESTERDAY.minusDays(2);
        Instant at = date.atTime(12, 0).toInstant(ZoneOffset.UTC);
        List<ObjectNode> sales = new ArrayList<>();
        String taken = "<script>alert(1)</script>";
        sales.add(sale(taken, taken, at, "1.00"));
        for (var text : Json.MAPPER.readTree(strings.toFile())) {
            String name = text.asText();
            sales.add(sale(name.length() % 8 == 0 ? name : "soho", name, at, "1.00"));
            sales.add(sale("soho", name, Instant.now(), "1.00"));
        }
        for (int from = 0; from < sales.size(); from += 200) {
            HttpResponse<String> answer =
                    post(sales.subList(from, Math.min(from + 200, sales.size())).toArray(ObjectNode[]::new));
            assertThat(answer.statusCode()).as(answer.body()).isIn(202, 207);
        }
        runOf(date);

        browser.signIn(OPERATOR, "/reports/" + date);
        assertThat(browser.text()).contains(taken);
        Set<String> pages = new LinkedHashSet<>(List.of(
                "/reports/" + date,
                "/reports/" + date + "/figures",
                "/reports/" + date + "/events?revision=1&of=store&currency=GBP&store="
                        + URLEncoder.encode(taken, StandardCharsets.UTF_8),
                "/reports/" + date + "/preview",
                "/rejections?date=" + date,
                "/rejections?date=" + date + "&producer=" + URLEncoder.encode(taken, StandardCharsets.UTF_8),
                "/today",
                "/"));
        for (String page : pages) {
            browser.go(page);
            browser.assertInert();
        }
        browser.assertNothingWasLogged();
    }

    @Test
    void refusesAForm_whoseTokenIsMissingOrAnothersOrComesFromElsewhere() throws Exception {
        browser.signIn(OPERATOR, "/schedule");
        String cookie = browser.cookie("daybook");
        String token = (String) browser.run("return document.querySelector('[name=form_token]').value");
        String run = "report=daily-sales&date=" + YESTERDAY;
        long before = stack.rows("SELECT COUNT(*) FROM report_runs");

        assertThat(form("/runs", cookie, run).statusCode()).isEqualTo(403);
        assertThat(form("/runs", cookie, run + "&form_token=" + "0".repeat(64)).statusCode())
                .isEqualTo(403);
        assertThat(form("/runs", cookie, run + "&form_token=" + token, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        browser.signIn(READER, "/");
        assertThat(form("/runs", browser.cookie("daybook"), run + "&form_token=" + token)
                        .statusCode())
                .isEqualTo(403);
        assertThat(form("/v1/reports/" + YESTERDAY + "/runs", cookie, "").statusCode())
                .as("the API takes no cookie for what changes anything")
                .isEqualTo(401);

        assertThat(stack.rows("SELECT COUNT(*) FROM report_runs")).isEqualTo(before);
        assertThat(form("/runs", cookie, run + "&form_token=" + token).statusCode())
                .as("with its own token")
                .isEqualTo(303);
    }

    @Test
    void letsAReaderOperateNothing() throws Exception {
        browser.signIn(READER, "/reports/" + YESTERDAY);
        String cookie = browser.cookie("daybook");
        String token = (String) browser.run("return document.querySelector('[name=form_token]').value");
        String mail = "/reports/" + YESTERDAY + "/revisions/1/mail";

        for (String page : List.of("/reports/" + YESTERDAY, "/schedule", "/subscribers", mail)) {
            browser.go(page);
            assertThat(browser.links("main form[method=post]")).as(page).isEmpty();
        }
        for (String path : List.of("/runs", mail + "/resend", mail + "/mark-sent", "/subscribers")) {
            String body = "report=daily-sales&date=" + YESTERDAY + "&attempt=1&sure=yes&email=a@b.example&form_token=";
            assertThat(form(path, cookie, body + token).statusCode()).as(path).isEqualTo(403);
            HttpResponse<String> person = form(path, cookie, body + token, "Accept", "text/html");
            assertThat(person.statusCode()).as(path).isEqualTo(403);
            assertThat(person.body())
                    .as(path)
                    .startsWith("<!DOCTYPE html>")
                    .contains("<h1>That didn’t work</h1>", "needs \"operate\"", "Sign out");
        }
    }

    @Test
    void saysInAPageWhatIsWrong_whenAReaderOpensAnOperatorsPageOrForgesAForm() {
        browser.signIn(READER, "/subscribers/any/remove");

        assertThat(browser.texts("h1")).containsExactly("That didn’t work");
        assertThat(browser.text()).contains("This key may not do that; it needs \"operate\".");
        assertThat(browser.count("nav a")).isEqualTo(8);

        browser.signIn(OPERATOR, "/schedule");
        browser.run("document.querySelector('main [name=form_token]').value = 'forged'");
        browser.submit("main form[action='/runs']");

        assertThat(browser.texts("h1")).containsExactly("That didn’t work");
        assertThat(browser.text()).contains("Nothing was done: the form is not one of this session's pages.");
    }

    @Test
    void asksSnsToAddASubscriber() {
        String address = "accountant@cafe.example";
        browser.signIn(OPERATOR, "/subscribers");

        browser.type("email", address);
        browser.submit("main form[action='/subscribers']");

        assertThat(browser.path()).isEqualTo("/subscribers");
        assertThat(browser.texts("tbody tr")).anySatisfy(row -> assertThat(row).contains(address, "waits for a click"));
        browser.assertNothingWasLogged();
    }

    @Test
    void removesASubscriber_onceSomebodyIsSure() {
        browser.signIn(OPERATOR, "/subscribers");
        List<String> confirmed = browser.texts("tbody tr:has(td a) th");
        assertThat(confirmed).hasSize(1);

        browser.follow("tbody td a");
        assertThat(browser.text()).contains(confirmed.get(0) + " gets no more reports.");
        browser.follow("#remove");

        assertThat(browser.path()).isEqualTo("/subscribers");
        assertThat(browser.text()).doesNotContain(confirmed.get(0));
        browser.go("/audit");
        assertThat(browser.texts("tbody tr").get(0)).contains("operator", "unsubscribe");
        browser.assertNothingWasLogged();
    }

    @Test
    void sendsTheHeadersThatKeepAPageToItself() throws Exception {
        HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(report.address() + "/"))
                .header("X-API-Key", READER)
                .header("Accept", "text/html"));

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';"
                        + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
    }
}
