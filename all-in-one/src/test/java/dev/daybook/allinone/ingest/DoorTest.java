package dev.daybook.allinone.ingest;

import static dev.daybook.allinone.ingest.Door.JSON;
import static dev.daybook.allinone.ingest.Door.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Identity;
import dev.daybook.service.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {
    private static final String SEED =
            "{\"event_id\":\"12345\",\"source\":\"application_A\",\"timestamp\":\"2026-02-08T10:30:00Z\",\"event_type\":\"user_action\",\"details\":{\"action\":\"login\",\"status\":\"success\"}}";

    @TempDir
    static Path folder;

    private static Door door;
    private int before;

    @BeforeAll
    static void open() throws Exception {
        door = Door.open(folder, Map.of("INGEST_MAX_EVENTS", "5", "INGEST_MAX_BODY_BYTES", "600000"));
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @BeforeEach
    void countTopic() {
        before = door.topic().size();
    }

    @Test
    void putsTheBytesInTheTopicAsTheyCame_whenAnEventIsAccepted() throws Exception {
        HttpResponse<String> answer = door.post(JSON, SEED);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":0}");
        assertThat(added()).singleElement().satisfies(event -> {
            assertThat(Door.text(event.value())).isEqualTo(SEED);
            assertThat(event.key()).isEqualTo(new Identity("application_A", "12345").key());
        });
    }

    @Test
    void stampsProducerDayAndTrace_whenAnEventIsAccepted() throws Exception {
        // 03:59 on 2 July in Toronto (UTC-4): with days that start at 04:00 that is still the day before.
        door.post(JSON, sale("stamp-1", "soho", "2026-07-02T07:59:00Z"));

        ConsumerRecord<byte[], byte[]> event = added().get(0);
        assertThat(header(event, "producer")).isEqualTo("till");
        assertThat(header(event, "business_date")).isEqualTo("2026-07-01");
        assertThat(header(event, "local_time")).isEqualTo("2026-07-02T03:59:00");
        assertThat(header(event, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    }

    @Test
    void turnsARequestAwayWhole_whenItsKeyHasSpentItsRate() throws Exception {
        Map<String, String> slow = Map.of("INGEST_MAX_EVENTS", "3", "INGEST_KEY_RATE", "1");
        try (Door limited = Door.at(folder, door.bootstrapServers(), slow)) {
            limited.awaitReady();
            String batch = "[" + event("rate-1") + "," + event("rate-2") + "," + event("rate-3") + "]";
            assertThat(limited.post(JSON, batch).statusCode()).isEqualTo(202);

            HttpResponse<String> answer = limited.post(JSON, batch);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 3L);
            assertThat(Door.json(answer).path("code").asText()).isEqualTo("too_many_events");
            assertThat(added()).hasSize(3);
            assertThat(limited.metric("ingest_requests_over_rate_total")).isEqualTo(1);
        }
    }

    @Test
    void tellsEachEventsOutcomeInOrder_whenABatchIsMixed() throws Exception {
        HttpResponse<String> answer =
                door.post(JSON, "[" + event("mix-1") + ",{\"event_id\":\"mix-2\"}," + event("mix-3") + "]");

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(Door.json(answer)).isEqualTo(Json.MAPPER.readTree("""
                        {"accepted":2,"rejected":1,"results":[
                        {"index":0,"event_id":"mix-1","status":202},
                        {"index":1,"event_id":"mix-2","status":422,"code":"missing_field","pointer":"/source","detail":"source is required."},
                        {"index":2,"event_id":"mix-3","status":202}]}
                        """));
        assertThat(addedValues()).containsExactlyInAnyOrder(event("mix-1"), event("mix-3"));
    }

    @Test
    void takesEachLineByItself_whenTheBodyIsNdjson() throws Exception {
        HttpResponse<String> answer = door.post(NDJSON, event("line-1") + "\r\n\n  \nno JSON\n[]\n" + event("line-2"));

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(Door.json(answer).path("results").findValuesAsText("status"))
                .containsExactly("202", "422", "422", "202");
        assertThat(addedValues()).containsExactlyInAnyOrder(event("line-1"), event("line-2"));
    }

    @Test
    void appendsNothing_whenTheRequestIsRefusedAsAWhole() throws Exception {
        String tooMany =
                "[" + String.join(",", List.of(event("a"), event("b"), event("c"), event("d"), event("e"), event("f")))
                        + "]";
        String tooLarge = "[" + event("g") + ",{\"event_id\":\"" + "x".repeat(530_000) + "\"}]";

        assertThat(door.post(JSON, "[" + event("h") + ",]").statusCode()).isEqualTo(400);
        assertThat(door.post(JSON, event("i") + event("j")).statusCode()).isEqualTo(400);
        assertThat(door.post(JSON, tooMany).statusCode()).isEqualTo(413);
        assertThat(door.post(NDJSON, tooMany.substring(1, tooMany.length() - 1).replace("},{", "}\n{"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(door.post(JSON, tooLarge).statusCode()).isEqualTo(413);
        assertThat(door.post(
                                NDJSON,
                                tooLarge.substring(1, tooLarge.length() - 1).replace("},{", "}\n{"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(door.post(JSON, " ".repeat(600_001)).statusCode()).isEqualTo(413);
        assertThat(door.post("text/plain", event("k")).statusCode()).isEqualTo(415);
        assertThat(door.post(Door.READER_KEY, JSON, bytes(event("l"))).statusCode())
                .isEqualTo(403);
        assertThat(door.post("a stranger's key", JSON, bytes(event("m"))).statusCode())
                .isEqualTo(401);
        assertThat(added()).isEmpty();
    }

    @Test
    void refusesTheWholeRequest_whenAnEventIsOutsideItsKey() throws Exception {
        String inside = sale("in-1", "soho", "2026-07-02T12:00:00Z");
        HttpResponse<String> otherStore = door.post(
                Door.SOHO_KEY, JSON, bytes("[" + inside + "," + sale("out-1", "camden", "2026-07-02T12:00:00Z") + "]"));
        HttpResponse<String> otherType = door.post(Door.SOHO_KEY, JSON, bytes(event("out-2")));

        assertThat(otherStore.statusCode()).isEqualTo(403);
        assertThat(Door.json(otherStore).path("index").asInt()).isEqualTo(1);
        assertThat(Door.json(otherStore).path("pointer").asText()).isEqualTo("/details/store_id");
        assertThat(otherType.statusCode()).isEqualTo(403);
        assertThat(Door.json(otherType).path("pointer").asText()).isEqualTo("/event_type");
        assertThat(added()).isEmpty();
        assertThat(door.post(Door.SOHO_KEY, JSON, bytes(inside)).statusCode()).isEqualTo(202);
        assertThat(addedValues()).containsExactly(inside);
    }

    @Test
    void acceptsWhatIsNotAheadOfTheClock_andRefusesWhatIs() throws Exception {
        Instant now = Instant.now();
        HttpResponse<String> soon =
                door.post(JSON, event("soon", now.plusSeconds(3_000).toString()));
        HttpResponse<String> far =
                door.post(JSON, event("far", now.plusSeconds(4_200).toString()));

        assertThat(soon.statusCode()).isEqualTo(202);
        assertThat(far.statusCode()).isEqualTo(422);
        assertThat(Door.json(far).path("code").asText()).isEqualTo("timestamp_in_future");
        assertThat(Door.json(far).path("pointer").asText()).isEqualTo("/timestamp");
        assertThat(added()).hasSize(1);
    }

    @Test
    void countsWhatItDid_whenScraped() throws Exception {
        double acceptedBefore = door.metric("ingest_events_accepted_total");
        double refusedBefore = door.metric("ingest_events_refused_total");

        door.post(JSON, "[" + event("count-1") + ",{}," + event("count-2") + "]");

        assertThat(door.metric("ingest_events_accepted_total") - acceptedBefore).isEqualTo(2);
        assertThat(door.metric("ingest_events_refused_total") - refusedBefore).isEqualTo(1);
        assertThat(door.metric("ingest_events_in_flight")).isZero();
        assertThat(door.metric("ingest_outage")).isZero();
    }

    private List<ConsumerRecord<byte[], byte[]>> added() {
        List<ConsumerRecord<byte[], byte[]>> all = door.topic();
        return all.stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .skip(before)
                .toList();
    }

    private List<String> addedValues() {
        return added().stream().map(event -> Door.text(event.value())).toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> event, String name) {
        return Door.text(event.headers().lastHeader(name).value());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String id) {
        return event(id, "2026-07-02T12:00:00Z");
    }

    private static String event(String id, String timestamp) {
        return "{\"event_id\":\"" + id + "\",\"source\":\"door-test\",\"event_type\":\"test\",\"timestamp\":\""
                + timestamp + "\",\"details\":{}}";
    }

    private static String sale(String id, String store, String timestamp) {
        return "{\"event_id\":\"" + id
                + "\",\"source\":\"door-test\",\"event_type\":\"sale.completed\",\"timestamp\":\""
                + timestamp + "\",\"details\":{\"store_id\":\"" + store + "\",\"order_id\":\"o-" + id
                + "\",\"currency\":\"GBP\",\"lines\":[{\"product_id\":\"latte\",\"quantity\":1,\"unit_price\":\"3.70\"}]}}";
    }
}
