package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.publish.Backfill;
import dev.daybook.report.publish.BackfillLedger;
import dev.daybook.report.publish.Backfills;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.Run;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/reports/backfill}: the reports of a range of closed days, and how far that is. Thread-safe. */
public final class BackfillApi {
    /** Three years: a longer history takes more than one request, and its runs are worked on in order all the same. */
    static final int MAX_DAYS = 1_100;

    private static final String PATH = "/v1/reports/backfill";
    private static final int DATE_CHARACTERS = 10;
    private static final Duration BUSY_WAIT = Duration.ofMinutes(1);

    private final ReportKinds kinds;
    private final BackfillLedger ledger;
    private final Backfills backfills;
    private final Schedules schedules;
    private final Clock clock;

    public BackfillApi(
            ReportKinds kinds, BackfillLedger ledger, Backfills backfills, Schedules schedules, Clock clock) {
        this.kinds = kinds;
        this.ledger = ledger;
        this.backfills = backfills;
        this.schedules = schedules;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.add("POST", PATH, Access.OPERATE, HttpHandler.blocking(Parameters.refusing(this::start)))
                .get(PATH + "/:id", Access.READ, Parameters.refusing(this::show));
    }

    private Answer start(Request request) throws Refused {
        String report = Parameters.report(request, kinds);
        RequestBody body = RequestBody.of(request, Set.of("from", "to", "publish"));
        LocalDate from = date(body, "from");
        LocalDate to = date(body, "to");
        check(report, from, to);
        Optional<Backfill> backfill = ledger.request(
                report, from, to, body.flag("publish"), request.caller().id());
        if (backfill.isEmpty()) {
            return new Problem(
                            503,
                            "too_many_backfills",
                            BackfillLedger.MAX_UNFINISHED + " backfills have not ended yet; try again when one has.")
                    .retryAfter(BUSY_WAIT);
        }
        String id = backfill.get().id();
        backfills.goOn(id);
        return Answer.json(202, json(ledger.find(id).orElseThrow())).with("Location", PATH + "/" + id);
    }

    private static LocalDate date(RequestBody body, String name) throws Refused {
        Optional<String> text = body.text(name, DATE_CHARACTERS);
        return Parameters.parsed(name, text.orElseThrow(() -> RequestBody.wrong(name, "a date, YYYY-MM-DD")));
    }

    private void check(String report, LocalDate from, LocalDate to) throws Refused {
        if (to.isBefore(from)) {
            throw new Refused(new Problem(422, "empty_range", "\"to\" lies before \"from\"."));
        }
        if (ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
            throw new Refused(new Problem(
                    422, "range_too_long", "A backfill may have " + MAX_DAYS + " days; ask for parts of it."));
        }
        if (!schedules.of(report).dueDates().calendar().hasEnded(to, clock.instant())) {
            throw new Refused(
                    new Problem(422, "date_not_closed", to + " has not ended yet; a backfill is of closed days."));
        }
    }

    private Answer show(Request request) {
        return ledger.find(request.pathParameter("id"))
                .map(backfill -> Answer.json(200, json(backfill)))
                .orElseGet(() -> Problem.notFound("There is no such backfill.").answer());
    }

    private static ObjectNode json(Backfill backfill) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", backfill.id());
        json.put("report", backfill.report());
        json.put("from", backfill.from().toString());
        json.put("to", backfill.to().toString());
        json.put("publish", backfill.publish());
        json.put("requested_by", backfill.requestedBy());
        json.put("requested_at", backfill.requestedAt().toString());
        json.put("days", backfill.days());
        json.put("done", backfill.done());
        json.put("under_way", backfill.underWay());
        json.put("held", backfill.held());
        json.put("failed", backfill.failed());
        if (backfill.endedAt() != null) {
            json.put("ended_at", backfill.endedAt().toString());
        }
        var notDone = json.putArray("not_done");
        for (Run run : backfill.notDone()) {
            notDone.add(ReportJson.run(run).put("href", ReportLinks.run(run)));
        }
        return json;
    }
}
