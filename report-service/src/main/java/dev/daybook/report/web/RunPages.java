package dev.daybook.report.web;

import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.Run;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunState;
import dev.daybook.report.render.Words;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Form;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** When reports are made by themselves, having one made now, and how far that is. Thread-safe. */
public final class RunPages {
    private static final String SCHEDULE = "/schedule";
    private static final int FIRE_TIMES = 5;

    private final ReportKinds kinds;
    private final RunLedger runs;
    private final RunWaits waits;
    private final Schedules schedules;
    private final Clock clock;
    private final Templates templates = new Templates();

    public RunPages(ReportKinds kinds, RunLedger runs, RunWaits waits, Schedules schedules, Clock clock) {
        this.kinds = kinds;
        this.runs = runs;
        this.waits = waits;
        this.schedules = schedules;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.page(SCHEDULE, Access.READ, templates.refusing(this::schedule))
                .form("/runs", Access.OPERATE, templates.refusingForm(this::run))
                .page("/reports/:date/runs/:id", Access.READ, templates.refusing(this::show));
    }

    /**
     * One kind's schedule.
     *
     * @param next its fire times with their zone, the next one first; empty where it never fires
     */
    public record Kind(String name, String title, String cron, String zone, String day, List<String> next) {}

    /**
     * How a run stands.
     *
     * @param isUnderWay whether the page looks again by itself
     * @param report the path of what it made; null where there is none
     */
    public record Shown(
            String title,
            String state,
            String mark,
            String detail,
            String requestedBy,
            String requestedAt,
            boolean isUnderWay,
            String report) {}

    private Answer schedule(Request request) {
        List<Kind> shown = kinds.madeHere().stream().map(this::kind).toList();
        return templates.page(
                request,
                200,
                "schedule.jte",
                Map.of(
                        "kinds",
                        shown,
                        "today",
                        schedules
                                .of(kinds.madeHere().get(0))
                                .tomorrow(clock.instant())
                                .minusDays(1)
                                .toString()));
    }

    private Kind kind(String report) {
        var schedule = schedules.of(report);
        return new Kind(
                report,
                DaysView.title(report),
                schedule.fireTimes().cron(),
                schedule.fireTimes().zone().getId(),
                schedule.dueDates().reportDay().name().toLowerCase(Locale.ROOT),
                schedule.fireTimes()
                        .next(clock.instant(), FIRE_TIMES)
                        .map(at -> Words.time(at.toInstant(), at.getZone()))
                        .toList());
    }

    private Answer run(Request request, Form form) throws Refused {
        String report = form.field("report").orElse("");
        if (!kinds.madeHere().contains(report)) {
            throw new Refused(Problem.notFound("There is no report of that name."));
        }
        DayKey day =
                new DayKey(report, Parameters.parsed("date", form.field("date").orElse("")));
        if (!day.date().isBefore(schedules.of(report).tomorrow(clock.instant()))) {
            throw new Refused(Problem.badRequest("date_in_the_future", day.date() + " has not begun yet."));
        }
        Optional<Run> run = runs.request(day, request.caller().id());
        if (run.isEmpty()) {
            throw new Refused(new Problem(
                    503,
                    "too_many_runs",
                    RunLedger.MAX_UNFINISHED + " runs have not ended yet; try again when they have."));
        }
        waits.start(run.get(), Duration.ZERO);
        return Answer.seeOther(path(run.get()));
    }

    static String path(Run run) {
        return "/reports/" + run.date() + "/runs/" + run.id() + "?report="
                + run.day().report();
    }

    private Answer show(Request request) throws Refused {
        DayKey day = new DayKey(Parameters.report(request, kinds), Parameters.date(request));
        Run run = runs.find(request.pathParameter("id"))
                .filter(found -> found.day().equals(day))
                .orElseThrow(() -> new Refused(Problem.notFound("There is no such run for " + day.date() + ".")));
        boolean isUnderWay = !run.state().hasEnded() && run.state() != RunState.HELD;
        String report = run.revision().isPresent() && run.state() == RunState.DONE
                ? ReportLinks.page(day.revision(run.revision().getAsInt()))
                : null;
        return templates.page(
                request,
                200,
                "run.jte",
                Map.of(
                        "view",
                        new Shown(
                                DaysView.title(day.report()) + ", " + Words.day(day.date()),
                                run.state().name(),
                                run.state().name().toLowerCase(Locale.ROOT),
                                run.detail() == null ? "" : run.detail(),
                                run.requestedBy(),
                                Words.time(
                                        run.requestedAt(),
                                        schedules.of(day.report()).fireTimes().zone()),
                                isUnderWay,
                                report)));
    }
}
