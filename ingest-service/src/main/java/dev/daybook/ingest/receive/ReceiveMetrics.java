package dev.daybook.ingest.receive;

import dev.daybook.events.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The door's meters. Labels are codes of Daybook's own, never anything that an event says. Thread-safe. */
final class ReceiveMetrics {
    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter acceptedBytes;
    private final Timer appends;

    ReceiveMetrics(MeterRegistry registry, EventAppender appender) {
        this.registry = registry;
        this.accepted = Counter.builder("ingest_events_accepted")
                .description("Events answered 202: durable in Kafka")
                .register(registry);
        this.acceptedBytes = Counter.builder("ingest_events_accepted_bytes")
                .baseUnit("bytes")
                .description("Bytes of the events answered 202")
                .register(registry);
        this.appends = Timer.builder("ingest_append")
                .description("From the send of a request's events to their last acknowledgement")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(ProducerSettings.DELIVERY_TIMEOUT)
                .register(registry);
        gauge(
                "ingest_events_in_flight",
                "Events and refusals sent to Kafka that wait for an answer",
                appender::inFlight);
        gauge(
                "ingest_outage",
                "1 while Kafka takes no events",
                () -> appender.outage().isPresent() ? 1 : 0);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void appended(List<Judged> judged, List<Outcome> outcomes, Duration took) {
        appends.record(took);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Durable && judged.get(i) instanceof Judged.Right right) {
                accepted.increment();
                acceptedBytes.increment(right.accepted().value().length);
            }
        }
    }

    void notAccepted(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Refused refused) {
                count("ingest_events_refused", refused.refusal().code().wireName());
            } else if (outcome instanceof Outcome.Failed failed) {
                count("ingest_events_failed", failed.reason().wireName());
            }
        }
    }

    /** A body that was refused as a whole. */
    void refusedBody(Refusal.Code code) {
        count("ingest_bodies_refused", code.wireName());
    }

    /** A request that was turned away unread. */
    void turnedAway() {
        registry.counter("ingest_requests_turned_away").increment();
    }

    /** A request beyond what its key may send. */
    void overRate() {
        registry.counter("ingest_requests_over_rate").increment();
    }

    private void count(String name, String code) {
        registry.counter(name, "code", code).increment();
    }
}
