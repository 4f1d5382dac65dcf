package dev.daybook.report.web;

import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Form;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Session;
import dev.daybook.service.http.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where people type their key once, and sign out again. Thread-safe. */
public final class SignInPages {
    public static final String PATH = "/sign-in";

    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);
    private static final String START = "/";
    /** A page of this service and no other's: two slashes at the beginning would name a host. */
    private static final Pattern OWN_PAGE = Pattern.compile("/(?![/\\\\])[!-~&&[^\\\\]]{0,1000}");

    private final Sessions sessions;
    private final WrongKeys wrongKeys;
    private final Templates templates;

    public SignInPages(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.wrongKeys = new WrongKeys(clock);
        this.templates = new Templates();
    }

    public void addTo(Routes routes) {
        routes.withSessions(sessions, PATH)
                .withProblemPage(templates::problem)
                .page(PATH, Access.ANYONE, this::show)
                .form(PATH, Access.ANYONE, this::signIn)
                .form(
                        "/sign-out",
                        Access.ANYONE,
                        (request, form) -> Answer.seeOther(PATH).with("Set-Cookie", sessions.end()));
    }

    private Answer show(Request request) {
        String to = ownPage(request.parameter("to"));
        if (request.session().flatMap(Session::caller).isPresent()) {
            return Answer.seeOther(to);
        }
        return form(request, 200, to, "");
    }

    /** The form, in a session of nobody that is begun where there is none yet. */
    private Answer form(Request request, int status, String to, String wrong) {
        Optional<Sessions.Begun> begun =
                request.session().isPresent() ? Optional.empty() : Optional.of(sessions.beginForNobody());
        String token = request.session()
                .or(() -> begun.map(Sessions.Begun::session))
                .orElseThrow()
                .formToken();
        Answer page = templates.page(
                request, status, "sign-in.jte", Map.of("to", to, "wrong", wrong, "token", token, "title", "Sign in"));
        return begun.map(fresh -> page.with("Set-Cookie", fresh.setCookie())).orElse(page);
    }

    private Answer signIn(Request request, Form form) {
        String to = ownPage(form.field("to"));
        Optional<Duration> wait = wrongKeys.mustWait(request.address());
        if (wait.isPresent()) {
            long seconds = Math.max(1, wait.get().toSeconds());
            return form(request, 429, to, "Too many wrong keys came from your address; try again in " + seconds + " s.")
                    .with("Retry-After", Long.toString(seconds));
        }
        Optional<Sessions.Begun> begun = form.field("key").map(String::strip).flatMap(sessions::begin);
        if (begun.isEmpty()) {
            wrongKeys.note(request.address());
            LOG.warn("a wrong key at the sign-in page");
            return form(request, 403, to, "That is no key of this Daybook.");
        }
        if (!begun.get().session().caller().orElseThrow().may().contains(Access.READ)) {
            return form(request, 403, to, "That key may not read. Ask for one with \"read\", or \"operate\" as well.");
        }
        return Answer.seeOther(to).with("Set-Cookie", begun.get().setCookie());
    }

    private static String ownPage(Optional<String> to) {
        return to.filter(path -> OWN_PAGE.matcher(path).matches() && !path.startsWith(PATH))
                .orElse(START);
    }
}
