package dev.daybook.allinone.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.TestStack;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorService;
import dev.daybook.report.ReportService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A day of every kind of record through door, Kafka, processor and archive: its report prints the equation, and it is right. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReportedAccountingTest {
    private static final ZoneId ZONE = ZoneId.of("America/Toronto");
    private static final LocalDate DAY = LocalDate.of(2025, 7, 1);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int ROUNDS = 7;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LATE_SALE = """
            {"event_id":"late-1","source":"accounting-test","event_type":"sale.completed",
             "timestamp":"2025-07-01T23:00:00Z","details":{"store_id":"soho","order_id":"late-1","currency":"CAD",
             "lines":[{"product_id":"latte","quantity":1,"unit_price":"5.25"}]}}""";
    private static final String HOSTILE = "<script>alert(1)</script>";

    @TempDir
    static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TestStack stack;
    private static IngestService door;
    private static ReportService report;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(
                folder.resolve("home"), Map.of("TOPIC_PARTITIONS", "3", "DEFAULT_TIME_ZONE", ZONE.getId()));
        door = stack.ingest(Map.of("ARCHIVE_FLUSH_AFTER", "300ms"));
        ProcessorService processor = stack.processor(Map.of());
        report = stack.report(processor.address(), Map.of("REPORT_SWEEP_INTERVAL", "500ms"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void printsTheEquationOfADayOfEveryKindOfRecord() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            send(round);
        }
        JsonNode json = reported(1);
        assertThat(json.path("status").asText()).isEqualTo("COMPLETE");
        // Per round: 2 counted, 1 duplicate, 1 conflicting; rejected: 2 by the door, 3 by the processor.
        assertThat(json.path("accounting"))
                .isEqualTo(JSON.readTree("{\"received\":63,\"counted\":14,\"duplicate\":7,\"conflicting\":7,"
                        + "\"rejected\":35,\"difference\":0}"));
        assertThat(json.path("accounting").path("received").asLong())
                .isEqualTo(ReceivedRecords.read(stack.bootstrapServers(), ZONE)
                        .received
                        .get(DAY));
        assertThat(reasons(json))
                .isEqualTo(Map.of(
                        "known conflict", 7L,
                        "known missing_field", 14L,
                        "unknown invalid_json", 7L,
                        "unknown wrong_key", 14L));
        String mail = mail();
        assertThat(mail)
                .contains(
                        "received 63 = counted 14 + duplicate 7 + conflicting 7 + rejected 35",
                        "Every record that was received is accounted for.",
                        "Needs attention");
        String page = get("/reports/" + DAY);
        assertThat(page).contains("received 63 = counted 14", "missing_field", "/rejections?date=2025-07-01");
    }

    @Test
    @Order(2)
    void makesARevisionThatAddsUp_whenEventsArriveLate() throws Exception {
        assertThat(post(LATE_SALE)).isEqualTo(202);
        assertThat(post("{\"event_id\":\"late-2\"}")).isEqualTo(422);
        JsonNode json = reported(2);
        assertThat(json.path("sales").path("stores").get(0).path("net").asText())
                .isEqualTo("5.25");
        assertThat(json.path("accounting").path("received").asLong()).isEqualTo(64);
        assertThat(json.path("accounting").path("counted").asLong()).isEqualTo(15);
        assertThat(json.path("accounting").path("difference").asLong(9)).isZero();
    }

    @Test
    @Order(3)
    void listsTheRefusalsInPages_eachOnce() throws Exception {
        String next = "/v1/rejections?date=" + DAY + "&limit=4";
        Set<String> places = new HashSet<>();
        Map<String, Long> codes = new TreeMap<>();
        int pages = 0;
        while (next != null) {
            JsonNode page = JSON.readTree(get(next));
            assertThat(page.path("rejections").size()).isLessThanOrEqualTo(4);
            for (JsonNode one : page.path("rejections")) {
                assertThat(places.add(one.path("partition") + "/" + one.path("offset")))
                        .isTrue();
                codes.merge(
                        one.path("refused_by").asText() + " " + one.path("code").asText(), 1L, Long::sum);
                assertThat(one.path("business_date").asText()).isEqualTo(DAY.toString());
            }
            next = page.path("next").isMissingNode() ? null : page.path("next").asText();
            pages++;
        }
        // The processor's copies are in the list too: conflicts are found only there.
        assertThat(codes)
                .isEqualTo(Map.of(
                        "door missing_field", 14L,
                        "processor conflict", 7L,
                        "processor invalid_json", 7L,
                        "processor wrong_key", 14L));
        assertThat(pages).isGreaterThan(10);
    }

    @Test
    @Order(4)
    void filtersRefusals_andShowsTheirBodiesInert() throws Exception {
        JsonNode all = JSON.readTree(get("/v1/rejections?date=" + DAY + "&code=missing_field"));
        assertThat(all.path("rejections"))
                .hasSize(14)
                .allMatch(one -> one.path("code").asText().equals("missing_field"));
        JsonNode one = all.path("rejections").get(0);
        String body =
                new String(Base64.getDecoder().decode(one.path("body_base64").asText()), StandardCharsets.UTF_8);
        assertThat(body).contains(HOSTILE);
        assertThat(one.path("body_text").asText()).isEqualTo(body);
        assertThat(one.path("event_id").asText()).startsWith("wrong-");
        assertThat(one.path("pointer").asText()).isEqualTo("/event_type");
        String producer = one.path("producer").asText();
        assertThat(JSON.readTree(get("/v1/rejections?date=" + DAY + "&producer=" + producer))
                        .path("rejections"))
                .hasSize(21);
        assertThat(JSON.readTree(get("/v1/rejections?date=" + DAY + "&producer=nobody"))
                        .path("rejections"))
                .isEmpty();

        String page = get("/rejections?date=" + DAY + "&producer=&code=missing_field");
        assertThat(page)
                .contains("/event_type", "wrong-", "&lt;script&gt;alert(1)")
                .doesNotContain("<script");
        assertThat(get("/rejections?date=2024-01-01&code=" + "%22%3E%3Cscript%3E"))
                .doesNotContain("<script");
    }

    @Test
    @Order(5)
    void refusesWhatItCannotRead() throws Exception {
        assertThat(answer(report.address().resolve("/v1/rejections")).statusCode())
                .isEqualTo(400);
        assertThat(answer(report.address().resolve("/v1/rejections?date=today")).statusCode())
                .isEqualTo(400);
        assertThat(answer(report.address().resolve("/v1/rejections?date=" + DAY + "&after=eA"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(answer(report.address().resolve("/rejections?date=" + DAY + "&limit=0"))
                        .statusCode())
                .isEqualTo(400);
    }

    /** Runs the report until its revision is there. */
    private static JsonNode reported(int revision) throws Exception {
        HttpResponse<String> run = HTTP.send(
                request(report.address().resolve("/v1/reports/" + DAY + "/runs?wait=60"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(run.statusCode()).as(run.body()).isIn(200, 202);
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(JSON.readTree(get("/v1/reports/" + DAY))
                                .path("revision")
                                .asInt())
                        .as(run.body())
                        .isEqualTo(revision));
        return JSON.readTree(get("/v1/reports/" + DAY));
    }

    private static Map<String, Long> reasons(JsonNode report) {
        Map<String, Long> reasons = new TreeMap<>();
        for (JsonNode one : report.path("needs_attention").path("rejections")) {
            String who = one.path("producer").isNull() ? "unknown" : "known";
            reasons.merge(
                    who + " " + one.path("code").asText(), one.path("count").asLong(), Long::sum);
        }
        return reasons;
    }

    /** On the day: 2 counted, 1 duplicate, 1 conflicting, 5 rejected (2 by the door). */
    private static void send(int round) throws Exception {
        String first = event("a-" + round, "2025-07-01T16:00:00Z");
        String wrong = first.replace("\"event_type\":\"test\",", "").replace("a-", "wrong-");
        assertThat(post("[" + first + "," + wrong + "," + event("b-" + round, "2025-07-01T17:00:00Z") + "]"))
                .isEqualTo(207);
        assertThat(post(first)).isEqualTo(202);
        assertThat(post(first.replace("note", "other note"))).isEqualTo(202);
        assertThat(post(wrong)).isEqualTo(422);
        assertThat(post("no JSON")).isEqualTo(400);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int partition = round % 3;
            String dayOnly = "2025-07-01";
            producer.send(stranger(ReceivedRecords.EVENTS, partition, "not JSON", dayOnly, "2025-07-01T12:00:00"))
                    .get();
            producer.send(stranger(ReceivedRecords.EVENTS, partition, first, dayOnly, "2025-07-01T12:00:00"))
                    .get();
            // Counts on the date that it carries, though its local time says nothing.
            producer.send(stranger(ReceivedRecords.EVENTS, partition, first, dayOnly, "noon"))
                    .get();
            producer.send(stranger(ReceivedRecords.REJECTED, partition, "garbage", dayOnly, "noon"))
                    .get();
        }
    }

    private static ProducerRecord<byte[], byte[]> stranger(
            String topic, int partition, String value, String date, String localTime) {
        var record = new ProducerRecord<>(topic, partition, bytes("key"), bytes(value));
        record.headers().add("business_date", bytes(date));
        record.headers().add("local_time", bytes(localTime));
        return record;
    }

    private static String event(String id, String timestamp) {
        return "{\"event_id\":\"" + id + "\",\"source\":\"accounting-test\",\"event_type\":\"test\",\"timestamp\":\""
                + timestamp + "\",\"details\":{\"note\":\"" + HOSTILE + "\"}}";
    }

    private static int post(String body) throws Exception {
        HttpRequest request = request(door.address().resolve("/v1/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String mail() throws Exception {
        JsonNode inbox =
                JSON.readTree(answer(stack.aws().resolve("/inbox.json")).body());
        for (JsonNode mail : inbox) {
            if (mail.path("subject").asText().contains(DAY.toString())) {
                return mail.path("body").asText();
            }
        }
        return "";
    }

    private static String get(String path) throws Exception {
        HttpResponse<String> answer = answer(report.address().resolve(path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> answer(URI uri) throws Exception {
        return HTTP.send(request(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + stack.apiKey());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
