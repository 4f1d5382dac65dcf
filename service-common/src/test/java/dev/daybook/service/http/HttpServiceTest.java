package dev.daybook.service.http;

import static dev.daybook.service.http.RunningService.LIMITS;
import static dev.daybook.service.http.RunningService.READER;
import static dev.daybook.service.http.RunningService.SERVICES;
import static dev.daybook.service.http.RunningService.WRITER;
import static dev.daybook.service.http.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.service.Health;
import dev.daybook.service.Metrics;
import dev.daybook.service.PortTaken;
import dev.daybook.service.http.HttpService.Binding;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.settings.WrongSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServiceTest {
    @TempDir
    static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        Routes routes = new Routes()
                .get(
                        "/things/:id",
                        Access.READ,
                        request -> Answer.text(
                                200,
                                request.pathParameter("id") + " "
                                        + request.parameter("q").orElse("-")))
                .add(
                        "POST",
                        "/things",
                        Access.WRITE,
                        HttpHandler.blocking(request -> Answer.text(
                                200,
                                request.caller().id() + " sent " + request.body().length + " bytes of "
                                        + request.header("content-type").orElse("nothing"))))
                .get(
                        "/trace",
                        Access.READ,
                        request -> Answer.text(200, request.trace().traceparent()))
                .get("/page", Access.READ, request -> Answer.html(200, "<p>"))
                .get("/throws", Access.READ, request -> {
                    throw new IllegalStateException("a secret of the inside");
                })
                .get("/error", Access.READ, request -> {
                    throw new StackOverflowError();
                })
                .get("/unsendable", Access.READ, request -> Answer.text(200, "").with("X-Bad", "a\r\nSet-Cookie: b"))
                .add("GET", "/nothing", Access.READ, request -> CompletableFuture.completedFuture(null))
                .add(
                        "GET",
                        "/fails-later",
                        Access.READ,
                        request -> CompletableFuture.failedFuture(new IllegalStateException("later")));
        service = RunningService.start(folder, LIMITS, routes);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Test
    void letsACallerIn_whenItsKeyAllowsTheRoute() throws Exception {
        assertThat(service.get("/things/latte").body()).isEqualTo("latte -");
        assertThat(service.send(service.request("/things/latte").header("Authorization", "Bearer " + READER))
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.send(service.request("/things/latte").header("Authorization", "bearer " + READER))
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.post("/things", "12345").body()).isEqualTo("writer sent 5 bytes of nothing");
    }

    @Test
    void answers401WithHowToAuthenticate_whenTheKeyIsMissingOrUnknown() throws Exception {
        HttpResponse<String> without = service.send(service.request("/things/latte"));
        HttpResponse<String> unknown =
                service.send(service.request("/things/latte").header("X-API-Key", READER + "x"));
        HttpResponse<String> post = service.send(service.request("/things").POST(BodyPublishers.ofString("{}")));

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(how -> assertThat(how).startsWith("Basic ").doesNotContain("Bearer"));
        assertThat(post.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(without.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(without).path("code").asText()).isEqualTo("unauthenticated");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).doesNotContain(READER);
        assertThat(post.statusCode()).isEqualTo(401);
    }

    @Test
    void answers403WithWhatIsNeeded_whenTheKeyMayNot() throws Exception {
        HttpResponse<String> answer = service.send(
                service.request("/things").header("X-API-Key", READER).POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("detail").asText()).contains("\"write\"");
    }

    @Test
    void takesTheKeyAsBasicPassword_onlyForReading() throws Exception {
        assertThat(service.send(service.request("/things/a").header("Authorization", basic("anyone:" + READER)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.send(service.request("/things")
                                .header("Authorization", basic("anyone:" + WRITER))
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(service.send(service.request("/things/a").header("Authorization", "Basic %%%"))
                        .statusCode())
                .isEqualTo(401);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answers404AsAProblem_whenThereIsNoSuchPath() throws Exception {
        HttpResponse<String> answer = service.get("/no/such/path");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).path("status").asInt()).isEqualTo(404);
        assertThat(json(answer).path("type").asText()).isEqualTo("urn:daybook:problem:not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/a", "/health/live", "/health/ready", "/metrics"})
    void answers405WithWhatIsAllowed_whenTheMethodIsAnother(String path) throws Exception {
        HttpResponse<String> answer =
                service.send(service.request(path).header("X-API-Key", WRITER).DELETE());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
        assertThat(json(answer).path("code").asText()).isEqualTo("method_not_allowed");
    }

    @Test
    void decodesPathAndQuery_andTakesTheLastOfAParameter() throws Exception {
        assertThat(service.get("/things/caf%C3%A9%20%2F%20bar?q=1&q=a%26b").body())
                .isEqualTo("café / bar a&b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/a?q=%zz", "/things/%zz", "/things/a?%"})
    void answers400_whenTheUrlIsMalformed(String path) throws Exception {
        try (RawConnection raw = new RawConnection(service.port())) {
            String head = raw.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nX-API-Key: " + READER + "\r\n\r\n")
                    .readHead();
            assertThat(RawConnection.status(head)).isEqualTo("400");
        }
    }

    @Test
    void answers500WithoutTheReason_whenAHandlerFails() throws Exception {
        for (String path : new String[] {"/throws", "/error", "/nothing", "/fails-later"}) {
            HttpResponse<String> answer = service.send(
                    service.request(path).header("X-API-Key", READER).header("X-Request-Id", "req-7"));
            assertThat(answer.statusCode()).as(path).isEqualTo(500);
            assertThat(json(answer).path("detail").asText()).contains("req-7").doesNotContain("secret");
        }
    }

    @Test
    void sendsNoForgedHeader_whenAnAnswerHoldsALineBreak() {
        assertThatThrownBy(() -> service.get("/unsendable")).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void keepsTheCallersIds_whenTheyAreWellFormed() throws Exception {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        HttpResponse<String> answer = service.send(service.request("/trace")
                .header("X-API-Key", READER)
                .header("X-Request-Id", "till-7.42")
                .header("traceparent", traceparent));

        assertThat(answer.body()).isEqualTo(traceparent);
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("till-7.42");
        assertThat(answer.headers().firstValue("traceparent")).hasValue(traceparent);
    }

    @Test
    void makesNewIds_whenTheCallersAreMissingOrForged() throws Exception {
        HttpResponse<String> forged = service.send(service.request("/trace")
                .header("X-API-Key", READER)
                .header("X-Request-Id", "a b\" c")
                .header("traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"));

        assertThat(forged.headers().firstValue("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{16}"));
        assertThat(forged.body()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").doesNotContain("0000000000");
    }

    @Test
    void forbidsScripts_whenItServesAPage() throws Exception {
        HttpResponse<String> page = service.get("/page");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void saysHowItIs_withoutAKey() throws Exception {
        try (RunningService other = RunningService.start(folder, LIMITS, new Routes())) {
            assertThat(other.send(other.request("/health/live")).statusCode()).isEqualTo(200);
            assertThat(other.send(other.request("/health/ready")).statusCode()).isEqualTo(200);

            complain(other.health);
            HttpResponse<String> notReady = other.send(other.request("/health/ready"));
            assertThat(notReady.statusCode()).isEqualTo(503);
            assertThat(json(notReady).path("status").asText()).isEqualTo("not_ready");
            assertThat(json(notReady).path("not_ready").has("kafka")).isTrue();
            assertThat(json(notReady).path("alarms").has("stores")).isTrue();
            assertThat(other.send(other.request("/health/live")).statusCode()).isEqualTo(200);

            other.health.fail("it can't go on");
            HttpResponse<String> dead = other.send(other.request("/health/live"));
            assertThat(dead.statusCode()).isEqualTo(503);
            assertThat(json(dead).path("status").asText()).isEqualTo("failed");
        }
    }

    private static void complain(Health health) {
        health.add("kafka", () -> Optional.of("no answer from 10.0.0.7"));
        health.addAlarm("stores", () -> Optional.of("refused to dba@10.0.0.8"));
    }

    @Test
    void keepsItsReasons_fromWhoShowsNoValidKey() throws Exception {
        try (RunningService other = RunningService.start(folder, LIMITS, new Routes())) {
            complain(other.health);
            other.health.fail("lost 10.0.0.9");
            for (String path : List.of("/health/ready", "/health/live")) {
                HttpResponse<String> without = other.send(other.request(path));
                HttpResponse<String> unknown = other.send(other.request(path).header("X-API-Key", READER + "x"));
                assertThat(without.statusCode()).isEqualTo(503);
                assertThat(without.body()).doesNotContain("10.0.0.", "dba");
                assertThat(unknown.statusCode()).isEqualTo(503);
                assertThat(unknown.body()).isEqualTo(without.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {READER, WRITER, SERVICES})
    void tellsItsReasons_toEveryValidKey(String key) throws Exception {
        try (RunningService other = RunningService.start(folder, LIMITS, new Routes())) {
            complain(other.health);
            HttpResponse<String> ready =
                    other.send(other.request("/health/ready").header("Authorization", "Bearer " + key));
            assertReasons(ready);
            other.health.fail("lost 10.0.0.9");
            HttpResponse<String> live = other.send(other.request("/health/live").header("X-API-Key", key));
            assertThat(json(live).path("detail").asText()).isEqualTo("lost 10.0.0.9");
        }
    }

    private static void assertReasons(HttpResponse<String> ready) throws Exception {
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(json(ready).path("not_ready").path("kafka").asText()).isEqualTo("no answer from 10.0.0.7");
        assertThat(json(ready).path("alarms").path("stores").asText()).isEqualTo("refused to dba@10.0.0.8");
    }

    @Test
    void showsItsMetrics_onlyToReaders() throws Exception {
        service.get("/things/counted");
        HttpResponse<String> answer = service.get("/metrics");

        assertThat(answer.body())
                .contains("http_server_requests_seconds_count{")
                .contains("route=\"/things/:id\"")
                .doesNotContain("counted");
        assertThat(service.send(service.request("/metrics")).statusCode()).isEqualTo(401);
        assertThat(service.send(service.request("/metrics").header("X-API-Key", WRITER))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void servesHealthAndMetricsElsewhere_whenThereIsAManagementPort() throws Exception {
        try (RunningService other = RunningService.startWithManagementPort(folder, new Routes())) {
            assertThat(other.http.managementAddress().getPort()).isNotEqualTo(other.port());
            assertThat(other.get("/health/live").statusCode()).isEqualTo(404);
            assertThat(other.send(HttpRequest.newBuilder(
                                    other.http.managementAddress().resolve("/health/live")))
                            .statusCode())
                    .isEqualTo(200);
            complain(other.health);
            assertReasons(other.send(
                    HttpRequest.newBuilder(other.http.managementAddress().resolve("/health/ready"))));
        }
    }

    @Test
    void namesPortAndSetting_whenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(new Binding("127.0.0.1", port, "TEST_PORT", OptionalInt.empty())))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining("port " + port + " (TEST_PORT) is taken");
            assertThatThrownBy(() -> start(new Binding("127.0.0.1", 0, "TEST_PORT", OptionalInt.of(port))))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining("TEST_MANAGEMENT_PORT");
        }
    }

    @Test
    void namesTheAddress_whenItIsNotOneOfThisMachine() {
        assertThatThrownBy(() -> start(new Binding("192.0.2.1", 0, "TEST_PORT", OptionalInt.empty())))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("BIND_ADDRESS \"192.0.2.1\"");
    }

    private static HttpService start(Binding binding) throws Exception {
        return HttpService.start(
                "test", binding, LIMITS, RunningService.keys(folder), new Health(), new Metrics("test"), new Routes());
    }
}
