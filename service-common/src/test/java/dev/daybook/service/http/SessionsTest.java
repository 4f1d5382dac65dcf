package dev.daybook.service.http;

import static dev.daybook.service.http.RunningService.LIMITS;
import static dev.daybook.service.http.RunningService.READER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.settings.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path folder;

    private Sessions sessions;
    private RunningService service;

    @BeforeEach
    void start() throws Exception {
        sessions = sessions(NOW);
        Sessions now = new Sessions(RunningService.keys(folder), false, Clock.systemUTC());
        Routes routes = new Routes()
                .withSessions(now, "/sign-in")
                .withProblemPage((problem, caller, session) ->
                        Answer.html(problem.status(), "a page of " + problem.status() + " for " + caller.id()))
                .page(
                        "/sign-in",
                        Access.ANYONE,
                        request ->
                                Answer.html(200, "sign in, " + request.caller().id()))
                .page(
                        "/page",
                        Access.READ,
                        request -> Answer.html(
                                200, "a page for " + request.caller().id()))
                .form(
                        "/form",
                        Access.READ,
                        (request, form) -> Answer.text(200, form.field("text").orElse("-")))
                .page("/page-of-writers", Access.WRITE, request -> Answer.html(200, "written"))
                .form("/form-of-writers", Access.WRITE, (request, form) -> Answer.text(200, "written"))
                .add("POST", "/api", Access.READ, HttpHandler.blocking(request -> Answer.text(200, "done")));
        service = RunningService.start(folder, LIMITS, routes);
        begun = now.begin(READER).orElseThrow();
    }

    private Sessions.Begun begun;

    @AfterEach
    void close() {
        service.close();
    }

    private Sessions sessions(Instant at) throws Exception {
        return new Sessions(RunningService.keys(folder), false, Clock.fixed(at, ZoneOffset.UTC));
    }

    private static String cookie(Sessions.Begun begun) {
        String header = begun.setCookie();
        return header.substring(header.indexOf('=') + 1, header.indexOf(';'));
    }

    private HttpRequest.Builder withCookie(String path) {
        return service.request(path).header("Cookie", "other=1; daybook=" + cookie(begun));
    }

    private HttpResponse<String> form(String path, String body) throws Exception {
        return service.send(withCookie(path).header("Content-Type", FORM).POST(BodyPublishers.ofString(body)));
    }

    @Test
    void knowsTheCaller_onEveryReplica() throws Exception {
        String cookie = cookie(sessions.begin(READER).orElseThrow());

        assertThat(sessions(NOW).find(cookie).flatMap(Session::caller))
                .hasValueSatisfying(caller -> assertThat(caller.id()).isEqualTo("reader"));
    }

    @Test
    void begins_onlyForAKnownKey() {
        assertThat(sessions.begin("key-of-nobody")).isEmpty();
        assertThat(sessions.begin("")).isEmpty();
    }

    @Test
    void ends_whenItsTimeIsOver() throws Exception {
        String cookie = cookie(sessions.begin(READER).orElseThrow());
        Instant end = NOW.plus(Sessions.LIFETIME);

        assertThat(sessions(end.minusSeconds(1)).find(cookie)).isPresent();
        assertThat(sessions(end).find(cookie)).isEmpty();
    }

    @Test
    void ends_whenItsKeyIsTakenOutOfTheFile() throws Exception {
        String cookie = cookie(sessions.begin(READER).orElseThrow());
        Path without = Files.writeString(folder.resolve("without.json"), "{\"keys\":[]}");
        ApiKeys keys = ApiKeys.load(without, RunningService.PEPPER, new Secret("key-of-the-services"));

        assertThat(new Sessions(keys, false, Clock.fixed(NOW, ZoneOffset.UTC)).find(cookie))
                .isEmpty();
    }

    @Test
    void refusesACookie_thatWasAlteredAnywhere() {
        String cookie = cookie(sessions.begin(READER).orElseThrow());

        for (int at = 0; at < cookie.length(); at++) {
            char other = cookie.charAt(at) == '1' ? '2' : '1';
            String altered = cookie.substring(0, at) + other + cookie.substring(at + 1);
            assertThat(sessions.find(altered)).as("character " + at).isEmpty();
        }
    }

    @Test
    void refusesACookie_thatWasSignedUnderAnotherPepper() throws Exception {
        Path file = Files.writeString(folder.resolve("none.json"), "{\"keys\":[]}");
        ApiKeys others = ApiKeys.load(file, new Secret("another pepper"), new Secret("key-of-the-services"));
        Sessions elsewhere = new Sessions(others, false, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(sessions.find(cookie(elsewhere.beginForNobody()))).isEmpty();
    }

    @Test
    void saysNothingOfTheKey() {
        String header = sessions.begin(READER).orElseThrow().setCookie();

        assertThat(header)
                .doesNotContain(READER)
                .doesNotContain(ApiKeys.hash(RunningService.PEPPER, READER))
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=43200")
                .doesNotContain("Secure");
    }

    @Test
    void neverTravelsInTheClear_whenPeopleComeByHttps() throws Exception {
        Sessions secure = new Sessions(RunningService.keys(folder), true, Clock.systemUTC());

        assertThat(secure.begin(READER).orElseThrow().setCookie())
                .startsWith("__Host-daybook=")
                .contains("; Secure");
        assertThat(secure.end()).startsWith("__Host-daybook=;").contains("; Secure", "; Max-Age=0");
    }

    @Test
    void letsAPageBeRead() throws Exception {
        HttpResponse<String> page = service.send(withCookie("/page"));

        assertThat(page.body()).isEqualTo("a page for reader");
    }

    @Test
    void sendsAPersonToTheSignInPage_andAProgramAway() throws Exception {
        HttpResponse<String> person =
                service.send(service.request("/page?a=b&c").header("Accept", "text/html"));
        HttpResponse<String> program = service.send(service.request("/page"));
        HttpResponse<String> wrongKey = service.send(
                service.request("/page").header("Accept", "text/html").header("X-API-Key", "wrong"));

        assertThat(person.statusCode()).isEqualTo(303);
        assertThat(person.headers().firstValue("Location")).hasValue("/sign-in?to=%2Fpage%3Fa%3Db%26c");
        assertThat(program.statusCode()).isEqualTo(401);
        assertThat(wrongKey.statusCode()).isEqualTo(401);
        assertThat(service.send(service.request("/sign-in")).body()).isEqualTo("sign in, ");
    }

    @Test
    void takesAForm_withTheSessionsOwnTokenAlone() throws Exception {
        String token = begun.session().formToken();

        assertThat(form("/form", "text=a+b%26&form_token=" + token).body()).isEqualTo("a b&");
        assertThat(form("/form", "text=a").statusCode()).isEqualTo(403);
        assertThat(form("/form", "text=a&form_token=" + token.replaceFirst("^.", "x"))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void refusesAForm_thatTheBrowserSaysComesFromElsewhere(String site) throws Exception {
        HttpResponse<String> answer = service.send(withCookie("/form")
                .header("Content-Type", FORM)
                .header("Sec-Fetch-Site", site)
                .POST(BodyPublishers.ofString("form_token=" + begun.session().formToken())));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void refusesAForm_thatIsMalformedOrNone() throws Exception {
        assertThat(form("/form", "text=%zz&form_token=" + begun.session().formToken())
                        .statusCode())
                .isEqualTo(400);
        assertThat(service.send(withCookie("/form")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void refusesAForm_whoseSenderMayNot() throws Exception {
        assertThat(form("/form-of-writers", "form_token=" + begun.session().formToken())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void tellsAPersonInAPageWhatIsWrong_andAProgramInAProblem() throws Exception {
        HttpResponse<String> page =
                service.send(withCookie("/page-of-writers").header("Accept", "text/html,*/*;q=0.8"));
        HttpResponse<String> form = service.send(withCookie("/form")
                .header("Accept", "text/html,*/*;q=0.8")
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString("form_token=forged")));
        HttpResponse<String> program = service.send(withCookie("/page-of-writers"));
        HttpResponse<String> api =
                service.send(withCookie("/api").header("Accept", "text/html").POST(BodyPublishers.noBody()));

        for (HttpResponse<String> person : List.of(page, form)) {
            assertThat(person.statusCode()).isEqualTo(403);
            assertThat(person.body()).isEqualTo("a page of 403 for reader");
            assertThat(person.headers().firstValue("Content-Security-Policy")).isPresent();
        }
        assertThat(program.statusCode()).isEqualTo(403);
        assertThat(program.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(api.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void tellsAPersonInAPage_whenThereIsNothingAtTheAddress() throws Exception {
        HttpResponse<String> person = service.send(withCookie("/no/such/page").header("Accept", "text/html,*/*;q=0.8"));
        HttpResponse<String> stranger =
                service.send(service.request("/no/such/page").header("Accept", "text/html"));
        HttpResponse<String> program = service.send(withCookie("/no/such/page"));

        assertThat(person.statusCode()).isEqualTo(404);
        assertThat(person.body()).isEqualTo("a page of 404 for reader");
        assertThat(stranger.body()).isEqualTo("a page of 404 for ");
        assertThat(program.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void isNoWayIntoTheApi_forWhatChangesAnything() throws Exception {
        assertThat(service.send(withCookie("/api").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }
}
