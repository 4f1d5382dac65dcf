package dev.daybook.processor.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.processor.aggregate.RowKind;
import dev.daybook.processor.aggregate.RowSelection;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The calls that the processor answers. Thread-safe. */
public final class QueryRoutes {
    static final String PARTITIONS = "/internal/v1/partitions";

    private static final String DAYS = "/internal/v1/days/:date";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** A day's orders can take 60 MB on their way; more at once would take the heap from the thread that counts. */
    private static final int ORDER_QUERIES_AT_ONCE = 2;

    private static final Set<RowKind> SALES =
            EnumSet.of(RowKind.TOTALS, RowKind.PRODUCTS, RowKind.HOURS, RowKind.PAYMENTS);
    private static final Set<RowKind> DAY = EnumSet.complementOf(EnumSet.of(RowKind.ORDERS));

    private final DayQuery query;
    private final OwnRows own;
    private final Calendar calendar;
    private final EndOffsets ends;
    private final CutNames names;
    private final Turns orderQueries = new Turns(ORDER_QUERIES_AT_ONCE, RETRY_AFTER);
    private final Turns orderReads = new Turns(ORDER_QUERIES_AT_ONCE, RETRY_AFTER);

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
        return ask(selection, QueryRoutes::writeSales);
    }

    private CompletionStage<Answer> activity(Request request) throws QueryParameters.Wrong, InterruptedException {
        var parameters = new QueryParameters(request, QueryParameters.DATE);
        RowSelection selection = new RowSelection(parameters.date(), EnumSet.of(RowKind.ACTIVITY), null);
        return ask(selection, QueryRoutes::writeActivity);
    }

    private CompletionStage<Answer> orders(Request request) throws QueryParameters.Wrong, InterruptedException {
        var parameters = new QueryParameters(request, QueryParameters.DATE, QueryParameters.STORE_ID);
        RowSelection selection = new RowSelection(parameters.date(), EnumSet.of(RowKind.ORDERS), parameters.storeId());
        return orderQueries.run(() -> ask(selection, (json, whole) -> {
            json.writeFieldName("orders");
            Listings.writeOrders(whole.rows(), json);
        }));
    }

    private CompletionStage<Answer> day(Request request) throws QueryParameters.Wrong, InterruptedException {
        new QueryParameters(request);
        LocalDate date = QueryParameters.date(request.pathParameter(QueryParameters.DATE));
        return ask(new RowSelection(date, DAY, null), (json, whole) -> {
            json.writeStringField("topic", names.topic());
            json.writeStringField("rejected_topic", names.rejectedTopic());
            json.writeStringField("consumer_group", names.consumerGroup());
            json.writeArrayFieldStart("cut");
            for (Merge.Cut at : whole.cut()) {
                json.writeStartObject();
                json.writeNumberField("partition", at.partition());
                json.writeNumberField("events", at.events());
                json.writeNumberField("rejected", at.rejected());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeAccounting(json, whole);
            writeSales(json, whole);
            writeActivity(json, whole);
        });
    }

    private static void writeAccounting(JsonGenerator json, Merge.Whole whole) throws IOException {
        json.writeFieldName("accounting");
        json.writeTree(Listings.accounting(whole.rows()));
        json.writeFieldName("rejections");
        json.writeTree(Listings.rejections(whole.rows()));
    }

    private static void writeSales(JsonGenerator json, Merge.Whole whole) throws IOException {
        json.writeFieldName("stores");
        json.writeTree(DailySales.stores(whole.rows()));
    }

    private static void writeActivity(JsonGenerator json, Merge.Whole whole) throws IOException {
        json.writeFieldName("activity");
        json.writeTree(Listings.activity(whole.rows()));
    }

    /** Writes what an answer says besides its date and whether it is complete. */
    private interface Figures {
        void write(JsonGenerator json, Merge.Whole whole) throws IOException;
    }

    private CompletionStage<Answer> ask(RowSelection selection, Figures figures) throws InterruptedException {
        // Read before the rows are: only then does reaching them mean that the rows hold all that was there.
        Optional<EndOffsets.Ends> endsBefore =
                calendar.hasEnded(selection.date()) ? ends.ofAllRecords() : Optional.empty();
        return query.read(selection).thenApply(merge -> {
            if (!(merge instanceof Merge.Whole whole)) {
                return refused(merge);
            }
            boolean complete = endsBefore
                    .map(offsets -> ends.reached(offsets, whole.cut()))
                    .orElse(false);
            return Answer.json(200, JsonBody.object(json -> {
                json.writeStringField("date", selection.date().toString());
                json.writeBooleanField("complete", complete);
                figures.write(json, whole);
            }));
        });
    }

    private CompletionStage<Answer> partitions(Request request) throws QueryParameters.Wrong, InterruptedException {
        var parameters =
                new QueryParameters(request, QueryParameters.DATE, QueryParameters.KINDS, QueryParameters.STORE_ID);
        RowSelection selection = new RowSelection(parameters.date(), parameters.kinds(), parameters.storeId());
        return selection.kinds().contains(RowKind.ORDERS)
                ? orderReads.run(() -> ownPartitions(selection))
                : ownPartitions(selection);
    }

    private CompletionStage<Answer> ownPartitions(RowSelection selection) throws InterruptedException {
        return CompletableFuture.completedFuture(answer(own.read(selection)));
    }

    /** What one instance knows, for another. */
    static Answer answer(InstanceAnswer answer) {
        return answer instanceof InstanceAnswer.Partitions found
                ? Answer.json(200, PartitionsJson.write(found.partitions()))
                : refused(Merge.of(Set.of(answer), 0));
    }

    /** @param merge any other than the whole */
    static Answer refused(Merge merge) {
        if (merge instanceof Merge.TooManyRows) {
            return new Problem(
                            422,
                            "too_many_rows",
                            "The day has more rows than one answer may hold; ask for one store with store_id.")
                    .answer();
        }
        String why = ((Merge.Unavailable) merge).why();
        return new Problem(503, "not_ready", "The figures can't be read in full for the moment: " + why + ".")
                .retryAfter(RETRY_AFTER);
    }
}
