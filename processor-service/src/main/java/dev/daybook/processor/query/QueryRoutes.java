package dev.daybook.processor.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.processor.aggregate.RowKind;
import dev.daybook.processor.aggregate.RowSelection;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The calls that the processor answers. Thread-safe. */
public final class QueryRoutes {
    static final String PARTITIONS = "/internal/v1/partitions";

    private static final String DAYS = "/internal/v1/days/:date";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Set<RowKind> SALES =
            EnumSet.of(RowKind.TOTALS, RowKind.PRODUCTS, RowKind.HOURS, RowKind.PAYMENTS);
    private static final Set<RowKind> DAY = EnumSet.complementOf(EnumSet.of(RowKind.ORDERS));

    private final DayQuery query;
    private final OwnRows own;
    private final Calendar calendar;
    private final EndOffsets ends;
    private final CutNames names;

    /** What the offsets of a cut belong to, so that their reader can compare them with the group's committed ones. */
    public record CutNames(String topic, String rejectedTopic, String consumerGroup) {}

    public QueryRoutes(DayQuery query, OwnRows own, Calendar calendar, EndOffsets ends, CutNames names) {
        this.query = query;
        this.own = own;
        this.calendar = calendar;
        this.ends = ends;
        this.names = names;
    }

    public Routes routes() {
        return new Routes()
                .add("GET", "/v1/daily-sales", Access.READ, checked(this::dailySales))
                .add("GET", "/v1/activity", Access.READ, checked(this::activity))
                .add("GET", "/v1/orders", Access.READ, checked(this::orders))
                .add("GET", PARTITIONS, Access.SERVICE, checked(this::partitions))
                .add("GET", DAYS, Access.SERVICE, checked(this::day));
    }

    private interface Checked {
        CompletionStage<Answer> handle(Request request) throws QueryParameters.Wrong, InterruptedException;
    }

    private static HttpHandler checked(Checked handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (QueryParameters.Wrong wrong) {
                return CompletableFuture.completedFuture(wrong.problem().answer());
            }
        };
    }

    private CompletionStage<Answer> dailySales(Request request) throws QueryParameters.Wrong, InterruptedException {
        var parameters = new QueryParameters(request, QueryParameters.DATE, QueryParameters.STORE_ID);
        RowSelection selection = new RowSelection(parameters.date(), SALES, parameters.storeId());
        return ask(selection, (json, whole) -> json.set("stores", DailySales.stores(whole.rows())));
    }

    private CompletionStage<Answer> activity(Request request) throws QueryParameters.Wrong, InterruptedException {
        var parameters = new QueryParameters(request, QueryParameters.DATE);
        RowSelection selection = new RowSelection(parameters.date(), EnumSet.of(RowKind.ACTIVITY), null);
        return ask(selection, (json, whole) -> json.set("activity", Listings.activity(whole.rows())));
    }

    private CompletionStage<Answer> orders(Request request) throws QueryParameters.Wrong, InterruptedException {
        var parameters = new QueryParameters(request, QueryParameters.DATE, QueryParameters.STORE_ID);
        RowSelection selection = new RowSelection(parameters.date(), EnumSet.of(RowKind.ORDERS), parameters.storeId());
        return ask(selection, (json, whole) -> json.set("orders", Listings.orders(whole.rows())));
    }

    private CompletionStage<Answer> day(Request request) throws QueryParameters.Wrong, InterruptedException {
        new QueryParameters(request);
        LocalDate date = QueryParameters.date(request.pathParameter(QueryParameters.DATE));
        return ask(new RowSelection(date, DAY, null), (json, whole) -> {
            json.put("topic", names.topic())
                    .put("rejected_topic", names.rejectedTopic())
                    .put("consumer_group", names.consumerGroup());
            ArrayNode cut = json.putArray("cut");
            whole.cut()
                    .forEach(at -> cut.addObject()
                            .put("partition", at.partition())
                            .put("events", at.events())
                            .put("rejected", at.rejected()));
            json.set("accounting", Listings.accounting(whole.rows()));
            json.set("rejections", Listings.rejections(whole.rows()));
            json.set("stores", DailySales.stores(whole.rows()));
            return json.set("activity", Listings.activity(whole.rows()));
        });
    }

    private CompletionStage<Answer> ask(RowSelection selection, BiFunction<ObjectNode, Merge.Whole, ObjectNode> body)
            throws InterruptedException {
        // Read before the rows are: only then does reaching them mean that the rows hold all that was there.
        Optional<EndOffsets.Ends> endsBefore =
                calendar.hasEnded(selection.date()) ? ends.readCommitted() : Optional.empty();
        return query.read(selection).thenApply(merge -> {
            if (!(merge instanceof Merge.Whole whole)) {
                return refused(merge);
            }
            ObjectNode json = Json.MAPPER.createObjectNode();
            json.put("date", selection.date().toString());
            json.put(
                    "complete",
                    endsBefore
                            .map(offsets -> ends.reached(offsets, whole.cut()))
                            .orElse(false));
            return Answer.json(200, body.apply(json, whole));
        });
    }

    private CompletionStage<Answer> partitions(Request request) throws QueryParameters.Wrong, InterruptedException {
        var parameters =
                new QueryParameters(request, QueryParameters.DATE, QueryParameters.KINDS, QueryParameters.STORE_ID);
        InstanceAnswer answer = own.read(new RowSelection(parameters.date(), parameters.kinds(), parameters.storeId()));
        return CompletableFuture.completedFuture(
                answer instanceof InstanceAnswer.Partitions found
                        ? Answer.json(200, PartitionsJson.write(found.partitions()))
                        : refused(Merge.of(Set.of(answer), 0)));
    }

    private static Answer refused(Merge merge) {
        if (merge instanceof Merge.TooManyRows tooMany) {
            return new Problem(
                            422,
                            "too_many_rows",
                            "The day has more than " + tooMany.maxPerPartition()
                                    + " rows in one partition; ask for one store with store_id.")
                    .answer();
        }
        String why = ((Merge.Unavailable) merge).why();
        return new Problem(503, "not_ready", "The figures can't be read in full for the moment: " + why + ".")
                .retryAfter(RETRY_AFTER);
    }
}
