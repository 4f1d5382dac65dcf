package dev.daybook.allinone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorOutageTest {
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void turnsEventsAwayAtOnceAndRecoversByItself_whenTheBrokerStopsAndStarts() throws Exception {
        try (Door door = Door.open(folder, Map.of())) {
            assertThat(post(door, "before").statusCode()).isEqualTo(202);

            door.stopBroker();
            Awaitility.await().atMost(WAIT).until(() -> door.ready() == 503);
            HttpResponse<String> during = post(door, "during");
            assertThat(during.statusCode()).isEqualTo(503);
            assertThat(during.headers().firstValueAsLong("Retry-After")).hasValue(5);
            assertThat(Door.json(during).path("code").asText()).isEqualTo("kafka_unavailable");
            assertThat(door.post(Door.JSON, "no JSON").statusCode())
                    .as("a refusal that can't be kept")
                    .isEqualTo(503);
            assertThat(door.live()).isEqualTo(200);
            assertThat(door.metric("ingest_outage")).isEqualTo(1);

            door.startBrokerAgain();
            door.awaitReady();
            assertThat(post(door, "after").statusCode()).isEqualTo(202);
            assertThat(ids(door)).contains("before", "after");
        }
    }

    @Test
    void losesNothingThatItAcknowledgedAndStaysBounded_whenTheBrokerStopsUnderLoad() throws Exception {
        try (Door door = Door.open(folder, Map.of("INGEST_MAX_IN_FLIGHT_BYTES", "5000000"))) {
            Load load = new Load(door);
            Awaitility.await().atMost(WAIT).until(() -> load.acknowledged.size() > 300);

            door.stopBroker();
            Awaitility.await().atMost(WAIT).until(() -> load.turnedAway.get() > 100);
            assertThat(door.live()).isEqualTo(200);
            assertThat(door.metric("ingest_events_in_flight")).isLessThanOrEqualTo(Load.CLIENTS);

            int acknowledgedBefore = load.acknowledged.size();
            door.startBrokerAgain();
            Awaitility.await().atMost(WAIT).until(() -> load.acknowledged.size() > acknowledgedBefore + 300);
            load.stop();

            assertThat(load.otherAnswers).isEmpty();
            assertThat(ids(door)).containsAll(load.acknowledged);
            assertThat(door.metric("ingest_events_in_flight")).isZero();
        }
    }

    @Test
    void saysWhatIsMissingAndStartsToTakeEvents_whenTheTopicComesLater() throws Exception {
        try (Door door = Door.openWithoutTopics(folder, Map.of())) {
            Awaitility.await().atMost(WAIT).untilAsserted(() -> {
                JsonNode ready = Door.json(door.get("/health/ready"));
                assertThat(ready.path("not_ready").path("kafka").asText())
                        .isEqualTo("the topic daybook.events does not exist");
            });
            assertThat(post(door, "early").statusCode()).isEqualTo(503);
            assertThat(door.live()).isEqualTo(200);

            door.createTopics();
            door.awaitReady();
            assertThat(post(door, "late").statusCode()).isEqualTo(202);
            assertThat(ids(door)).containsExactly("late");
        }
    }

    @Test
    void takesNothing_whileTheTopicsAreBeingRestored() throws Exception {
        try (Door door = Door.openWithoutTopics(folder, Map.of())) {
            door.createTopics(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
            Awaitility.await()
                    .atMost(WAIT)
                    .until(() -> door.reason("kafka").contains("message.timestamp.type=CreateTime"));
            assertThat(post(door, "early").statusCode()).isEqualTo(503);

            door.deleteTopics();
            Awaitility.await().atMost(WAIT).until(() -> door.reason("kafka").contains("does not exist"));
            door.createTopics();
            door.awaitReady();
            assertThat(post(door, "late").statusCode()).isEqualTo(202);
            assertThat(ids(door)).containsExactly("late");
        }
    }

    @Test
    void takesEventsAgain_whenTheTopicWasDeletedAndMadeAnew() throws Exception {
        try (Door door = Door.open(folder, Map.of())) {
            assertThat(post(door, "old").statusCode()).isEqualTo(202);

            door.deleteTopics();
            Awaitility.await().atMost(WAIT).until(() -> door.ready() == 503);
            door.createTopics();
            door.awaitReady();

            Awaitility.await().atMost(WAIT).until(() -> post(door, "new").statusCode() == 202);
            assertThat(ids(door)).containsExactly("new");
        }
    }

    private static Set<String> ids(Door door) {
        return door.topic().stream()
                .map(event -> Door.text(event.value()).replaceAll(".*\"event_id\":\"([^\"]*)\".*", "$1"))
                .collect(Collectors.toSet());
    }

    private static HttpResponse<String> post(Door door, String id) throws Exception {
        return door.post(
                Door.JSON,
                "{\"event_id\":\"" + id
                        + "\",\"source\":\"outage-test\",\"event_type\":\"test\",\"timestamp\":\"2026-07-02T12:00:00Z\",\"details\":{}}");
    }

    /** Clients that post one event after the other and keep a ledger of their own of the answers. */
    private static final class Load {
        static final int CLIENTS = 4;

        final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        final Set<String> otherAnswers = ConcurrentHashMap.newKeySet();
        final AtomicInteger turnedAway = new AtomicInteger();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        private final java.util.List<Future<?>> running;

        Load(Door door) {
            running = java.util.stream.IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> {
                        while (!stopped.get()) {
                            postOne(door);
                        }
                        return null;
                    }))
                    .toList();
        }

        private void postOne(Door door) throws Exception {
            String id = "load-" + next.getAndIncrement();
            HttpResponse<String> answer = post(door, id);
            if (answer.statusCode() == 202) {
                acknowledged.add(id);
            } else if (answer.statusCode() == 503
                    && answer.headers().firstValue("Retry-After").isPresent()) {
                turnedAway.incrementAndGet();
            } else {
                otherAnswers.add(answer.statusCode() + " " + answer.body());
            }
        }

        void stop() throws Exception {
            stopped.set(true);
            for (Future<?> client : running) {
                client.get(); // throws what the client met
            }
            clients.shutdown();
        }
    }
}
