package dev.daybook.allinone.ingest;

import static dev.daybook.allinone.ingest.Door.JSON;
import static dev.daybook.allinone.ingest.Door.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.Identity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door refuses, as it stands in the topic of refused ones when the client has its answer. */
class DoorRefusalsTest {
    @TempDir
    static Path folder;

    private static Door door;
    private int before;

    @BeforeAll
    static void open() throws Exception {
        door = Door.open(folder, Map.of("INGEST_MAX_EVENTS", "1000"));
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @BeforeEach
    void countTopic() {
        before = door.rejected().size();
    }

    @Test
    void keepsARefusedItemUnderItsIdentityAndOnItsOwnDay_whenTheOthersAreAccepted() throws Exception {
        // 03:59 in Toronto: with days that start at 04:00 that is still the day before.
        String wrong =
                "{\"event_id\":\"r-1\",\"source\":\"door-test\",\"event_type\":\"sale.completed\",\"timestamp\":\"2025-07-02T07:59:00Z\",\"details\":{}}";
        HttpResponse<String> answer = door.post(JSON, "[" + event("r-0") + ",\n" + wrong + "]");

        assertThat(answer.statusCode()).isEqualTo(207);
        ConsumerRecord<byte[], byte[]> kept = only();
        assertThat(kept.key()).isEqualTo(new Identity("door-test", "r-1").key());
        assertThat(header(kept, "producer")).isEqualTo("till");
        assertThat(header(kept, "business_date")).isEqualTo("2025-07-01");
        assertThat(header(kept, "local_time")).isEqualTo("2025-07-02T03:59:00");
        assertThat(header(kept, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
        JsonNode json = json(kept);
        assertThat(json.path("code").asText()).isEqualTo("missing_field");
        assertThat(json.path("pointer").asText()).isEqualTo("/details/store_id");
        assertThat(json.path("refused_by").asText()).isEqualTo("door");
        assertThat(json.path("event_id").asText()).isEqualTo("r-1");
        assertThat(json.path("source").asText()).isEqualTo("door-test");
        assertThat(body(json)).isEqualTo(wrong);
    }

    @Test
    void keepsAWholeBodyOnce_whenItIsRefusedAsAWhole() throws Exception {
        List<String> bodies =
                List.of("", "{\"event_id\":", "[" + event("w-1") + ",]", "5", event("w-2") + event("w-3"));
        List<Integer> statuses = List.of(400, 400, 400, 422, 400);
        for (int i = 0; i < bodies.size(); i++) {
            HttpResponse<String> answer = door.post(JSON, bodies.get(i));
            assertThat(answer.statusCode()).as(bodies.get(i)).isEqualTo(statuses.get(i));
            List<ConsumerRecord<byte[], byte[]>> added = added();
            assertThat(added).as(bodies.get(i)).hasSize(i + 1);
            assertThat(bodyAmong(
                            added, bodies.get(i), Door.json(answer).path("code").asText()))
                    .satisfies(kept -> {
                        assertThat(kept.key()).isEqualTo("till".getBytes(StandardCharsets.UTF_8));
                        assertThat(header(kept, "producer")).isEqualTo("till");
                        assertThat(header(kept, "business_date")).isNull();
                        assertThat(header(kept, "local_time")).isNull();
                    });
        }
    }

    @Test
    void keepsEveryLineThatIsNoEvent_whenTheBodyIsNdjson() throws Exception {
        HttpResponse<String> answer = door.post(NDJSON, "no JSON\n" + event("n-1") + "\n[]\n{\"event_id\":\"n-2\"}\n");
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(added())
                .extracting(kept -> body(json(kept)))
                .containsExactlyInAnyOrder("no JSON", "[]", "{\"event_id\":\"n-2\"}");
    }

    @Test
    void datesAVoidBySoldAt_andNothingThatIsAheadOfTheClock() throws Exception {
        String voided =
                "{\"event_id\":\"%s\",\"source\":\"door-test\",\"event_type\":\"sale.voided\",\"timestamp\":\"2025-07-02T12:00:00Z\",\"details\":{%s}}";
        door.post(JSON, voided.formatted("v-1", "\"sold_at\":\"2025-06-30T12:00:00Z\""));
        door.post(JSON, voided.formatted("v-2", ""));
        HttpResponse<String> future = door.post(
                JSON,
                event("v-3")
                        .replace(
                                "2025-07-02T12:00:00Z",
                                Instant.now().plusSeconds(86_400).toString()));
        door.post(JSON, "{\"event_id\":\"v-4\",\"source\":\"door-test\",\"timestamp\":\"9998-07-02T12:00:00Z\"}");

        assertThat(future.statusCode()).isEqualTo(422);
        assertThat(Door.json(future).path("code").asText()).isEqualTo("timestamp_in_future");
        assertThat(added())
                .extracting(kept -> json(kept).path("event_id").asText() + " " + header(kept, "business_date"))
                .containsExactlyInAnyOrder("v-1 2025-06-30", "v-2 null", "v-3 null", "v-4 null");
    }

    @Test
    void keepsNothing_whenTheRequestIsTooLargeOrOfAnotherKindOrNotAllowed() throws Exception {
        String wrong = "{\"event_id\":";
        assertThat(door.post(JSON, "[" + "{},".repeat(1_000) + "{}]").statusCode())
                .isEqualTo(413);
        assertThat(door.post(JSON, "{\"x\":\"" + "x".repeat(530_000) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(door.post(JSON, "[".repeat(100)).statusCode()).isEqualTo(413);
        assertThat(door.post("text/plain", wrong).statusCode()).isEqualTo(415);
        assertThat(door.post("a stranger's key", JSON, bytes(wrong)).statusCode())
                .isEqualTo(401);
        assertThat(door.post(Door.READER_KEY, JSON, bytes(wrong)).statusCode()).isEqualTo(403);
        assertThat(door.post(Door.SOHO_KEY, JSON, bytes("[{}," + event("out") + "]"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(added()).isEmpty();
    }

    @Test
    void cutsTheBodyAndKeepsItsLengthAndHash_whenItIsLong() throws Exception {
        String wrong = "{\"event_id\":\"long\",\"source\":\"" + "x".repeat(400_000) + "\"}";
        assertThat(door.post(JSON, wrong).statusCode()).isEqualTo(422);
        JsonNode json = json(only());
        assertThat(json.path("body_base64").binaryValue()).isEqualTo(Arrays.copyOf(bytes(wrong), 256 * 1024));
        assertThat(json.path("body_bytes").asInt()).isEqualTo(wrong.length());
        assertThat(json.path("body_sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(wrong))));
    }

    @Test
    void keepsAThousandRefusalsOfOneRequest() throws Exception {
        HttpResponse<String> answer = door.post(JSON, "[" + "5,".repeat(999) + "5]");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Door.json(answer).path("rejected").asInt()).isEqualTo(1_000);
        assertThat(added()).hasSize(1_000);
    }

    @Test
    void keepsTheRefusalWithoutItsBody_whenTheTopicTakesNothingLarger() throws Exception {
        try (Door narrow = Door.openWithoutTopics(Files.createDirectories(folder.resolve("narrow")), Map.of())) {
            narrow.createTopics(5_000);
            narrow.awaitReady();
            String random = HexFormat.of().formatHex(new java.security.SecureRandom().generateSeed(5_000));
            String refused = "{\"event_id\":\"big-1\",\"source\":\"door-test\",\"x\":\"" + random + "\"}";
            String accepted = event("big-2").replace("{}", "{\"x\":\"" + random + "\"}");
            HttpResponse<String> answer =
                    narrow.post(JSON, "[" + refused + "," + accepted + "," + event("big-3") + "]");

            assertThat(answer.statusCode()).isEqualTo(207);
            assertThat(Door.json(answer).path("results").findValuesAsText("code"))
                    .containsExactly("missing_field", "event_too_large");
            assertThat(narrow.rejected())
                    .extracting(kept -> json(kept).path("event_id").asText() + " "
                            + json(kept).path("body_base64").asText()
                            + json(kept).path("body_bytes").asInt())
                    .containsExactlyInAnyOrder("big-1 " + refused.length(), "big-2 " + accepted.length());
            assertThat(narrow.ready()).isEqualTo(200);
        }
    }

    private ConsumerRecord<byte[], byte[]> only() {
        List<ConsumerRecord<byte[], byte[]>> added = added();
        assertThat(added).hasSize(1);
        return added.get(0);
    }

    private List<ConsumerRecord<byte[], byte[]>> added() {
        return door.rejected().stream()
                .sorted(java.util.Comparator.comparingLong(ConsumerRecord::timestamp))
                .skip(before)
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> bodyAmong(
            List<ConsumerRecord<byte[], byte[]>> kept, String body, String code) {
        return kept.stream()
                .filter(record -> body(json(record)).equals(body)
                        && json(record).path("code").asText().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no refusal of " + code + " with the body " + body));
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> kept) {
        try {
            return dev.daybook.service.Json.MAPPER.readTree(kept.value());
        } catch (IOException e) {
            throw new AssertionError("the refusal is not JSON", e);
        }
    }

    private static String body(JsonNode refusal) {
        try {
            return Door.text(refusal.path("body_base64").binaryValue());
        } catch (IOException e) {
            throw new AssertionError("the body is not base64", e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> kept, String name) {
        Header header = kept.headers().lastHeader(name);
        return header == null ? null : Door.text(header.value());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String id) {
        return "{\"event_id\":\"" + id
                + "\",\"source\":\"door-test\",\"event_type\":\"test\",\"timestamp\":\"2025-07-02T12:00:00Z\",\"details\":{}}";
    }
}
