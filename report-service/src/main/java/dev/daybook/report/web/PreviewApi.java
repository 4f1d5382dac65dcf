package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.publish.AuditAction;
import dev.daybook.report.publish.AuditTrail;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.Previews;
import dev.daybook.report.publish.Previews.Preview;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.render.Words;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /v1/reports/{date}/preview}: the report as it would be now, as JSON or as its mail. Only the audit trail keeps
 * something of it: who looked. Thread-safe.
 */
public final class PreviewApi {
    /** Each may wait for processor and shop on a worker of the server; the rest is for everybody else. */
    private static final int MAX_AT_ONCE = 2;

    private static final Duration BUSY_WAIT = Duration.ofSeconds(10);

    private final ReportKinds kinds;
    private final Previews previews;
    private final AuditTrail audit;
    private final Schedules schedules;
    private final Clock clock;
    private final Templates templates = new Templates();
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    public PreviewApi(Previews previews, ReportKinds kinds, AuditTrail audit, Schedules schedules, Clock clock) {
        this.kinds = kinds;
        this.previews = previews;
        this.audit = audit;
        this.schedules = schedules;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/v1/reports/:date/preview", Access.READ, Parameters.refusing(this::preview))
                .page("/reports/:date/preview", Access.READ, templates.refusing(this::page));
    }

    /** How a preview is shown. */
    interface Shown {
        Answer as(DayKey day, Preview preview) throws IOException;
    }

    private Answer preview(Request request) throws Refused, IOException {
        return preview(request, Parameters.wantsText(request) ? PreviewApi::text : PreviewApi::json);
    }

    Answer preview(Request request, Shown shown) throws Refused, IOException {
        DayKey day = new DayKey(Parameters.report(request, kinds), Parameters.date(request));
        if (!day.date().isBefore(schedules.of(day.report()).tomorrow(clock.instant()))) {
            throw new Refused(Problem.badRequest("date_in_the_future", day.date() + " has not begun yet."));
        }
        if (!places.tryAcquire()) {
            return new Problem(503, "busy", MAX_AT_ONCE + " previews are being made; try again when they are.")
                    .retryAfter(BUSY_WAIT);
        }
        try {
            Preview preview = previews.of(day);
            audit.note(request.caller().id(), AuditAction.PREVIEW, day, detail(preview));
            return shown.as(day, preview);
        } catch (ObjectStoreUnavailable unavailable) {
            return new Problem(503, "files_unavailable", unavailable.getMessage()).retryAfter(BUSY_WAIT);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return new Problem(503, "stopping", "The service is being stopped.").retryAfter(BUSY_WAIT);
        } finally {
            places.release();
        }
    }

    static String detail(Preview preview) {
        if (preview instanceof Preview.Made made) {
            return made.stands() ? "it is revision " + made.revision() : "it would become revision " + made.revision();
        }
        return "it would be held: " + ((Preview.Held) preview).reason();
    }

    /** What the page shows: in words what would come of a run, and the mail that it would send, if any. */
    public record View(String title, String report, String detail, String heldFor, String subject, String text) {}

    private Answer page(Request request) throws Refused, IOException {
        Answer answer = preview(request, (day, preview) -> {
            Optional<Preview.Made> made =
                    preview instanceof Preview.Made report ? Optional.of(report) : Optional.empty();
            View view = new View(
                    DaysView.title(day.report()) + ", " + Words.day(day.date()),
                    ReportLinks.page(day),
                    detail(preview),
                    made.flatMap(Preview.Made::missing).orElse(""),
                    made.map(report -> report.rendered().subject()).orElse(""),
                    made.map(report -> report.rendered().text()).orElse(""));
            return templates.page(request, 200, "preview.jte", Map.of("view", view));
        });
        return answer.status() == 200 ? answer : templates.outcome(request, answer, "");
    }

    private static Answer json(DayKey day, Preview preview) throws IOException {
        if (preview instanceof Preview.Made made) {
            ObjectNode json = (ObjectNode) Json.MAPPER.readTree(made.canonical());
            ObjectNode about = json.putObject("preview");
            about.put("stands", made.stands());
            about.put("detail", detail(preview));
            about.put("subject", made.rendered().subject());
            made.missing().ifPresent(missing -> about.put("held_for", missing));
            return Answer.json(200, json);
        }
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("report", day.report());
        json.put("date", day.date().toString());
        json.put("status", "HELD");
        json.put("detail", ((Preview.Held) preview).reason());
        json.putObject("preview").put("stands", false).put("detail", detail(preview));
        return Answer.json(200, json);
    }

    private static Answer text(DayKey day, Preview preview) {
        StringBuilder text = new StringBuilder("PREVIEW of ")
                .append(day)
                .append(": ")
                .append(detail(preview))
                .append(". Nothing was sent or stored.\n");
        if (preview instanceof Preview.Made made) {
            made.missing()
                    .ifPresent(missing -> text.append("A run would wait for this first: ")
                            .append(missing)
                            .append('\n'));
            text.append("Subject: ")
                    .append(made.rendered().subject())
                    .append("\n\n")
                    .append(made.rendered().text());
        }
        return Answer.text(200, text.toString());
    }
}
