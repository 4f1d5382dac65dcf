package dev.daybook.allinone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.allinone.ListenAddress;
import dev.daybook.allinone.broker.EmbeddedBroker;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that hangs without closing a connection: the case that only time and the buffer's bound can end. */
class FrozenBrokerTest {
    private static final Path KILL = Path.of("/bin/kill");
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final int REQUESTS = 24;
    private static final int EVENTS = 4;
    private static final int EVENT_BYTES = 60_000;

    @TempDir
    Path folder;

    @Test
    void turnsAwayWhatTheBufferCantHold_andAllOnceTheOutageIsSeen_whenTheBrokerHangs() throws Exception {
        assumeTrue(Files.isExecutable(KILL), "needs " + KILL + " to stop and continue a process");
        try (ChildJvm child = ChildJvm.start(BrokerProcess.class, folder.resolve("kafka"))) {
            String[] ready = child.readyText().split(" ");
            try (Door door = Door.at(folder, ready[0], Map.of("INGEST_BUFFER_BYTES", "1048576"))) {
                door.createTopics();
                door.awaitReady();
                assertThat(door.post(Door.JSON, batch(0)).statusCode()).isEqualTo(202);

                signal("-STOP", ready[1]);
                List<HttpResponse<String>> answers = postAll(door);

                assertThat(answers).allMatch(answer -> answer.statusCode() == 503);
                assertThat(codes(answers)).contains("overloaded", "not_acknowledged");
                assertThat(door.post(Door.JSON, batch(0)).body()).contains("kafka_unavailable");
                assertThat(door.live()).isEqualTo(200);
                assertThat(door.metric("ingest_events_in_flight")).isZero();

                signal("-CONT", ready[1]);
                door.awaitReady();
                Awaitility.await()
                        .atMost(WAIT)
                        .until(() -> door.post(Door.JSON, batch(0)).statusCode() == 202);
            }
        }
    }

    /** More at once than the buffer holds. */
    private static List<HttpResponse<String>> postAll(Door door) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(REQUESTS);
        try {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 1; i <= REQUESTS; i++) {
                byte[] body = batch(i);
                running.add(clients.submit(() -> door.post(Door.JSON, body)));
            }
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : running) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            clients.shutdown();
        }
    }

    /** The codes of all events of all answers. */
    private static Set<String> codes(List<HttpResponse<String>> answers) {
        return answers.stream()
                .flatMap(answer -> {
                    try {
                        return Door.json(answer).path("results").findValuesAsText("code").stream();
                    } catch (java.io.IOException e) {
                        throw new AssertionError(answer.body(), e);
                    }
                })
                .collect(Collectors.toSet());
    }

    private static byte[] batch(int number) {
        List<String> events = new ArrayList<>();
        Random random = new Random(number);
        for (int i = 0; i < EVENTS; i++) {
            byte[] incompressible = new byte[EVENT_BYTES];
            random.nextBytes(incompressible);
            events.add(
                    "{\"event_id\":\"%d-%d\",\"source\":\"frozen\",\"event_type\":\"test\",\"timestamp\":\"2026-07-02T12:00:00Z\",\"details\":{\"x\":\"%s\"}}"
                            .formatted(number, i, Base64.getEncoder().encodeToString(incompressible)));
        }
        return ("[" + String.join(",", events) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private static void signal(String signal, String pid) throws Exception {
        assertThat(new ProcessBuilder(KILL.toString(), signal, pid).start().waitFor())
                .isZero();
    }

    /** Runs a broker until it is killed. */
    static final class BrokerProcess {
        private BrokerProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (EmbeddedBroker broker =
                    EmbeddedBroker.start(Path.of(arguments[0]), ListenAddress.loopback(0, "KAFKA_PORT"), failure -> {
                        throw failure;
                    })) {
                ChildJvm.announce(broker.bootstrapServers() + " "
                        + ProcessHandle.current().pid());
            }
        }
    }
}
