package dev.daybook.report.web;

import dev.daybook.report.publish.LedgerUnavailable;
import dev.daybook.report.publish.TopicUnavailable;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Form;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Session;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders pages; everything that someone else wrote is escaped for where it stands. Thread-safe. */
final class Templates {
    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);
    private static final int FIRST_PROBLEM = 400;

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "dev.daybook.report.web.pages");

    /** The page as this request's visitor gets it. */
    Answer page(Request request, int status, String template, Map<String, Object> parameters) {
        return page(Visitor.of(request), status, template, parameters);
    }

    private Answer page(Visitor visitor, int status, String template, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("visitor", visitor);
        StringOutput html = new StringOutput();
        engine.render(template, all, html);
        return Answer.html(status, html.toString());
    }

    /** Has a page's handler say in a page what was wrong. */
    HttpHandler.Blocking refusing(Parameters.Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Refused refused) {
                return problem(request, refused.problem().answer());
            } catch (TopicUnavailable | ObjectStoreUnavailable | LedgerUnavailable away) {
                return unavailable(request, away);
            }
        };
    }

    /** Answers a form, or refuses it. */
    interface FormHandler {
        Answer handle(Request request, Form form) throws Refused, IOException;
    }

    Form.Handler refusingForm(FormHandler handler) {
        return (request, form) -> {
            try {
                return handler.handle(request, form);
            } catch (Refused refused) {
                return problem(request, refused.problem().answer());
            } catch (TopicUnavailable | ObjectStoreUnavailable | LedgerUnavailable away) {
                return unavailable(request, away);
            }
        };
    }

    /** What came of something that the API did: on to a page where it did it, the reason as a page where it did not. */
    Answer outcome(Request request, Answer answered, String to) {
        return answered.status() < FIRST_PROBLEM ? Answer.seeOther(to) : problem(request, answered);
    }

    private Answer problem(Request request, Answer answered) {
        return problem(answered, request.caller(), request.session());
    }

    /** A problem as a page, with the problem's own headers. */
    Answer problem(Answer problem, Caller caller, Optional<Session> session) {
        String detail;
        try {
            detail = Json.MAPPER.readTree(problem.body()).path("detail").asText();
        } catch (IOException notJson) {
            throw new UncheckedIOException("a problem that is no JSON", notJson);
        }
        Answer page = page(
                Visitor.of(caller, session),
                problem.status(),
                "message.jte",
                Map.of("title", "That didn’t work", "text", detail));
        return new Answer(page.status(), page.contentType(), page.body(), problem.headers());
    }

    private Answer unavailable(Request request, RuntimeException away) {
        LOG.warn("a page can't be shown: {}", away.getMessage());
        return message(
                request,
                503,
                "Not now",
                "A part that this page needs is away: " + away.getMessage() + ". Try again soon.");
    }

    /** A page that says one thing. */
    Answer message(Request request, int status, String title, String text) {
        return page(request, status, "message.jte", Map.of("title", title, "text", text));
    }
}
