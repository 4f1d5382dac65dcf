package dev.daybook.report.web;

import dev.daybook.report.daily.Background;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.Comparison;
import dev.daybook.report.daily.Report;
import dev.daybook.report.kind.EarlierReports;
import dev.daybook.report.render.ReportBody;
import dev.daybook.report.render.Words;
import dev.daybook.report.source.LiveDays;
import dev.daybook.report.source.LiveDays.Live;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The day that goes on, as the processor counts it at this moment: provisional, and never a revision. A script puts newer figures
 * in place every few seconds; without it the page loads itself anew. Thread-safe.
 */
public final class TodayPage {
    private static final String PATH = "/today";
    private static final String FIGURES = "/today/figures";

    private final LiveDays live;
    private final EarlierReports earlier;
    private final BusinessCalendar calendar;
    private final String chain;
    private final Clock clock;
    private final Templates templates = new Templates();
    /** The reports of the weeks before stand, so they are read once a day and not every few seconds. */
    private final AtomicReference<Before> before = new AtomicReference<>();

    private record Before(LocalDate date, Comparison comparison) {}

    /** @param earlier what the day is compared with */
    public TodayPage(LiveDays live, EarlierReports earlier, BusinessCalendar calendar, String chain, Clock clock) {
        this.live = live;
        this.earlier = earlier;
        this.calendar = calendar;
        this.chain = chain;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.page(PATH, Access.READ, templates.refusing(this::page))
                .page(FIGURES, Access.READ, templates.refusing(this::figures));
    }

    /**
     * What is shown of the day.
     *
     * @param at when the figures were read
     * @param body empty where there are none for the moment
     * @param notNow why there are none; empty where there are
     */
    public record View(
            String day,
            String from,
            String at,
            Optional<ReportBody> body,
            String notNow,
            String before,
            String after) {}

    private Answer page(Request request) throws Refused {
        return templates.page(request, 200, "today.jte", Map.of("view", view(request)));
    }

    private Answer figures(Request request) throws Refused {
        return templates.page(request, 200, "today-figures.jte", Map.of("view", view(request)));
    }

    private View view(Request request) throws Refused {
        LocalDate latest = calendar.latestDateAt(clock.instant());
        LocalDate date = Parameters.optionalDate(request, "date").orElse(latest);
        if (date.isAfter(latest) || date.isBefore(latest.minusDays(1))) {
            throw new Refused(new Problem(
                    404, "not_today", date + " does not go on anywhere at this moment; its report says how it was."));
        }
        String before = date.equals(latest) && !calendar.hasEnded(latest.minusDays(1), clock.instant())
                ? PATH + "?date=" + latest.minusDays(1)
                : "";
        String after = date.isBefore(latest) ? PATH : "";
        String from = FIGURES + "?date=" + date;
        try {
            Live now = live.of(date);
            if (now instanceof Live.Day day) {
                return new View(
                        Words.day(date),
                        from,
                        Words.time(day.at(), calendar.zone()),
                        Optional.of(new ReportBody(report(day))),
                        "",
                        before,
                        after);
            }
            String why = ((Live.NotNow) now).reason();
            return new View(Words.day(date), from, "", Optional.empty(), why, before, after);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new Refused(new Problem(503, "stopping", "The service is being stopped."));
        }
    }

    private Report report(Live.Day day) {
        return Report.compile(
                day.figures(),
                Optional.empty(),
                1,
                calendar,
                new Background(
                        Optional.of(chain), Optional.of(comparison(day.figures().date())), List.of()),
                day.at());
    }

    private Comparison comparison(LocalDate date) {
        Before known = before.get();
        if (known == null || !known.date().equals(date)) {
            known = new Before(date, earlier.before(date));
            before.set(known);
        }
        return known.comparison();
    }
}
