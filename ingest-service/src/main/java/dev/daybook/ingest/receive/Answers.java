package dev.daybook.ingest.receive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.Refusal;
import dev.daybook.service.Json;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code POST /v1/events} answers; pure. An item's {@code status} is that of a request that held it alone. */
final class Answers {
    private static final int ACCEPTED = 202;
    private static final int MULTI_STATUS = 207;
    private static final int UNPROCESSABLE = 422;
    private static final int UNAVAILABLE = 503;

    private Answers() {}

    static Answer unsupportedMediaType() {
        return new Problem(415, "unsupported_media_type", BodyFormat.ACCEPTED).answer();
    }

    /** Nothing can be appended at present, whatever the body holds. */
    static Answer unavailable(Unavailable reason) {
        return new Problem(UNAVAILABLE, reason.wireName(), reason.detail()).retryAfter(reason.retryAfter());
    }

    /** The caller's key has spent what it may send for the present. */
    static Answer overRate(KeyRate rate, Duration wait) {
        return new Problem(
                        429,
                        "too_many_events",
                        "This key may send " + rate
                                + "; nothing of the request was taken. Send it again after the wait.")
                .retryAfter(wait);
    }

    /** A body beyond a limit; of all refusals the one that isn't kept. */
    static Answer tooLarge(Refusal refusal) {
        return problem(413, refusal).answer(pointer(refusal));
    }

    /** A body that is refused as a whole. */
    static Answer unusable(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return unavailable(failed.reason());
        }
        Refusal refusal = ((Outcome.Refused) outcome).refusal();
        int status = refusal.code() == Refusal.Code.NOT_AN_OBJECT ? UNPROCESSABLE : 400;
        return problem(status, refusal).answer(pointer(refusal));
    }

    static Answer outsideKey(DoorChecks.Outside outside) {
        ObjectNode where = Json.MAPPER.createObjectNode();
        where.put("index", outside.index());
        where.put("pointer", outside.pointer());
        return new Problem(403, "outside_key", outside.detail() + " Nothing of the request was taken.").answer(where);
    }

    /** The answer for events that were judged one by one. */
    static Answer of(List<Outcome> outcomes, boolean single) {
        int durable = count(outcomes, Outcome.Durable.class);
        int refused = count(outcomes, Outcome.Refused.class);
        if (durable == outcomes.size()) {
            return Answer.json(ACCEPTED, tally(durable, refused));
        }
        Optional<Unavailable> reason = firstReason(outcomes);
        if (durable > 0) {
            ObjectNode body = tally(durable, refused);
            body.set("results", results(outcomes));
            Answer answer = Answer.json(MULTI_STATUS, body);
            return reason.map(why -> answer.with("Retry-After", seconds(why))).orElse(answer);
        }
        if (reason.isPresent()) {
            return new Problem(
                            UNAVAILABLE, reason.get().wireName(), reason.get().detail())
                    .answer(details(outcomes, refused))
                    .with("Retry-After", seconds(reason.get()));
        }
        return noneRight(outcomes, single);
    }

    private static Answer noneRight(List<Outcome> outcomes, boolean single) {
        if (single && outcomes.get(0) instanceof Outcome.Refused refused) {
            ObjectNode more = pointer(refused.refusal());
            more.put("event_id", refused.eventId());
            more.setAll(details(outcomes, outcomes.size()));
            return problem(UNPROCESSABLE, refused.refusal()).answer(more);
        }
        return new Problem(
                        UNPROCESSABLE,
                        "no_event_accepted",
                        "Each of the " + outcomes.size() + " events was refused; results says why.")
                .answer(details(outcomes, outcomes.size()));
    }

    private static Problem problem(int status, Refusal refusal) {
        return new Problem(status, refusal.code().wireName(), refusal.detail());
    }

    private static ObjectNode pointer(Refusal refusal) {
        return Json.MAPPER.createObjectNode().put("pointer", refusal.pointer());
    }

    private static ObjectNode details(List<Outcome> outcomes, int refused) {
        ObjectNode details = tally(0, refused);
        details.set("results", results(outcomes));
        return details;
    }

    /** {@code rejected} are those that were judged wrong; one that is to be sent again is in neither number. */
    private static ObjectNode tally(int accepted, int rejected) {
        return Json.MAPPER.createObjectNode().put("accepted", accepted).put("rejected", rejected);
    }

    private static ArrayNode results(List<Outcome> outcomes) {
        ArrayNode results = Json.MAPPER.createArrayNode();
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            ObjectNode result = results.addObject().put("index", i).put("event_id", outcome.eventId());
            if (outcome instanceof Outcome.Refused refused) {
                result.put("status", UNPROCESSABLE)
                        .put("code", refused.refusal().code().wireName())
                        .put("pointer", refused.refusal().pointer())
                        .put("detail", refused.refusal().detail());
            } else if (outcome instanceof Outcome.Failed failed) {
                result.put("status", UNAVAILABLE)
                        .put("code", failed.reason().wireName())
                        .put("pointer", "")
                        .put("detail", failed.reason().detail());
            } else {
                result.put("status", ACCEPTED);
            }
        }
        return results;
    }

    private static Optional<Unavailable> firstReason(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(outcome -> ((Outcome.Failed) outcome).reason())
                .findFirst();
    }

    private static int count(List<Outcome> outcomes, Class<? extends Outcome> kind) {
        return (int) outcomes.stream().filter(kind::isInstance).count();
    }

    private static String seconds(Unavailable reason) {
        return Long.toString(reason.retryAfter().toSeconds());
    }
}
