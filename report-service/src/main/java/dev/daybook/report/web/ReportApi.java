package dev.daybook.report.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.LedgerUnavailable;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.Run;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunState;
import dev.daybook.report.schedule.DailySchedule;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The API: reports, runs and the schedule, as JSON. Thread-safe. */
public final class ReportApi {
    private static final int USUAL_PAGE = 50;
    private static final int MAX_PAGE = 500;
    private static final int FIRE_TIMES = 5;
    private static final LocalDate END_OF_DAYS = LocalDate.of(9999, 12, 31);
    private static final Duration TOO_MANY_RUNS_WAIT = Duration.ofSeconds(30);

    private final ReportKinds kinds;
    private final RevisionLedger revisions;
    private final RunLedger runs;
    private final ReportFiles files;
    private final RunWaits waits;
    private final Schedules schedules;
    private final Clock clock;

    public ReportApi(
            ReportKinds kinds,
            RevisionLedger revisions,
            RunLedger runs,
            ReportFiles files,
            RunWaits waits,
            Schedules schedules,
            Clock clock) {
        this.kinds = kinds;
        this.revisions = revisions;
        this.runs = runs;
        this.files = files;
        this.waits = waits;
        this.schedules = schedules;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/v1/reports", Access.READ, Parameters.refusing(this::list))
                .get("/v1/reports/:date", Access.READ, Parameters.refusing(this::show))
                .get("/v1/reports/:date/runs/:id", Access.READ, Parameters.refusing(this::showRun))
                .get("/v1/schedule", Access.READ, Parameters.refusing(this::showSchedule))
                .add("POST", "/v1/reports/:date/runs", Access.OPERATE, this::run);
    }

    private Answer list(Request request) throws Refused {
        String report = Parameters.report(request, kinds);
        int limit = Parameters.integer(request, "limit", 1, MAX_PAGE).orElse(USUAL_PAGE);
        LocalDate before = Parameters.optionalDate(request, "before").orElse(END_OF_DAYS);
        Days days = Days.read(revisions, runs, report, before, limit);
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("report", report);
        var list = json.putArray("reports");
        days.days().forEach(day -> list.add(ReportJson.day(day)));
        days.before().ifPresent(date -> json.put("next", ReportLinks.jsonDaysBefore(report, date, limit)));
        return Answer.json(200, json);
    }

    private Answer show(Request request) throws Refused, IOException {
        DayKey day = new DayKey(Parameters.report(request, kinds), Parameters.date(request));
        OptionalInt wanted = Parameters.integer(request, "revision", 1, Integer.MAX_VALUE);
        Optional<Revision> revision = wanted.isPresent()
                ? revisions.find(day.revision(wanted.getAsInt())).filter(Revision::isStored)
                : revisions.lastStored(day);
        if (revision.isPresent()) {
            return Parameters.wantsText(request)
                    ? Answer.text(200, files.text(revision.get()))
                    : Answer.json(200, canonical(revision.get()));
        }
        Optional<Run> last = wanted.isPresent() ? Optional.empty() : runs.last(day);
        if (last.filter(run -> run.state() == RunState.HELD).isPresent()) {
            return Answer.json(200, held(last.get()));
        }
        String what = "There is no " + (wanted.isPresent() ? "revision " + wanted.getAsInt() + " of the " : "")
                + "report for " + day.date();
        return Problem.notFound(what
                        + last.map(run -> "; a run of it is " + run.state() + ".")
                                .orElse("."))
                .answer();
    }

    private ObjectNode canonical(Revision revision) throws IOException {
        JsonNode canonical = Json.MAPPER.readTree(files.canonical(revision));
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.setAll((ObjectNode) canonical);
        ReportJson.publication(json, revision);
        ReportJson.waysOut(json, revision);
        json.put("canonical_sha256", revision.canonicalSha256());
        return json;
    }

    private static ObjectNode held(Run run) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("report", run.day().report());
        json.put("date", run.date().toString());
        json.put("status", "HELD");
        json.put("detail", run.detail());
        json.put("run", ReportLinks.run(run));
        return json;
    }

    private Answer showRun(Request request) throws Refused {
        DayKey day = new DayKey(Parameters.report(request, kinds), Parameters.date(request));
        return runs.find(request.pathParameter("id"))
                .filter(run -> run.day().equals(day))
                .map(run -> Answer.json(200, ReportJson.run(run)))
                .orElseGet(() -> Problem.notFound("There is no such run for " + day.date() + ".")
                        .answer());
    }

    private CompletionStage<Answer> run(Request request) {
        try {
            DayKey day = new DayKey(Parameters.report(request, kinds), Parameters.date(request));
            int seconds = Parameters.integer(request, "wait", 0, (int) RunWaits.LONGEST.toSeconds())
                    .orElse(0);
            if (!day.date().isBefore(schedules.of(day.report()).tomorrow(clock.instant()))) {
                throw new Refused(Problem.badRequest("date_in_the_future", day.date() + " has not begun yet."));
            }
            Optional<Run> run = runs.request(day, request.caller().id());
            if (run.isEmpty()) {
                return CompletableFuture.completedFuture(new Problem(
                                503,
                                "too_many_runs",
                                RunLedger.MAX_UNFINISHED + " runs have not ended yet; try again when they have.")
                        .retryAfter(TOO_MANY_RUNS_WAIT));
            }
            return waits.start(run.get(), Duration.ofSeconds(seconds)).thenApply(ReportApi::started);
        } catch (Refused refused) {
            return CompletableFuture.completedFuture(refused.problem().answer());
        } catch (LedgerUnavailable away) {
            return CompletableFuture.completedFuture(Parameters.unavailable(away));
        }
    }

    private static Answer started(Run run) {
        return Answer.json(run.state().hasEnded() ? 200 : 202, ReportJson.run(run))
                .with("Location", ReportLinks.run(run));
    }

    private Answer showSchedule(Request request) throws Refused {
        DailySchedule schedule = schedules.of(Parameters.report(request, kinds));
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("report", schedule.report());
        json.put("cron", schedule.fireTimes().cron());
        json.put("time_zone", schedule.fireTimes().zone().getId());
        json.put("report_day", schedule.dueDates().reportDay().name().toLowerCase(java.util.Locale.ROOT));
        json.put("catch_up_days", schedule.dueDates().catchUpDays());
        var next = json.putArray("next_fire_times");
        schedule.fireTimes()
                .next(clock.instant(), FIRE_TIMES)
                .map(at -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.from(at)))
                .forEach(next::add);
        return Answer.json(200, json);
    }
}
