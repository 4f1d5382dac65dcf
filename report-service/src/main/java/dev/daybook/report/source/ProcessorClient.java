package dev.daybook.report.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.daily.AccountingJson;
import dev.daybook.report.daily.JsonFields;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.report.daily.SalesJson;
import dev.daybook.report.daily.StreamOrder;
import dev.daybook.service.Json;
import dev.daybook.service.http.ServiceCalls;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the processor for a day. Calls block, each at most {@link #ANSWER_TIMEOUT}. Thread-safe. */
public final class ProcessorClient {
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LIVE_TIMEOUT = Duration.ofSeconds(2);
    private static final int UNPROCESSABLE = 422;

    private final ProcessorCalls calls;

    public ProcessorClient(URI processor, Secret serviceKey) {
        this.calls = new ProcessorCalls(processor, serviceKey);
    }

    /** What the processor answers. */
    sealed interface Answer {
        record Day(Snapshot snapshot) implements Answer {}

        record NotNow(String reason) implements Answer {}
    }

    /** What the processor answers of orders. */
    sealed interface Orders {
        /** @param rows of each order one or more, which add up */
        record Rows(List<StreamOrder> rows) implements Orders {}

        /**
         * None for the moment.
         *
         * @param tooMany whether there are more than one answer may hold
         */
        record None(String reason, boolean tooMany) implements Orders {}
    }

    /** @throws MalformedFigures where the processor answers something else than figures: it is of another release */
    Answer day(LocalDate date) throws InterruptedException {
        try {
            ServiceCalls.Answer answer = calls.get("/internal/v1/days/" + date, ANSWER_TIMEOUT);
            return answer.isOk() ? new Answer.Day(snapshot(answer.body())) : new Answer.NotNow(refusal(answer));
        } catch (IOException unreachable) {
            return new Answer.NotNow(unreachable(unreachable));
        }
    }

    /**
     * The order rows of the date.
     *
     * @param storeId empty for all stores
     * @throws MalformedFigures as {@link #day} does
     */
    Orders orders(LocalDate date, Optional<String> storeId) throws InterruptedException {
        String store = storeId.map(id -> "&store_id="
                        + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"))
                .orElse("");
        try {
            ServiceCalls.Answer answer = calls.get("/v1/orders?date=" + date + store, ANSWER_TIMEOUT);
            return answer.isOk()
                    ? new Orders.Rows(OrdersJson.read(answer.body()))
                    : new Orders.None(refusal(answer), answer.status() == UNPROCESSABLE);
        } catch (IOException unreachable) {
            return new Orders.None(unreachable(unreachable), false);
        }
    }

    /**
     * How many events are counted on each date from the given one on.
     *
     * @throws MalformedFigures as {@link #day} does
     */
    public CountedDays countedDays(LocalDate from) throws InterruptedException {
        try {
            ServiceCalls.Answer answer = calls.get("/internal/v1/days?from=" + from, ANSWER_TIMEOUT);
            return answer.isOk() ? countedDays(answer.body()) : new CountedDays.NotNow(refusal(answer));
        } catch (IOException unreachable) {
            return new CountedDays.NotNow(unreachable(unreachable));
        }
    }

    private static CountedDays countedDays(byte[] body) {
        try {
            JsonFields root = SalesJson.fields(Json.MAPPER.readTree(body));
            TreeMap<LocalDate, Long> counted = new TreeMap<>();
            for (JsonFields day : root.array("days").elements()) {
                counted.put(LocalDate.parse(day.text("date")), day.integer("counted"));
            }
            return new CountedDays.Known(
                    counted, Optional.ofNullable(root.textOrNull("next")).map(LocalDate::parse));
        } catch (IOException | DateTimeException malformed) {
            throw new MalformedFigures(
                    "the processor's list of days can't be read: " + malformed.getMessage(), malformed);
        }
    }

    private static String refusal(ServiceCalls.Answer answer) {
        return "the processor answered " + answer.status() + detail(answer.body());
    }

    private String unreachable(IOException failure) {
        return "the processor at " + calls.processor() + " can't be reached: " + said(failure);
    }

    private static Snapshot snapshot(byte[] body) {
        try {
            JsonFields root = SalesJson.fields(Json.MAPPER.readTree(body));
            return new Snapshot(
                    SalesJson.readPositions(root.array("cut")),
                    root.text("topic"),
                    root.text("rejected_topic"),
                    root.text("consumer_group"),
                    SalesJson.readStores(root.array("stores")),
                    SalesJson.readActivity(root.array("activity")),
                    AccountingJson.read(root.object("accounting")),
                    AccountingJson.readRejections(root.array("rejections")));
        } catch (IOException malformed) {
            throw new MalformedFigures(
                    "the processor's answer is not valid JSON: " + malformed.getMessage(), malformed);
        }
    }

    /** The detail of a problem, where the body is one. */
    private static String detail(byte[] body) {
        try {
            JsonNode detail = Json.MAPPER.readTree(body).path("detail");
            return detail.isTextual() ? ": " + detail.textValue() : "";
        } catch (JsonProcessingException notJson) {
            return "";
        } catch (IOException impossible) {
            throw new IllegalStateException("reading JSON from memory", impossible);
        }
    }

    /** Whether the processor answers at all; null if so, else why not. */
    public String unreachable() throws InterruptedException {
        try {
            ServiceCalls.Answer answer = calls.get("/health/live", LIVE_TIMEOUT);
            return answer.isOk()
                    ? null
                    : "the processor at " + calls.processor() + " is not alive (" + answer.status() + ")";
        } catch (IOException unreachable) {
            return unreachable(unreachable);
        }
    }

    private static String said(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
