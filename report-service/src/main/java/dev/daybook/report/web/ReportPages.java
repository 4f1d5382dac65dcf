package dev.daybook.report.web;

import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.Run;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunState;
import dev.daybook.report.render.Words;
import dev.daybook.report.schedule.DailySchedule;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The pages for people: the days, and each day's report. Everything that someone else wrote is escaped. Thread-safe. */
public final class ReportPages {
    private static final int DAYS_A_PAGE = 60;
    private static final LocalDate END_OF_DAYS = LocalDate.of(9999, 12, 31);

    private final RevisionLedger revisions;
    private final RunLedger runs;
    private final ReportFiles files;
    private final DailySchedule schedule;
    private final Clock clock;
    private final Templates templates = new Templates();
    private final byte[] style = resource("style.css");

    public ReportPages(
            RevisionLedger revisions, RunLedger runs, ReportFiles files, DailySchedule schedule, Clock clock) {
        this.revisions = revisions;
        this.runs = runs;
        this.files = files;
        this.schedule = schedule;
        this.clock = clock;
    }

    private static byte[] resource(String name) {
        try (InputStream in = ReportPages.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException(name + " of this jar can't be read", damaged);
        }
    }

    private interface Handler {
        Answer handle(Request request) throws Refused;
    }

    public void addTo(Routes routes) {
        routes.get("/", Access.READ, refusing(this::days))
                .get("/reports/:date", Access.READ, refusing(this::report))
                .get(
                        "/style.css",
                        Access.READ,
                        request -> new Answer(
                                200,
                                "text/css; charset=utf-8",
                                style,
                                Map.of("Cache-Control", "private, max-age=3600")));
    }

    private HttpHandler.Blocking refusing(Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Refused refused) {
                Problem problem = refused.problem();
                return templates.message(problem.status(), "That didn't work", problem.detail());
            }
        };
    }

    private Answer days(Request request) throws Refused {
        String report = Parameters.report(request);
        LocalDate before = Parameters.optionalDate(request, "before").orElse(END_OF_DAYS);
        Days days = Days.read(revisions, runs, report, before, DAYS_A_PAGE);
        Optional<String> next = schedule.fireTimes()
                .next(clock.instant(), 1)
                .map(at -> Words.time(at.toInstant(), at.getZone()))
                .findFirst();
        return templates.page(200, "days.jte", Map.of("view", DaysView.of(days, next)));
    }

    private Answer report(Request request) throws Refused {
        DayKey day = new DayKey(Parameters.report(request), Parameters.date(request));
        OptionalInt wanted = Parameters.integer(request, "revision", 1, Integer.MAX_VALUE);
        Optional<Revision> last = revisions.lastStored(day);
        Optional<Revision> shown = wanted.isPresent()
                ? revisions.find(day.revision(wanted.getAsInt())).filter(Revision::isStored)
                : last;
        if (shown.isPresent()) {
            return templates.page(200, "report.jte", Map.of("view", view(shown.get(), last.orElse(shown.get()))));
        }
        Optional<Run> held = runs.last(day).filter(run -> run.state() == RunState.HELD && wanted.isEmpty());
        return held.map(run -> templates.message(200, Words.day(day.date()), "The report is HELD: " + run.detail()))
                .orElseGet(() -> templates.message(404, Words.day(day.date()), "There is no such report."));
    }

    private ReportView view(Revision shown, Revision last) {
        String publication = DaysView.words(shown.publication())
                + (shown.publishedAt() == null
                        ? ""
                        : " "
                                + Words.time(
                                        shown.publishedAt(),
                                        schedule.fireTimes().zone()))
                + (shown.lastError() == null ? "" : " (" + shown.lastError() + ")");
        return ReportView.of(
                CanonicalJson.read(files.canonical(shown)),
                publication,
                shown.canonicalSha256(),
                last.key().revision());
    }
}
