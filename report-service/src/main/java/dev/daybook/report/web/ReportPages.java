package dev.daybook.report.web;

import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.Publication;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionKey;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.Run;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.render.HtmlReport;
import dev.daybook.report.render.Words;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The pages for people: the days, and each day's report. Everything that someone else wrote is escaped. Thread-safe. */
public final class ReportPages {
    private static final int DAYS_A_PAGE = 60;
    /** Of a day, the last ones; each takes a look into the ledger. */
    private static final int MAX_REVISIONS = 20;

    private static final LocalDate END_OF_DAYS = LocalDate.of(9999, 12, 31);

    private final ReportKinds kinds;
    private final RevisionLedger revisions;
    private final RunLedger runs;
    private final ReportFiles files;
    private final Schedules schedules;
    private final Clock clock;
    private final Templates templates = new Templates();
    private final byte[] style = resource("style.css");
    private final byte[] live = resource("live.js");
    private final byte[] reportStyle = HtmlReport.style();

    public ReportPages(
            ReportKinds kinds,
            RevisionLedger revisions,
            RunLedger runs,
            ReportFiles files,
            Schedules schedules,
            Clock clock) {
        this.kinds = kinds;
        this.revisions = revisions;
        this.runs = runs;
        this.files = files;
        this.schedules = schedules;
        this.clock = clock;
    }

    private static byte[] resource(String name) {
        try (InputStream in = ReportPages.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException(name + " of this jar can't be read", damaged);
        }
    }

    public void addTo(Routes routes) {
        routes.page("/", Access.READ, templates.refusing(this::days))
                .page("/reports/:date", Access.READ, templates.refusing(this::report))
                .page("/style.css", Access.ANYONE, request -> css(style))
                .page("/report.css", Access.ANYONE, request -> css(reportStyle))
                .page("/live.js", Access.ANYONE, request -> file("text/javascript; charset=utf-8", live));
    }

    private static Answer css(byte[] sheet) {
        return file("text/css; charset=utf-8", sheet);
    }

    private static Answer file(String type, byte[] bytes) {
        return new Answer(200, type, bytes, Map.of("Cache-Control", "private, max-age=3600"));
    }

    private Answer days(Request request) throws Refused {
        String report = Parameters.report(request, kinds);
        LocalDate before = Parameters.optionalDate(request, "before").orElse(END_OF_DAYS);
        Days days = Days.read(revisions, runs, report, before, DAYS_A_PAGE);
        Optional<String> next = schedules
                .of(report)
                .fireTimes()
                .next(clock.instant(), 1)
                .map(at -> Words.time(at.toInstant(), at.getZone()))
                .findFirst();
        return templates.page(
                request, 200, "days.jte", Map.of("view", DaysView.of(report, kinds.madeHere(), days, next)));
    }

    private Answer report(Request request) throws Refused {
        DayKey day = new DayKey(Parameters.report(request, kinds), Parameters.date(request));
        OptionalInt wanted = Parameters.integer(request, "revision", 1, Integer.MAX_VALUE);
        Optional<Revision> last = revisions.lastStored(day);
        Optional<Revision> shown = wanted.isPresent()
                ? revisions.find(day.revision(wanted.getAsInt())).filter(Revision::isStored)
                : last;
        if (shown.isPresent()) {
            return page(request, shown.get(), last.orElse(shown.get()));
        }
        Optional<Run> held = runs.last(day).filter(run -> run.isHeld() && wanted.isEmpty());
        return held.map(run ->
                        templates.message(request, 200, Words.day(day.date()), "The report is HELD: " + run.detail()))
                .orElseGet(() -> templates.message(request, 404, Words.day(day.date()), "There is no such report."));
    }

    private Answer page(Request request, Revision shown, Revision last) {
        boolean isDailySales = shown.key().report().equals(Report.DAILY_SALES);
        return isDailySales
                ? templates.page(request, 200, "report.jte", Map.of("view", view(shown, last)))
                : templates.page(
                        request,
                        200,
                        "text.jte",
                        Map.of(
                                "view",
                                TextView.of(
                                        shown,
                                        publication(shown),
                                        waysOut(shown),
                                        files.text(shown),
                                        revisions(shown, last))));
    }

    private String publication(Revision shown) {
        return DaysView.words(shown.publication())
                + (shown.publishedAt() == null
                        ? ""
                        : " "
                                + Words.time(
                                        shown.publishedAt(),
                                        schedules
                                                .of(shown.key().report())
                                                .fireTimes()
                                                .zone()))
                + (shown.lastError() == null ? "" : " (" + shown.lastError() + ")");
    }

    private ReportView view(Revision shown, Revision last) {
        return ReportView.of(
                CanonicalJson.read(files.canonical(shown)),
                publication(shown),
                waysOut(shown),
                shown.canonicalSha256(),
                revisions(shown, last),
                files.list(shown).stream()
                        .map(file -> new ReportView.FileLink(file.name(), FileApi.path(shown, file.name())))
                        .toList());
    }

    private RevisionsView revisions(Revision shown, Revision last) {
        DayKey day = shown.key().day();
        ZoneId zone = schedules.of(day.report()).fireTimes().zone();
        int newest = last.key().revision();
        int oldest = Math.max(1, newest - MAX_REVISIONS + 1);
        List<RevisionRow> rows = new ArrayList<>();
        Optional<Revision> before = stored(day, oldest - 1);
        for (int number = oldest; number <= newest; number++) {
            Optional<Revision> revision = number == shown.key().revision() ? Optional.of(shown) : stored(day, number);
            if (revision.isPresent()) {
                rows.add(
                        0,
                        RevisionRow.of(
                                revision.get(), before, number == shown.key().revision(), zone));
                before = revision;
            }
        }
        boolean isDailySales = day.report().equals(Report.DAILY_SALES);
        return new RevisionsView(
                rows,
                oldest - 1,
                day.report(),
                day.date().toString(),
                "/reports/" + day.date() + "/preview?report=" + day.report(),
                isDailySales
                        ? "/reports/" + day.date() + "/figures?revision="
                                + shown.key().revision()
                        : null,
                PublicationPages.path(shown.key()),
                shown.publication() == Publication.UNKNOWN);
    }

    private Optional<Revision> stored(DayKey day, int number) {
        return number < 1
                ? Optional.empty()
                : revisions.find(day.revision(number)).filter(Revision::isStored);
    }

    /** The same without a browser. */
    private static List<String> waysOut(Revision shown) {
        if (shown.publication() != Publication.UNKNOWN) {
            return List.of();
        }
        RevisionKey key = shown.key();
        String arguments = " " + key.date() + " " + key.revision() + " --report " + key.report();
        return List.of(
                "Is the mail in a subscriber's inbox? Then note it: ./daybook report mark-sent" + arguments
                        + ", or POST " + ReportJson.path(key, "mark-sent"),
                "Is it not? Then mail it once more: ./daybook report resend" + arguments + ", or POST "
                        + ReportJson.path(key, "resend"));
    }
}
