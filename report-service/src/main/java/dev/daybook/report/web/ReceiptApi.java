package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.Identity;
import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.source.IdentityClient;
import dev.daybook.report.source.IdentityClient.Answer.Known;
import dev.daybook.report.source.Receipt;
import dev.daybook.report.source.ReceiptSearch;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.report.web.ReceiptOutcomes.Outcome;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an event is: {@code GET /v1/receipts?source=&event_id=}. Within the processor's window its state answers, with the receipt
 * that counts; beyond it, or with {@code search=archive}, the archive does, slower, with all receipts and refusals that it finds
 * (with {@code date=} among those of one business date). Thread-safe.
 */
public final class ReceiptApi {
    private static final String PATH = "/v1/receipts";
    private static final String ARCHIVE = "archive";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final IdentityClient processor;
    private final ReceiptSearch search;
    private final RevisionLedger revisions;

    public ReceiptApi(IdentityClient processor, ReceiptSearch search, RevisionLedger revisions) {
        this.processor = processor;
        this.search = search;
        this.revisions = revisions;
    }

    public void addTo(Routes routes) {
        routes.get(PATH, Access.READ, Parameters.refusing(this::answer));
    }

    private Answer answer(Request request) throws Refused, InterruptedException {
        Identity identity = new Identity(text(request, "source"), text(request, "event_id"));
        Optional<LocalDate> date = Parameters.optionalDate(request, "date");
        boolean wantsArchive = date.isPresent()
                || request.parameter("search").filter(ARCHIVE::equals).isPresent();
        if (processor.find(identity) instanceof Known known) {
            return known.first().isPresent() && !wantsArchive
                    ? fromState(identity, known, known.first().get())
                    : fromArchive(identity, known, date);
        }
        return new Problem(503, "not_ready", "The processor can't say where the event belongs for the moment.")
                .retryAfter(RETRY_AFTER);
    }

    private static String text(Request request, String name) throws Refused {
        return request.parameter(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Refused(
                        Problem.badRequest("missing_" + name, "\"" + name + "\" is missing: the event's own.")));
    }

    private Answer fromState(Identity identity, Known known, Receipt first) {
        ObjectNode json = start(identity, known, "state");
        write(json.putArray("receipts"), first, Outcome.COUNTED);
        return Answer.json(200, json);
    }

    private Answer fromArchive(Identity identity, Known known, Optional<LocalDate> date) {
        ReceiptSearch.Found found = search.search(identity, known.partition(), date);
        ObjectNode json = start(identity, known, ARCHIVE);
        ArrayNode list = json.putArray("receipts");
        Instant knownFrom = found.complete() ? Instant.MIN : found.backTo();
        List<Outcome> outcomes = ReceiptOutcomes.of(found.receipts(), known.dedupWindow(), knownFrom);
        for (int i = 0; i < outcomes.size(); i++) {
            write(list, found.receipts().get(i), outcomes.get(i));
        }
        json.put("complete", found.complete());
        json.put(
                "searched_back_to",
                found.backTo() == null ? null : found.backTo().toString());
        if (list.isEmpty() && found.complete()) {
            return Problem.notFound(
                            "Neither the processor nor the archive knows the event. An event that was accepted a"
                                    + " moment ago may need some seconds to show.")
                    .answer();
        }
        return Answer.json(200, json);
    }

    private static ObjectNode start(Identity identity, Known known, String answeredFrom) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("source", identity.source());
        json.put("event_id", identity.eventId());
        json.put("partition", known.partition());
        json.put("answered_from", answeredFrom);
        return json;
    }

    private void write(ArrayNode list, Receipt receipt, Outcome outcome) {
        ObjectNode json = list.addObject();
        json.put("outcome", outcome.name().toLowerCase(Locale.ROOT));
        json.put("topic", receipt.topic());
        json.put("partition", receipt.partition());
        json.put("offset", receipt.offset() < 0 ? null : receipt.offset());
        json.put("received_at", receipt.receivedAt().toString());
        json.put(
                "business_date",
                receipt.businessDate() == null ? null : receipt.businessDate().toString());
        json.put("archived", receipt.object());
        json.put("sha256", receipt.sha256());
        if (receipt.refusal() != null) {
            json.put("code", receipt.refusal().code());
            json.put("pointer", receipt.refusal().pointer());
            json.put("reason", receipt.refusal().reason());
            json.put("refused_by", receipt.refusal().refusedBy());
        }
        json.set("reported", outcome == Outcome.COUNTED ? reported(receipt) : null);
    }

    /** The latest revision whose cut is behind the receipt, or null where there is none. */
    private ObjectNode reported(Receipt receipt) {
        if (receipt.businessDate() == null) {
            return null;
        }
        Optional<Revision> revision = revisions
                .lastStored(new DayKey(Report.DAILY_SALES, receipt.businessDate()))
                .filter(stored -> stored.cut().orElseThrow().partitions().stream()
                        .anyMatch(position ->
                                position.partition() == receipt.partition() && receipt.offset() < position.events()));
        if (revision.isEmpty()) {
            return null;
        }
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("date", receipt.businessDate().toString());
        json.put("revision", revision.get().key().revision());
        json.put("status", revision.get().status().name());
        json.put("publication", revision.get().publication().name());
        return json;
    }
}
