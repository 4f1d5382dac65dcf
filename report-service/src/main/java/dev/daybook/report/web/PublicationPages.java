package dev.daybook.report.web;

import dev.daybook.report.publish.Publication;
import dev.daybook.report.publish.PublicationAttempt;
import dev.daybook.report.publish.PublicationLedger;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionKey;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.render.Words;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Form;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A revision's mail: its attempts, mailing it once more, and noting that it arrived. What is asked for names the attempt that was
 * seen on the page, so that a form that is sent twice, or by two people, does it once. Thread-safe.
 */
public final class PublicationPages {
    private static final String MAIL = "/reports/:date/revisions/:revision/mail";

    private final ReportKinds kinds;
    private final RevisionLedger revisions;
    private final PublicationLedger publications;
    private final PublicationApi api;
    private final Schedules schedules;
    private final Templates templates = new Templates();

    public PublicationPages(
            ReportKinds kinds,
            RevisionLedger revisions,
            PublicationLedger publications,
            PublicationApi api,
            Schedules schedules) {
        this.kinds = kinds;
        this.revisions = revisions;
        this.publications = publications;
        this.api = api;
        this.schedules = schedules;
    }

    public void addTo(Routes routes) {
        routes.page(MAIL, Access.READ, templates.refusing(this::show))
                .form(MAIL + "/resend", Access.OPERATE, templates.refusingForm(this::resend))
                .form(MAIL + "/mark-sent", Access.OPERATE, templates.refusingForm(this::markSent));
    }

    /** Where the page of a revision's mail is. */
    static String path(RevisionKey key) {
        return path(key, "");
    }

    private static String path(RevisionKey key, String action) {
        return "/reports/" + key.date() + "/revisions/" + key.revision() + "/mail" + action + "?report=" + key.report();
    }

    /** One attempt to mail it. */
    public record Attempt(String number, String by, String began, String outcome, String detail) {}

    /**
     * What the page shows.
     *
     * @param isUnknown whether nobody knows if the mail went out
     * @param attempt the last one, which forms name
     */
    public record View(
            String title,
            String report,
            String publication,
            boolean isUnknown,
            int attempt,
            List<Attempt> attempts,
            String resend,
            String markSent) {}

    private Answer show(Request request) throws Refused {
        RevisionKey key = Parameters.revision(request, kinds);
        Revision revision = revisions
                .find(key)
                .filter(Revision::isStored)
                .orElseThrow(() -> new Refused(Problem.notFound("There is no " + key + ".")));
        ZoneId zone = schedules.of(key.report()).fireTimes().zone();
        return templates.page(
                request,
                200,
                "mail.jte",
                Map.of(
                        "view",
                        new View(
                                "E-mail of " + Words.day(key.date()) + ", revision " + key.revision(),
                                ReportLinks.page(key),
                                DaysView.words(revision.publication()),
                                revision.publication() == Publication.UNKNOWN,
                                revision.publishAttempts(),
                                publications.attempts(key).stream()
                                        .map(attempt -> attempt(attempt, zone))
                                        .toList(),
                                path(key, "/resend"),
                                path(key, "/mark-sent"))));
    }

    private static Attempt attempt(PublicationAttempt attempt, ZoneId zone) {
        return new Attempt(
                Integer.toString(attempt.number()),
                attempt.resentBy().orElse("Daybook"),
                Words.time(attempt.beganAt(), zone),
                attempt.outcome().map(DaysView::shortWords).orElse("on its way"),
                attempt.error() == null ? "" : attempt.error());
    }

    private Answer resend(Request request, Form form) throws Refused, IOException {
        if (form.field("sure").isEmpty()) {
            throw new Refused(
                    new Problem(422, "not_confirmed", "Nothing was sent: say that all subscribers are to get it."));
        }
        RevisionKey key = Parameters.revision(request, kinds);
        return templates.outcome(
                request, api.resend(key, attempt(form), request.caller().id(), reason(form)), path(key));
    }

    private Answer markSent(Request request, Form form) throws Refused, IOException {
        RevisionKey key = Parameters.revision(request, kinds);
        return templates.outcome(
                request,
                api.markSent(key, Optional.of(attempt(form)), request.caller().id(), reason(form)),
                path(key));
    }

    private static int attempt(Form form) throws Refused {
        return form.field("attempt")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElseThrow(() -> RequestBody.wrong("attempt", "the number of the attempt that was seen"));
    }

    private static Optional<String> reason(Form form) throws Refused {
        Optional<String> reason = form.field("reason").map(String::strip).filter(text -> !text.isEmpty());
        if (reason.filter(text -> text.length() > PublicationApi.MAX_REASON
                        || text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw RequestBody.wrong(
                    "reason", "at most " + PublicationApi.MAX_REASON + " characters without line breaks");
        }
        return reason;
    }
}
