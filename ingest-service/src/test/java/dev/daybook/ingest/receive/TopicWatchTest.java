package dev.daybook.ingest.receive;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicWatchTest {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private static final class Fault extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A watch that ended would leave the door shut until somebody restarts it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOn_whenAProbeFails(boolean withAnError) {
        Availability availability = new Availability(System::nanoTime, "not reached");
        AtomicInteger probes = new AtomicInteger();
        try (TopicWatch watch = new TopicWatch(availability, () -> probe(probes.incrementAndGet(), withAnError))) {
            watch.start();
            Awaitility.await().atMost(WAIT).until(() -> availability.outage().isEmpty());
        }
    }

    private static Optional<String> probe(int time, boolean withAnError) {
        if (time > 1) {
            return Optional.empty();
        }
        if (withAnError) {
            throw new Fault();
        }
        throw new IllegalStateException("planted");
    }
}
