package dev.daybook.allinone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.EventHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store registry over HTTP, on a real broker, with a second door on the same topic. */
class StoresTest {
    private static final String OWNER = Door.OWNER_KEY;
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static Door door;
    private static Door other;

    @BeforeAll
    static void open() throws Exception {
        door = Door.open(Files.createDirectories(folder.resolve("one")), Map.of());
        other = anotherDoor("two");
    }

    private static Door anotherDoor(String name) throws Exception {
        Door another = Door.at(Files.createDirectories(folder.resolve(name)), door.bootstrapServers(), Map.of());
        another.awaitReady();
        return another;
    }

    @AfterAll
    static void close() {
        other.close();
        door.close();
    }

    static String store(String name, String zone, String more) {
        return """
                {"name":"%s","time_zone":"%s","currency":"GBP"%s}""".formatted(name, zone, more);
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElse("none");
    }

    private static HttpResponse<String> put(String id, String body, String... headers) throws Exception {
        return door.stores(OWNER, "/" + id, body, headers);
    }

    private static void awaitSame(String id) {
        Awaitility.await()
                .atMost(WAIT)
                .untilAsserted(
                        () -> assertThat(other.stores(OWNER, "/" + id, null).body())
                                .isEqualTo(door.stores(OWNER, "/" + id, null).body()));
    }

    @Test
    void registersAStore_showsIt_andChangesItOnlyUnderTheEtagThatWasRead() throws Exception {
        String opening =
                ",\"day_starts_at\":\"04:00\",\"opening_hours\":{\"friday\":[{\"opens\":\"18:00\",\"closes\":\"02:00\"}]}";
        HttpResponse<String> created = put("life", store("Soho", "Europe/London", opening), "If-None-Match", "*");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(etag(created)).isEqualTo("\"1\"");
        String version =
                "\"valid_from\":\"0001-01-01T00:00:00Z\",\"name\":\"Soho\",\"time_zone\":\"Europe/London\",\"day_starts_at\":\"04:00\",\"currency\":\"GBP\",\"opening_hours\":{\"friday\":[{\"opens\":\"18:00\",\"closes\":\"02:00\"}]}";
        assertThat(created.body())
                .isEqualTo("{\"store_id\":\"life\",\"changes\":1," + version + ",\"versions\":[{" + version + "}]}");
        HttpResponse<String> shown = door.stores(Door.READER_KEY, "/life", null);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).isEqualTo(created.body());
        HttpResponse<String> known = door.stores(OWNER, "/life", null, "If-None-Match", etag(shown));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();

        HttpResponse<String> changed = put("life", store("Soho Nights", "Europe/London", ""), "If-Match", etag(shown));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(etag(changed)).isEqualTo("\"2\"");
        assertThat(Door.json(changed).path("versions")).hasSize(2);
        assertThat(Door.json(changed).path("name").asText()).isEqualTo("Soho Nights");
        assertThat(door.stores(OWNER, "/life", null, "If-None-Match", etag(shown))
                        .statusCode())
                .isEqualTo(200);
        for (String condition : List.of("If-Match=\"1\"", "If-None-Match=*")) {
            String[] header = condition.split("=", 2);
            HttpResponse<String> tooLate = put("life", store("Late", "Europe/London", ""), header);
            assertThat(tooLate.statusCode()).as(condition).isEqualTo(412);
            assertThat(tooLate.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(Door.json(tooLate).path("detail").asText()).contains("\"2\"");
        }
        assertThat(put("absent", store("Late", "Europe/London", ""), "If-Match", "*")
                        .statusCode())
                .isEqualTo(412);
        assertThat(put("life", store("Late", "Europe/London", ""), "If-Match", "2")
                        .statusCode())
                .isEqualTo(400);
        awaitSame("life");
    }

    @Test
    void aPutThatChangesNothingWritesNothing_andTheSameValidFromReplaces() throws Exception {
        put("same", store("Same", "Europe/London", ""));
        int before = door.storeRecords().size();
        HttpResponse<String> again = put("same", store("Same", "Europe/London", ",\"day_starts_at\":\"00:00\""));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(etag(again)).isEqualTo("\"1\"");
        String move = ",\"valid_from\":\"2027-01-01T00:00:00Z\"";
        assertThat(Door.json(put("same", store("Moved", "Asia/Tokyo", move)))
                        .path("name")
                        .asText())
                .as("what is valid today is said first")
                .isEqualTo("Same");
        HttpResponse<String> replaced = put("same", store("Moved", "Asia/Seoul", move));
        assertThat(put("same", store("Moved", "Asia/Seoul", move)).body()).isEqualTo(replaced.body());
        assertThat(Door.json(replaced).path("versions"))
                .extracting(version -> version.path("time_zone").asText())
                .containsExactly("Europe/London", "Asia/Seoul");
        assertThat(door.storeRecords()).hasSize(before + 2);
    }

    @Test
    void saysAllThatIsWrongWithAStore_andWritesNothing() throws Exception {
        int before = door.storeRecords().size();
        HttpResponse<String> wrong = put("wrong", """
                {"name":7,"time_zone":"Europe/Londn","currency":"POUND","colour":"red"}""");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(Door.json(wrong).path("errors"))
                .extracting(error -> error.path("pointer").asText())
                .containsExactlyInAnyOrder("/name", "/time_zone", "/currency", "/colour");
        assertThat(wrong.body()).contains("Did you mean Europe/London");
        assertThat(put("x".repeat(129), store("Soho", "UTC", "")).statusCode()).isEqualTo(422);
        assertThat(put("a%00b", store("Soho", "UTC", "")).statusCode()).isIn(400, 422);
        assertThat(put("wrong", "{\"name\":\"a\",\"name\":\"b\"}").statusCode()).isEqualTo(400);
        assertThat(put("wrong", "").statusCode()).isEqualTo(422);
        for (String encoded : List.of("\uFEFF" + store("a", "UTC", ""), withNuls(store("a", "UTC", "")))) {
            assertThat(put("wrong", encoded).statusCode())
                    .as("JSON in another encoding than UTF-8")
                    .isEqualTo(400);
        }
        assertThat(put("wrong", " ".repeat(70_000)).statusCode()).isEqualTo(413);
        assertThat(door.storeRecords()).hasSize(before);
        assertThat(door.stores(OWNER, "/wrong", null).statusCode()).isEqualTo(404);
    }

    /** ASCII so is what UTF-16 would be, low byte first. */
    private static String withNuls(String ascii) {
        return ascii.replaceAll("(?s)(.)", "$1\0");
    }

    @Test
    void aKeyTouchesOnlyItsOwnStores() throws Exception {
        put("soho", store("Soho", "Europe/London", ""));
        put("york", store("York", "Europe/London", ""));
        assertThat(door.stores(Door.SOHO_OWNER_KEY, "/york", null).statusCode()).isEqualTo(403);
        assertThat(door.stores(Door.SOHO_OWNER_KEY, "/york", store("Mine", "UTC", ""))
                        .statusCode())
                .isEqualTo(403);
        assertThat(door.stores(Door.SOHO_OWNER_KEY, "/soho", store("Soho!", "Europe/London", ""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Door.json(door.stores(Door.SOHO_OWNER_KEY, "", null)).path("stores"))
                .extracting(store -> store.path("store_id").asText())
                .containsExactly("soho");
        assertThat(door.stores(Door.READER_KEY, "/soho", store("Soho", "UTC", ""))
                        .statusCode())
                .isEqualTo(403);
        assertThat(door.stores("a stranger's key", "/soho", null).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Caf%C3%A9%20Soho", "a%2Fb", "a+b", "50%25", "%E5%BA%97", "a;b", "Life"})
    void idsAreUrlEncodedInPaths_andCaseSensitive(String encoded) throws Exception {
        String id = java.net.URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        assertThat(put(encoded, store("Named", "UTC", "")).statusCode()).isEqualTo(201);
        HttpResponse<String> shown = door.stores(OWNER, "/" + encoded, null);
        assertThat(Door.json(shown).path("store_id").asText()).isEqualTo(id);
    }

    @Test
    void listsStoresInPages_sortedById() throws Exception {
        for (int i = 0; i < 5; i++) {
            put("page-" + i, store("Page", "UTC", ""));
        }
        List<String> found = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonNode page =
                    Door.json(door.stores(OWNER, "?limit=2" + (next.isEmpty() ? "" : "&after=" + encoded(next)), null));
            page.path("stores")
                    .forEach(store -> found.add(store.path("store_id").asText()));
            next = page.path("next_after").textValue();
        }
        assertThat(found).isSorted().doesNotHaveDuplicates().contains("page-0", "page-4");
        for (String limit : List.of("0", "1001", "ten", "-1")) {
            assertThat(door.stores(OWNER, "?limit=" + limit, null).statusCode())
                    .as(limit)
                    .isEqualTo(400);
        }
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void ofTwoDoorsThatChangeAStoreAtOnce_oneIsTakenForEachVersion_andTheOtherIsTold() throws Exception {
        put("race", store("0", "UTC", ""));
        awaitSame("race");
        ExecutorService racers = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            for (int round = 1; round <= 15; round++) {
                String tag = "\"" + round + "\"";
                List<Future<Integer>> answers = new ArrayList<>();
                for (Door racer : List.of(door, other)) {
                    String body = store(round + (racer == door ? " here" : " there"), "UTC", "");
                    answers.add(racers.submit(() -> {
                        start.await();
                        return racer.stores(OWNER, "/race", body, "If-Match", tag)
                                .statusCode();
                    }));
                }
                assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 412);
                awaitSame("race");
                assertThat(etag(door.stores(OWNER, "/race", null))).isEqualTo("\"" + (round + 1) + "\"");
            }
            for (int round = 0; round < 5; round++) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (Door racer : List.of(door, other)) {
                    String body = store(round + (racer == door ? " mine" : " yours"), "UTC", "");
                    answers.add(racers.submit(() -> {
                        start.await();
                        return racer.stores(OWNER, "/race", body).statusCode();
                    }));
                }
                assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                        .as("without a condition each bases its change on the other's")
                        .containsExactly(200, 200);
                awaitSame("race");
            }
            assertThat(etag(door.stores(OWNER, "/race", null))).isEqualTo("\"26\"");
        } finally {
            racers.shutdownNow();
        }
    }

    @Test
    void whatIsStaleOrUnreadableIsSkippedByEveryReaderAlike_andTheRegistrySurvivesARestart() throws Exception {
        put("stale", store("First", "UTC", ""));
        put("stale", store("Second", "UTC", ""));
        String stale = Door.text(door.storeRecords().stream()
                .filter(record -> Door.text(record.value()).contains("\"store_id\":\"stale\",\"based_on\":1"))
                .findFirst()
                .orElseThrow()
                .value());
        try (KafkaProducer<byte[], byte[]> stranger = new KafkaProducer<>(
                Map.of("bootstrap.servers", door.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String value : List.of(stale.replace("Second", "Third"), "not a record", "")) {
                stranger.send(new ProducerRecord<>(Door.TOPICS.stores().name(), value.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
            stranger.send(new ProducerRecord<>(Door.TOPICS.stores().name(), null))
                    .get();
        }
        assertThat(put("stale", store("Fourth", "UTC", "")).statusCode()).isEqualTo(200);
        assertThat(etag(door.stores(OWNER, "/stale", null))).isEqualTo("\"3\"");
        awaitSame("stale");
        assertThat(door.get("/health/ready").body()).contains("alarms", "store registry");
        assertThat(door.ready()).isEqualTo(200);

        String before = door.stores(OWNER, "?limit=1000", null).body();
        try (Door restarted = anotherDoor("restarted")) {
            assertThat(restarted.stores(OWNER, "?limit=1000", null).body()).isEqualTo(before);
        }
    }

    @Test
    void datesASaleByItsStore_andWhatIsOfNoRegisteredStoreByTheDefault() throws Exception {
        put("tokyo", store("Tokyo", "Asia/Tokyo", ",\"day_starts_at\":\"05:00\""));
        put("tokyo", store("Lisbon", "Europe/Lisbon", ",\"valid_from\":\"2026-06-01T00:00:00Z\""));
        // The default is Toronto, from 04:00.
        String at = "2026-05-20T19:59:59Z";
        assertThat(stamped("stores-1", "sale.completed", at, "tokyo", "")).isEqualTo("2026-05-20 2026-05-21T04:59:59");
        assertThat(stamped("stores-2", "sale.completed", at, "nowhere", ""))
                .isEqualTo("2026-05-20 2026-05-20T15:59:59");
        assertThat(stamped("stores-3", "sale.completed", "2026-05-20T20:00:00Z", "tokyo", ""))
                .isEqualTo("2026-05-21 2026-05-21T05:00:00");
        assertThat(stamped("stores-4", "sale.completed", "2026-06-01T23:30:00Z", "tokyo", ""))
                .isEqualTo("2026-06-02 2026-06-02T00:30:00");
        assertThat(stamped("stores-5", "sale.voided", "2026-06-10T12:00:00Z", "tokyo", ",\"sold_at\":\"" + at + "\""))
                .as("a void by the version that was valid when it was sold")
                .isEqualTo("2026-05-20 2026-05-21T04:59:59");
        assertThat(stamped("stores-6", "user_action", at, "tokyo", ""))
                .as("of other types Daybook gives no member a meaning")
                .isEqualTo("2026-05-20 2026-05-20T15:59:59");
        assertThat(stamped("stores-7", "sale.completed", "2026-05-20T20:00:00Z", "tokyo", ",\"tip\":\"-1\""))
                .as("a refused sale counts where it would have")
                .isEqualTo("2026-05-21 2026-05-21T05:00:00");
    }

    private static String stamped(String id, String type, String at, String store, String more) throws Exception {
        HttpResponse<String> answer = door.post(Door.JSON, """
                {"event_id":"%s","source":"stores-test","event_type":"%s","timestamp":"%s","details":{"store_id":"%s",\
                "order_id":"%s","currency":"GBP","lines":[{"product_id":"p","quantity":1,"unit_price":"1"}]%s}}""".formatted(id, type, at, store, id, more));
        List<ConsumerRecord<byte[], byte[]>> records = answer.statusCode() == 202 ? door.topic() : door.rejected();
        ConsumerRecord<byte[], byte[]> record = records.stream()
                .filter(each -> Door.text(each.value()).contains("\"" + id + "\""))
                .findFirst()
                .orElseThrow();
        return Door.text(record.headers().lastHeader(EventHeaders.BUSINESS_DATE).value()) + " "
                + Door.text(record.headers().lastHeader(EventHeaders.LOCAL_TIME).value());
    }

    @Test
    void takesNoEventUntilTheRegistryIsRead() throws Exception {
        Path home = Files.createDirectories(folder.resolve("unread"));
        try (Door unread = Door.openWithoutTopics(home, Map.of())) {
            unread.createTopicsButStores();
            Awaitility.await()
                    .atMost(WAIT)
                    .until(() -> Door.json(unread.get("/health/ready"))
                            .path("not_ready")
                            .path("kafka")
                            .isMissingNode());
            assertThat(unread.get("/health/ready").body()).contains("daybook.stores");
            HttpResponse<String> turnedAway = unread.post(Door.JSON, "{}");
            assertThat(turnedAway.statusCode()).isEqualTo(503);
            assertThat(Door.json(turnedAway).path("code").asText()).isEqualTo("stores_unknown");
            assertThat(turnedAway.headers().firstValue("Retry-After")).isPresent();
            assertThat(unread.stores(OWNER, "", null).statusCode()).isEqualTo(503);
            assertThat(unread.stores(OWNER, "/soho", store("Soho", "UTC", "")).statusCode())
                    .isEqualTo(503);
            unread.createTopics();
            unread.awaitReady();
            assertThat(unread.stores(OWNER, "/soho", store("Soho", "UTC", "")).statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void answersToTryAgain_whenKafkaTakesNoChange() throws Exception {
        Path home = Files.createDirectories(folder.resolve("outage"));
        try (Door alone = Door.open(home, Map.of())) {
            alone.stopBroker();
            HttpResponse<String> unavailable = alone.stores(OWNER, "/soho", store("Soho", "UTC", ""));
            assertThat(unavailable.statusCode()).as(unavailable.body()).isEqualTo(503);
            assertThat(unavailable.headers().firstValue("Retry-After")).isPresent();
            assertThat(alone.stores(OWNER, "/soho", null).statusCode()).isEqualTo(404);
            alone.startBrokerAgain();
            Awaitility.await()
                    .atMost(WAIT)
                    .until(
                            () -> alone.stores(OWNER, "/soho", store("Soho", "UTC", ""))
                                    .statusCode(),
                            status -> status == 201 || status == 200);
        }
    }
}
