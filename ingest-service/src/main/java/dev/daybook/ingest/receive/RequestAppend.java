package dev.daybook.ingest.receive;

import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.service.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Appends what the events of one request have become, accepted ones and refusals alike and all at once, and says what the
 * client is told of each: nothing is refused before its refusal is durable. Thread-safe.
 */
final class RequestAppend {
    private final EventAppender appender;
    private final EventRecords records;

    RequestAppend(EventAppender appender, EventRecords records) {
        this.appender = appender;
        this.records = records;
    }

    /** Completes with the outcomes in the order of the events, within twice the producer's delivery time; never exceptionally. */
    CompletionStage<List<Outcome>> append(List<Judged> judged, Request request) {
        return appender.append(judged, event -> records.of(event, request)).thenCompose(results -> {
            List<Outcome> outcomes = IntStream.range(0, judged.size())
                    .mapToObj(i -> judged.get(i).settled(results.get(i)))
                    .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
            return results.contains(Appended.TOO_LARGE)
                    ? refuseTooLarge(judged, results, outcomes, request)
                    : CompletableFuture.completedFuture(outcomes);
        });
    }

    /**
     * What the topic finds too large is kept as a refusal that has no body. Its settings must be smaller than the door's own
     * limits for that, so the second wait is rare.
     */
    private CompletionStage<List<Outcome>> refuseTooLarge(
            List<Judged> judged, List<Appended> results, List<Outcome> outcomes, Request request) {
        List<Integer> places = IntStream.range(0, results.size())
                .filter(i -> results.get(i) == Appended.TOO_LARGE)
                .boxed()
                .toList();
        List<Judged.Wrong> refusals =
                places.stream().map(place -> refusal(judged.get(place))).toList();
        return appender.append(refusals, refusal -> records.withoutBody(refusal, request))
                .thenApply(second -> {
                    for (int i = 0; i < places.size(); i++) {
                        outcomes.set(places.get(i), refusals.get(i).settled(second.get(i)));
                    }
                    return outcomes;
                });
    }

    private static Judged.Wrong refusal(Judged tooLarge) {
        if (tooLarge instanceof Judged.Wrong wrong) {
            return wrong;
        }
        Judged.Right right = (Judged.Right) tooLarge;
        return new Judged.Wrong(
                PartialEnvelope.of(right.accepted().event()),
                new Refusal(
                        Code.EVENT_TOO_LARGE, "", "The event is larger than the Kafka topic takes; send it in parts."),
                right.accepted().value());
    }
}
