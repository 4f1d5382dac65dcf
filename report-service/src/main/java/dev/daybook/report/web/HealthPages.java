package dev.daybook.report.web;

import dev.daybook.report.render.Words;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is unhealthy and since when, of this service and of those beside it, as a page. Thread-safe. */
public final class HealthPages {
    private final Supplier<Seen> health;
    private final ZoneId zone;
    private final Clock clock;
    private final Templates templates = new Templates();

    /**
     * What a look at all services found.
     *
     * @param services the names of those that are looked at
     * @param at when it was; null before the first look
     * @param ended what was wrong and is no more, the last first
     */
    public record Seen(List<String> services, Instant at, List<Trouble> troubles, List<Ended> ended) {}

    public record Ended(Trouble trouble, Instant until) {}

    /** @param zone of the times that are shown */
    public HealthPages(Supplier<Seen> health, ZoneId zone, Clock clock) {
        this.health = health;
        this.zone = zone;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.page("/health", Access.READ, this::show);
    }

    public record Row(String service, String part, String reason, String mark, String since, String lasted) {}

    /** What the page shows. */
    public record View(String services, String at, List<Row> rows, List<Row> ended) {}

    private Answer show(Request request) {
        Seen seen = health.get();
        Instant now = clock.instant();
        View view = new View(
                String.join(", ", seen.services()),
                seen.at() == null ? "not looked at yet" : Words.time(seen.at(), zone),
                seen.troubles().stream().map(trouble -> row(trouble, now)).toList(),
                seen.ended().stream()
                        .map(ended -> row(ended.trouble(), ended.until()))
                        .toList());
        return templates.page(request, 200, "health.jte", Map.of("view", view));
    }

    private Row row(Trouble trouble, Instant until) {
        Duration lasted = Duration.between(trouble.since(), until);
        return new Row(
                trouble.service(),
                trouble.part(),
                trouble.reason(),
                trouble.keepsItFromReady() ? "not ready" : "alarm",
                Words.time(trouble.since(), zone),
                words(lasted));
    }

    static String words(Duration lasted) {
        if (lasted.toDays() > 0) {
            return lasted.toDays() + " d " + lasted.toHoursPart() + " h";
        }
        if (lasted.toHours() > 0) {
            return lasted.toHours() + " h " + lasted.toMinutesPart() + " min";
        }
        return lasted.toMinutes() > 0
                ? lasted.toMinutes() + " min " + lasted.toSecondsPart() + " s"
                : Math.max(0, lasted.toSeconds()) + " s";
    }
}
