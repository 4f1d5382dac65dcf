package dev.daybook.allinone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.events.stores.Stores;
import dev.daybook.ingest.receive.EventAppender;
import dev.daybook.ingest.receive.EventsHandler;
import dev.daybook.ingest.receive.KeyRate;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Trace;
import dev.daybook.service.kafka.KafkaConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the door's own, even one that the JVM throws, costs the request that met it and no other. */
class BrokenRequestTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String EVENT =
            "{\"event_id\":\"%d\",\"source\":\"broken\",\"event_type\":\"test\",\"timestamp\":\"2026-07-02T12:00:00Z\",\"details\":{}}";

    @TempDir
    Path folder;

    private static final class Fault extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void leavesNothingInFlight_whenARecordCantBeMade() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        AtomicInteger dated = new AtomicInteger();
        try (Door door = Door.open(folder, Map.of());
                EventAppender appender = EventAppender.start(
                        new KafkaConnection(door.bootstrapServers(), Map.of()), Door.TOPICS, 1 << 20, meters)) {
            Awaitility.await().atMost(WAIT).until(() -> appender.outage().isEmpty());
            EventsHandler handler = new EventsHandler(
                    new EventParser(EventLimits.DEFAULT),
                    appender,
                    Door.TOPICS,
                    () -> calendar(dated.incrementAndGet()),
                    Optional::empty,
                    new KeyRate(Optional.empty(), 1_000),
                    meters,
                    Clock.systemUTC());

            assertThatExceptionOfType(Fault.class).isThrownBy(() -> handler.handle(threeEvents()));

            assertThat(dated).as("the first event was sent").hasValue(2);
            Awaitility.await().atMost(WAIT).until(() -> !door.topic().isEmpty());
            Awaitility.await()
                    .atMost(WAIT)
                    .untilAsserted(() -> assertThat(appender.inFlight()).isZero());
        }
    }

    private static StoreCalendar calendar(int time) {
        if (time == 2) {
            throw new Fault();
        }
        return new StoreCalendar(Stores.NONE, ZoneOffset.UTC, LocalTime.MIDNIGHT);
    }

    private static Request threeEvents() {
        String body = "[" + EVENT.formatted(1) + "," + EVENT.formatted(2) + "," + EVENT.formatted(3) + "]";
        return new Request(
                "POST",
                "/v1/events",
                Map.of(),
                Map.of(),
                Map.of("content-type", Door.JSON),
                body.getBytes(StandardCharsets.UTF_8),
                new Caller("till", Set.of(Access.WRITE), Set.of(), Set.of()),
                new Trace("request-1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                "127.0.0.1",
                Optional.empty());
    }
}
