package dev.daybook.report.web;

import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The registered stores with what holds of each now and from when on, as a page to read. Thread-safe. */
public final class StorePages {
    private static final String PATH = "/stores";
    private static final int PAGE = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final BusinessCalendar calendar;
    private final Clock clock;
    private final Templates templates = new Templates();

    public StorePages(BusinessCalendar calendar, Clock clock) {
        this.calendar = calendar;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.page(PATH, Access.READ, this::list);
    }

    /** One store as it is now. */
    public record Row(
            String id, String name, String zone, String dayStartsAt, String currency, String hours, String versions) {}

    /**
     * What the page shows.
     *
     * @param after of which store the page is behind; empty on the first one
     * @param next the store that the next page is behind; empty where there are no more
     */
    public record View(List<Row> rows, String after, String next, String defaultZone, String defaultStart) {}

    private Answer list(Request request) {
        Stores stores = calendar.registry().get();
        Optional<String> after = request.parameter("after").filter(id -> !id.isEmpty());
        List<Store> page = stores.after(after).stream().limit(PAGE + 1L).toList();
        Instant now = clock.instant();
        View view = new View(
                page.stream().limit(PAGE).map(store -> row(store, now)).toList(),
                after.orElse(""),
                page.size() > PAGE ? page.get(PAGE - 1).id() : "",
                calendar.zone().getId(),
                TIME.format(calendar.dayStartsAt()));
        return templates.page(request, 200, "stores.jte", Map.of("view", view));
    }

    private static Row row(Store store, Instant now) {
        Optional<StoreVersion> version = store.versionAt(now);
        long later = store.versions().stream()
                .filter(other -> other.validFrom().isAfter(now))
                .count();
        return new Row(
                store.id(),
                version.map(StoreVersion::name).orElse("can’t be read here"),
                version.map(valid -> valid.zone().getId()).orElse(""),
                version.map(valid -> TIME.format(valid.dayStartsAt())).orElse(""),
                version.map(valid -> valid.currency().code()).orElse(""),
                version.flatMap(StoreVersion::openingHours)
                        .map(OpeningHoursText::of)
                        .orElse("not known"),
                store.versions().size() + (later == 0 ? "" : ", " + later + " of them to come"));
    }
}
