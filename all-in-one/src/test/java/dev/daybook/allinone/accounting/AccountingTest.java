package dev.daybook.allinone.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.TestStack;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorService;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of every kind of record, with the processor killed in the middle: what was received, counted from outside, is what the
 * four counts come to, day by day, and each of them is what the test sent.
 */
class AccountingTest {
    private static final ZoneId ZONE = ZoneId.of("America/Toronto");
    private static final LocalDate DAY = LocalDate.of(2025, 7, 1);
    private static final LocalDate OTHER_DAY = LocalDate.of(2025, 6, 30);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int ROUNDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PROCESSOR = Map.of(
            "PROCESSOR_PORT",
            "0",
            "PROCESSOR_SESSION_TIMEOUT",
            "6s",
            "PROCESSOR_TRANSACTION_TIMEOUT",
            "10s",
            "PROCESSOR_INSTANCE_ID",
            "the-one");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestStack stack;
    private URI ingest;

    @Test
    void everyReceivedRecordIsInExactlyOneCount_overADayOfEveryKindAndAKill() throws Exception {
        Map<String, String> settings = Map.of("TOPIC_PARTITIONS", "3", "DEFAULT_TIME_ZONE", ZONE.getId());
        try (TestStack started = TestStack.start(folder.resolve("home"), settings)) {
            stack = started;
            IngestService door = stack.ingest(Map.of());
            ingest = door.address();
            LocalDate today = LocalDate.now(ZONE);
            Process killed = processor();
            try {
                for (int round = 0; round < ROUNDS / 2; round++) {
                    send(round);
                }
                awaitRefusalsOfTheProcessor();
                Thread sending = new Thread(this::sendTheRest, "till");
                sending.start();
                killed.destroyForcibly();
                assertThat(killed.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                sending.join(LIMIT.toMillis());
            } finally {
                killed.destroyForcibly();
            }
            ProcessorService processor = stack.processor(processorSettings());
            ReceivedRecords received = ReceivedRecords.read(stack.bootstrapServers(), ZONE);
            received = awaitProcessed(processor, received);

            assertThat(accounting(processor, DAY))
                    .isEqualTo(counts(2L * ROUNDS, ROUNDS, ROUNDS, 4L * ROUNDS)); // see send
            assertThat(accounting(processor, OTHER_DAY)).isEqualTo(counts(ROUNDS, 0, 0, 0));
            for (LocalDate date : received.received.keySet()) {
                assertThat(sum(accounting(processor, date)))
                        .as("the four counts of %s, against what was received", date)
                        .isEqualTo(received.received.get(date));
            }
            assertThat(received.received.keySet()).contains(DAY, OTHER_DAY).hasSizeBetween(3, 4);
            assertThat(received.received.entrySet().stream()
                            .filter(entry -> !entry.getKey().isBefore(today))
                            .mapToLong(Map.Entry::getValue)
                            .sum())
                    .as("what carries no day, on its day of receipt")
                    .isEqualTo(5L * ROUNDS);
            assertReasons(processor);
        }
    }

    /**
     * One of everything. On {@link #DAY}: 2 counted, 1 duplicate, 1 conflicting, 4 rejected (2 by the door). On {@link #OTHER_DAY}:
     * 1 counted. Undated: 5 rejected (3 by the door, 1 of a stranger who claims to be it). Of nobody: 1 among the refused.
     */
    private void send(int round) throws Exception {
        String first = event("a-" + round, "2025-07-01T16:00:00Z", "one");
        String other = event("a-" + round, "2025-07-01T16:00:00Z", "two");
        String wrong = first.replace("\"event_type\":\"test\",", "").replace("a-", "wrong-");
        assertThat(post(
                        "application/json",
                        "[" + first + "," + wrong + "," + event("b-" + round, "2025-07-01T17:00:00Z", "") + "]"))
                .isEqualTo(207);
        assertThat(post("application/json", first)).isEqualTo(202);
        assertThat(post("application/json", other)).isEqualTo(202);
        assertThat(post("application/json", wrong)).isEqualTo(422);
        assertThat(post("application/x-ndjson", event("c-" + round, "2025-06-30T16:00:00Z", "") + "\nno JSON"))
                .isEqualTo(207);
        assertThat(post("application/json", "[" + first + ",]")).isEqualTo(400);
        assertThat(post("application/json", "5")).isEqualTo(422);
        assertThat(post("text/plain", "5")).isEqualTo(415);
        assertThat(post("application/json", "[".repeat(100))).isEqualTo(413);
        writePastTheDoor(round, first);
    }

    private void writePastTheDoor(int round, String event) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            int partition = round % 3;
            var dated = new ProducerRecord<>(ReceivedRecords.EVENTS, partition, bytes("key"), bytes("not JSON"));
            dated.headers().add("business_date", bytes(DAY.toString()));
            var anothersKey = new ProducerRecord<>(ReceivedRecords.EVENTS, partition, bytes("key"), bytes(event));
            anothersKey.headers().add("business_date", bytes(DAY.toString()));
            producer.send(dated).get();
            producer.send(anothersKey).get();
            producer.send(new ProducerRecord<>(ReceivedRecords.EVENTS, partition, null, null))
                    .get();
            String claim = "{\"refused_by\":\"door\",\"code\":\"of_a_stranger\"}";
            producer.send(new ProducerRecord<>(ReceivedRecords.REJECTED, partition, null, bytes(claim)))
                    .get();
            producer.send(new ProducerRecord<>(ReceivedRecords.REJECTED, partition, null, bytes("garbage")))
                    .get();
        }
    }

    private void sendTheRest() {
        try {
            for (int round = ROUNDS / 2; round < ROUNDS; round++) {
                send(round);
            }
        } catch (Exception e) {
            throw new AssertionError("the till failed", e); // shows in the log, and in counts that are short
        }
    }

    private void assertReasons(ProcessorService processor) throws Exception {
        Map<String, Long> reasons = new java.util.TreeMap<>();
        day(processor, DAY)
                .path("rejections")
                .forEach(reason -> reasons.put(
                        reason.path("producer").isNull() + " "
                                + reason.path("code").asText(),
                        reason.path("count").asLong()));
        assertThat(reasons)
                .isEqualTo(Map.of(
                        "false conflict", (long) ROUNDS,
                        "false missing_field", 2L * ROUNDS,
                        "true invalid_json", (long) ROUNDS,
                        "true wrong_key", (long) ROUNDS));
    }

    /** Until the cut is behind every record that a reader can find, and says so of a day that has ended. */
    private ReceivedRecords awaitProcessed(ProcessorService processor, ReceivedRecords received) {
        Awaitility.await("everything is processed")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    JsonNode day = day(processor, DAY);
                    return day.path("complete").asBoolean() && isReached(day.path("cut"), received);
                });
        // The processor's own refusals came in the meantime: they change no count of what was received.
        ReceivedRecords after = ReceivedRecords.read(stack.bootstrapServers(), ZONE);
        assertThat(after.received).isEqualTo(received.received);
        return after;
    }

    private static boolean isReached(JsonNode cut, ReceivedRecords received) {
        for (JsonNode at : cut) {
            int partition = at.path("partition").asInt();
            if (at.path("events").asLong()
                            < received.readTo.getOrDefault(new TopicPartition(ReceivedRecords.EVENTS, partition), 0L)
                    || at.path("rejected").asLong()
                            < received.readTo.getOrDefault(
                                    new TopicPartition(ReceivedRecords.REJECTED, partition), 0L)) {
                return false;
            }
        }
        return cut.size() == 3;
    }

    /** So that the kill finds it amid transactions that write to the refused ones. */
    private void awaitRefusalsOfTheProcessor() {
        Awaitility.await("the processor has refused something")
                .atMost(LIMIT)
                .until(() -> ReceivedRecords.read(stack.bootstrapServers(), ZONE).rejected.stream()
                        .anyMatch(record -> record.value() != null
                                && new String(record.value(), StandardCharsets.UTF_8)
                                        .contains("\"refused_by\":\"processor\"")));
    }

    private Map<String, String> processorSettings() {
        Map<String, String> settings = new java.util.HashMap<>(PROCESSOR);
        settings.put("PROCESSOR_STATE_DIR", folder.resolve("state").toString());
        return settings;
    }

    private Process processor() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.daybook.processor.ProcessorService")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "killed.output")));
        builder.environment().putAll(stack.environment(processorSettings()));
        return builder.start();
    }

    private JsonNode day(ProcessorService processor, LocalDate date) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(processor.address().resolve("/internal/v1/days/" + date))
                .header("Authorization", "Bearer " + stack.serviceApiKey())
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    private JsonNode accounting(ProcessorService processor, LocalDate date) throws Exception {
        return day(processor, date).path("accounting");
    }

    private static JsonNode counts(long counted, long duplicate, long conflicting, long rejected) throws Exception {
        return JSON.readTree("{\"counted\":" + counted + ",\"duplicate\":" + duplicate + ",\"conflicting\":"
                + conflicting + ",\"rejected\":" + rejected + "}");
    }

    private static long sum(JsonNode accounting) {
        long sum = 0;
        for (JsonNode count : accounting) {
            sum += count.asLong();
        }
        return sum;
    }

    private int post(String contentType, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(ingest.resolve("/v1/events"))
                .header("Authorization", "Bearer " + stack.apiKey())
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String id, String timestamp, String note) {
        return "{\"event_id\":\"" + id + "\",\"source\":\"accounting-test\",\"event_type\":\"test\",\"timestamp\":\""
                + timestamp + "\",\"details\":{\"note\":\"" + note + "\"}}";
    }
}
