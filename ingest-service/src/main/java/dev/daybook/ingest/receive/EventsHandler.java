package dev.daybook.ingest.receive;

import dev.daybook.events.EventParser;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import dev.daybook.events.Topics;
import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.service.Health;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.Request;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code POST /v1/events}: an event is answered 202 only once it is durable in Kafka, and refused with 400 or 422 only once its
 * refusal is; a request that is refused as a whole leaves no event there. Thread-safe.
 */
public final class EventsHandler implements HttpHandler {
    private final BodyReader reader;
    private final EventAppender appender;
    private final RequestAppend append;
    private final ReceiveMetrics metrics;
    private final Health.Check registry;
    private final KeyRate rate;
    private final Clock clock;

    /**
     * Events are dated by the calendar.
     *
     * @param registry says why the calendar doesn't know all stores yet; until it does, no event is taken
     * @param rate what each key may send
     */
    public EventsHandler(
            EventParser parser,
            EventAppender appender,
            Topics topics,
            Supplier<StoreCalendar> calendar,
            Health.Check registry,
            KeyRate rate,
            MeterRegistry meters,
            Clock clock) {
        this.reader = new BodyReader(parser);
        this.appender = appender;
        this.append = new RequestAppend(appender, new EventRecords(topics, calendar));
        this.metrics = new ReceiveMetrics(meters, appender);
        this.registry = registry;
        this.rate = rate;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> handle(Request request) {
        if (appender.outage().isPresent()) {
            metrics.turnedAway();
            return now(Answers.unavailable(Unavailable.KAFKA_UNAVAILABLE));
        }
        if (registry.notReady().isPresent()) {
            metrics.turnedAway();
            return now(Answers.unavailable(Unavailable.STORES_UNKNOWN));
        }
        Optional<BodyFormat> format = BodyFormat.of(request);
        if (format.isEmpty()) {
            return now(Answers.unsupportedMediaType());
        }
        Body body = reader.read(format.get(), request.body());
        Optional<Duration> wait = rate.spend(request.caller(), body.size());
        if (wait.isPresent()) {
            metrics.overRate();
            return now(Answers.overRate(rate, wait.get()));
        }
        if (body instanceof Body.Events events) {
            return take(events, request);
        }
        return refuse(((Body.Unusable) body).refusal(), request);
    }

    private CompletionStage<Answer> refuse(Refusal refusal, Request request) {
        if (refusal.code().isLimit()) {
            metrics.refusedBody(refusal.code());
            return now(Answers.tooLarge(refusal));
        }
        Judged whole = new Judged.Wrong(PartialEnvelope.NOTHING, refusal, request.body());
        return append.append(List.of(whole), request).thenApply(outcomes -> {
            if (outcomes.get(0) instanceof Outcome.Refused) {
                metrics.refusedBody(refusal.code());
            }
            return Answers.unusable(outcomes.get(0));
        });
    }

    private CompletionStage<Answer> take(Body.Events events, Request request) {
        Optional<DoorChecks.Outside> outside = DoorChecks.outside(events.items(), request.caller());
        if (outside.isPresent()) {
            return now(Answers.outsideKey(outside.get()));
        }
        List<Judged> judged = Judged.of(events.items(), clock.instant());
        long sentAt = System.nanoTime();
        return append.append(judged, request).thenApply(outcomes -> {
            metrics.appended(judged, outcomes, Duration.ofNanos(System.nanoTime() - sentAt));
            metrics.notAccepted(outcomes);
            return Answers.of(outcomes, events.single());
        });
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
