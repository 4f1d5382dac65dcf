package dev.daybook.ingest.receive;

import dev.daybook.events.EventParser;
import dev.daybook.events.Refusal;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.Request;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * {@code POST /v1/events}: an event is answered 202 only once it is durable in Kafka, and a request that is refused as a whole
 * leaves nothing there. Thread-safe.
 */
public final class EventsHandler implements HttpHandler {
    private final BodyReader reader;
    private final EventRecords records;
    private final EventAppender appender;
    private final ReceiveMetrics metrics;
    private final Clock clock;

    /** Where a store is not registered, its day is that of {@code zone} and starts at {@code dayStartsAt} on the wall clock. */
    public EventsHandler(
            EventParser parser,
            EventAppender appender,
            ZoneId zone,
            LocalTime dayStartsAt,
            MeterRegistry meters,
            Clock clock) {
        this.reader = new BodyReader(parser);
        this.records = new EventRecords(appender.topic(), zone, dayStartsAt);
        this.appender = appender;
        this.metrics = new ReceiveMetrics(meters, appender);
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> handle(Request request) {
        if (appender.outage().isPresent()) {
            metrics.turnedAway();
            return now(Answers.unavailable(Unavailable.KAFKA_UNAVAILABLE));
        }
        Optional<BodyFormat> format = BodyFormat.of(request);
        if (format.isEmpty()) {
            return now(Answers.unsupportedMediaType());
        }
        Body body = reader.read(format.get(), request.body());
        if (body instanceof Body.Events events) {
            return take(events, request);
        }
        Refusal refusal = ((Body.Unusable) body).refusal();
        metrics.refusedBody(refusal.code());
        return now(Answers.unusable(refusal));
    }

    private CompletionStage<Answer> take(Body.Events events, Request request) {
        Optional<DoorChecks.Outside> outside = DoorChecks.outside(events.items(), request.caller());
        if (outside.isPresent()) {
            return now(Answers.outsideKey(outside.get()));
        }
        Judged judged = Judged.of(events.items(), clock.instant());
        List<ProducerRecord<byte[], byte[]>> toAppend = judged.accepted().stream()
                .map(accepted -> records.of(accepted, request))
                .toList();
        long sentAt = System.nanoTime();
        return appender.append(toAppend).thenApply(results -> {
            List<Outcome> outcomes = judged.settled(results);
            metrics.appended(toAppend, results, Duration.ofNanos(System.nanoTime() - sentAt));
            metrics.notAccepted(outcomes);
            return Answers.of(outcomes, events.single());
        });
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
