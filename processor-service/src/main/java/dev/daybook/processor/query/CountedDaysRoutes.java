package dev.daybook.processor.query;

import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The internal call for how many events are counted on each date, {@code ?from=} or from the first on: {@code
 * {"days":[{"date","counted"}],"next":null}}, {@code next} naming the date to go on with where there are more. A count may be of
 * records that are not committed yet: it says where to look, not what to report. Thread-safe.
 */
public final class CountedDaysRoutes {
    static final String PARTITIONS = "/internal/v1/partitions/accounting";
    static final String FROM = "from";

    private static final String DAYS = "/internal/v1/days";
    private static final LocalDate FIRST = LocalDate.of(0, 1, 1);

    private final DayQuery query;
    private final OwnRows own;

    public CountedDaysRoutes(DayQuery query, OwnRows own) {
        this.query = query;
        this.own = own;
    }

    public Routes addTo(Routes routes) {
        return routes.add("GET", DAYS, Access.SERVICE, from(this::days))
                .add("GET", PARTITIONS, Access.SERVICE, from(this::partitions));
    }

    private interface Handler {
        CompletionStage<Answer> handle(LocalDate from) throws InterruptedException;
    }

    private static HttpHandler from(Handler handler) {
        return request -> {
            try {
                return handler.handle(date(request));
            } catch (QueryParameters.Wrong wrong) {
                return CompletableFuture.completedFuture(wrong.problem().answer());
            }
        };
    }

    private static LocalDate date(Request request) throws QueryParameters.Wrong {
        new QueryParameters(request, FROM);
        String from = request.parameter(FROM).orElse(null);
        return from == null ? FIRST : QueryParameters.date(FROM, from);
    }

    private CompletionStage<Answer> days(LocalDate from) throws InterruptedException {
        return query.countedDays(from)
                .thenApply(days -> days instanceof CountedDays.Known known
                        ? Answer.json(200, write(known))
                        : QueryRoutes.refused(((CountedDays.NotKnown) days).merge()));
    }

    private static byte[] write(CountedDays.Known known) {
        return JsonBody.object(json -> {
            json.writeArrayFieldStart("days");
            for (Map.Entry<LocalDate, Long> day : known.counted().entrySet()) {
                json.writeStartObject();
                json.writeStringField("date", day.getKey().toString());
                json.writeNumberField("counted", day.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("next", known.next().map(LocalDate::toString).orElse(null));
        });
    }

    private CompletionStage<Answer> partitions(LocalDate from) throws InterruptedException {
        return CompletableFuture.completedFuture(QueryRoutes.answer(own.accounting(from)));
    }
}
