package dev.daybook.report.web;

import dev.daybook.report.publish.AuditEntry;
import dev.daybook.report.publish.AuditTrail;
import dev.daybook.report.render.Words;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who did what and when, as a page. Thread-safe. */
public final class AuditPages {
    private static final String PATH = "/audit";
    private static final int PAGE = 50;

    private final AuditTrail audit;
    private final ZoneId zone;
    private final Templates templates = new Templates();

    /** @param zone of the times that are shown */
    public AuditPages(AuditTrail audit, ZoneId zone) {
        this.audit = audit;
        this.zone = zone;
    }

    public void addTo(Routes routes) {
        routes.page(PATH, Access.READ, templates.refusing(this::list));
    }

    /** One deed. */
    public record Row(String at, String who, String action, String what, String detail) {}

    /**
     * What the page shows.
     *
     * @param date what is filtered by; empty for all
     * @param older where the next page is; empty where there are no more
     */
    public record View(String date, List<Row> rows, String older) {}

    private Answer list(Request request) throws Refused {
        // A form sends what was left empty, too.
        Optional<LocalDate> date =
                request.parameter("date").filter(text -> !text.isEmpty()).isPresent()
                        ? Parameters.optionalDate(request, "date")
                        : Optional.empty();
        List<AuditEntry> entries = audit.list(Optional.empty(), date, Parameters.id(request, "before"), PAGE + 1);
        String older = entries.size() <= PAGE
                ? ""
                : PATH + "?before=" + entries.get(PAGE - 1).id()
                        + date.map(day -> "&date=" + day).orElse("");
        View view = new View(
                date.map(LocalDate::toString).orElse(""),
                entries.stream().limit(PAGE).map(this::row).toList(),
                older);
        return templates.page(request, 200, "audit.jte", Map.of("view", view));
    }

    private Row row(AuditEntry entry) {
        String report = entry.report() == null ? "" : DaysView.title(entry.report());
        String day = entry.date() == null ? "" : " of " + entry.date();
        String revision =
                entry.revision().isPresent() ? ", revision " + entry.revision().getAsInt() : "";
        return new Row(
                Words.time(entry.at(), zone),
                entry.who(),
                entry.action().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                report + day + revision,
                entry.detail() == null ? "" : entry.detail());
    }
}
