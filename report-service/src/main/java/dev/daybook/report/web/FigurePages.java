package dev.daybook.report.web;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.Words;
import dev.daybook.report.source.ArchiveUnreadable;
import dev.daybook.report.source.EventFigure;
import dev.daybook.report.source.EventFigure.Measure;
import dev.daybook.report.source.EventFigure.Part;
import dev.daybook.report.source.FigureEvents;
import dev.daybook.report.source.FigureEvents.Counted;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a figure of a report to the archived events that it is made of, each with the object and offset where it stands, and
 * whether they come to what the report says. Thread-safe.
 */
public final class FigurePages {
    private static final Logger LOG = LoggerFactory.getLogger(FigurePages.class);
    private static final int MAX_ID = 256;
    /** Of all tables of a report. */
    private static final int MAX_LINE = 1_000_000_000;
    /** Each reads the archive for some seconds on a worker of the server; the rest is for everybody else. */
    private static final int MAX_READING = 2;

    private static final Duration BUSY_WAIT = Duration.ofSeconds(10);

    private final RevisionLedger revisions;
    private final ReportFiles files;
    private final FigureEvents events;
    private final Templates templates = new Templates();
    private final Semaphore places = new Semaphore(MAX_READING);

    public FigurePages(RevisionLedger revisions, ReportFiles files, FigureEvents events) {
        this.revisions = revisions;
        this.files = files;
        this.events = events;
    }

    public void addTo(Routes routes) {
        routes.page("/reports/:date/figures", Access.READ, templates.refusing(this::figures))
                .page("/reports/:date/events", Access.READ, templates.refusing(this::events));
    }

    /**
     * What the page of figures shows.
     *
     * @param self where it is, up to the number of its first line
     */
    public record FiguresView(String title, String report, FiguresPage page, String self) {}

    /** One event as it is shown; {@code receipt} is where its way through Daybook is told. */
    public record Row(
            String receivedAt,
            String type,
            String order,
            String eventId,
            String source,
            String producer,
            String amount,
            String object,
            String place,
            String receipt) {}

    /**
     * What the page of events shows.
     *
     * @param verdict whether the events come to what the report says
     * @param agrees whether that is so
     * @param notes why not, and what else someone should know
     * @param command what explains the figure on the command line; empty where nothing does
     */
    public record EventsView(
            String title,
            String figure,
            String back,
            String verdict,
            boolean agrees,
            List<String> notes,
            Optional<String> command,
            List<Row> rows) {}

    private record Shown(Revision revision, Report report) {}

    private Shown shown(Request request) throws Refused {
        DayKey day = new DayKey(Report.DAILY_SALES, Parameters.date(request));
        OptionalInt wanted = Parameters.integer(request, "revision", 1, Integer.MAX_VALUE);
        Revision revision = (wanted.isPresent()
                        ? revisions.find(day.revision(wanted.getAsInt())).filter(Revision::isStored)
                        : revisions.lastStored(day))
                .orElseThrow(() -> new Refused(Problem.notFound("There is no such report.")));
        return new Shown(revision, CanonicalJson.read(files.canonical(revision)));
    }

    private Answer figures(Request request) throws Refused {
        Shown shown = shown(request);
        Report report = shown.report();
        int from = Parameters.integer(request, "from", 0, MAX_LINE).orElse(0);
        return templates.page(
                request,
                200,
                "report-figures.jte",
                Map.of(
                        "view",
                        new FiguresView(
                                Words.day(report.date()) + ", revision " + report.revision(),
                                ReportLinks.page(shown.revision().key()),
                                FiguresPage.of(report, from),
                                "/reports/" + report.date() + "/figures?revision=" + report.revision() + "&from=")));
    }

    private Answer events(Request request) throws Refused {
        EventFigure figure = figure(request);
        Shown shown = shown(request);
        long stated = stated(shown.report(), figure);
        if (!places.tryAcquire()) {
            throw new Refused(new Problem(
                    503,
                    "busy",
                    MAX_READING + " people are reading the archive; try again in " + BUSY_WAIT.toSeconds() + " s."));
        }
        try {
            FigureEvents.Found found =
                    events.find(shown.report().date(), shown.report().cut(), figure);
            return templates.page(
                    request, 200, "report-events.jte", Map.of("view", view(shown, figure, stated, found)));
        } catch (ArchiveUnreadable damaged) {
            LOG.error("the archive is damaged: {}", damaged.getMessage());
            throw new Refused(new Problem(
                    500, "archive_unreadable", "The archive is damaged, run archive check: " + damaged.getMessage()));
        } finally {
            places.release();
        }
    }

    private static EventFigure figure(Request request) throws Refused {
        Part part = oneOf(request, "of", Part.STORE.name(), List.of(Part.values()));
        Measure measure = oneOf(request, "figure", part.measures().get(0).name(), part.measures());
        CurrencyCode currency = request.parameter("currency")
                .flatMap(CurrencyCode::of)
                .orElseThrow(() -> new Refused(
                        Problem.badRequest("malformed_currency", "\"currency\" must be a currency's code.")));
        String id = part == Part.STORE ? "" : text(request, "id");
        Optional<String> store =
                request.parameter("store").isEmpty() ? Optional.empty() : Optional.of(text(request, "store"));
        return new EventFigure(store, currency, part, id, measure);
    }

    private static <E extends Enum<E>> E oneOf(Request request, String name, String absent, List<E> known)
            throws Refused {
        String wanted = request.parameter(name).orElse(absent.toLowerCase(Locale.ROOT));
        return known.stream()
                .filter(value -> FigureLinks.parameter(value).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refused(Problem.badRequest(
                        "malformed_" + name,
                        "\"" + name + "\" must be one of "
                                + known.stream().map(FigureLinks::parameter).collect(Collectors.joining(", "))
                                + ".")));
    }

    private static String text(Request request, String name) throws Refused {
        return request.parameter(name)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_ID)
                .orElseThrow(() -> new Refused(
                        Problem.badRequest("missing_" + name, "\"" + name + "\" is missing, or too long.")));
    }

    /** What the report says of the figure. */
    private static long stated(Report report, EventFigure figure) throws Refused {
        return FiguresPage.sales(report, figure.storeId(), figure.currency())
                .map(figure::stated)
                .orElseThrow(() -> new Refused(Problem.notFound("The report has no such sales.")));
    }

    private static EventsView view(Shown shown, EventFigure figure, long stated, FigureEvents.Found found) {
        boolean agrees = found.whole() && found.amount() == stated;
        String sum = Amounts.counted(found.events(), "event comes", "events come") + " to "
                + FigureLinks.shown(found.amount(), figure);
        String verdict = agrees
                ? sum + ", as the report says."
                : sum + "; the report says " + FigureLinks.shown(stated, figure) + ".";
        return new EventsView(
                Words.day(shown.report().date()) + ", revision "
                        + shown.report().revision(),
                figure.storeId()
                                .map(id -> Words.store(shown.report(), id))
                                .orElse("All stores, " + figure.currency().code())
                        + ", "
                        + FigureLinks.name(figure),
                ReportLinks.page(shown.revision().key()),
                verdict,
                agrees,
                notes(found, agrees),
                FigureLinks.command(shown.report(), figure),
                found.listed().stream()
                        .sorted(Comparator.comparing(Counted::receivedAt).thenComparing(Counted::offset))
                        .map(event -> row(event, figure))
                        .toList());
    }

    private static List<String> notes(FigureEvents.Found found, boolean agrees) {
        List<String> notes = new ArrayList<>();
        if (!found.whole()) {
            notes.add("That is no whole sum: there is more of the day in the archive than one page reads.");
        } else if (!agrees) {
            notes.add(
                    "This page knows the receipts of this day alone. An event that came for another day first counts there and"
                            + " not here, and one that came again after the time for which Daybook knows repeats counts twice.");
        }
        if (found.repeated() > 0) {
            notes.add(Amounts.counted(found.repeated(), "repeated receipt was", "repeated receipts were")
                    + " passed over: each event counts once.");
        }
        if (found.events() > found.listed().size()) {
            notes.add("The first " + Amounts.count(found.listed().size()) + " are listed.");
        }
        return List.copyOf(notes);
    }

    private static Row row(Counted event, EventFigure figure) {
        return new Row(
                RejectionsView.second(event.receivedAt()),
                event.eventType(),
                event.order(),
                event.eventId(),
                event.source(),
                event.producer() == null ? "none that is known" : event.producer(),
                FigureLinks.shown(event.amount(), figure),
                event.object(),
                "partition " + event.partition() + ", offset " + event.offset(),
                "/v1/receipts?source=" + FigureLinks.encoded(event.source()) + "&event_id="
                        + FigureLinks.encoded(event.eventId()));
    }
}
