package dev.daybook.allinone.ingest;

import static dev.daybook.allinone.ingest.Door.JSON;
import static dev.daybook.allinone.ingest.Door.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile documents of others against the whole way from HTTP to the topic; skipped where the corpus is not beside the repository. */
class BadInputTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "data", "bad-input");

    @TempDir
    static Path folder;

    private static Door door;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(
                Files.isDirectory(CORPUS),
                "no corpus at " + CORPUS.toAbsolutePath().normalize());
        door = Door.open(folder, Map.of());
    }

    @AfterAll
    static void close() {
        if (door != null) {
            door.close();
        }
    }

    @Test
    void appendsNothing_whenTheDocumentsAreSentAsBodies() throws Exception {
        int before = door.topic().size();
        for (Path document : documents()) {
            byte[] body = Files.readAllBytes(document);
            HttpResponse<String> asJson = door.post(JSON, body);
            HttpResponse<String> asLines = door.post(NDJSON, body);

            assertThat(asJson.statusCode()).as("%s", document).isBetween(202, 422);
            assertThat(asLines.statusCode()).as("%s as NDJSON", document).isBetween(202, 422);
            if (isInvalid(document)) {
                assertThat(asJson.statusCode()).as("%s", document).isIn(400, 413);
            }
            assertThat(accepted(asJson) + accepted(asLines)).as("%s", document).isZero();
        }
        assertThat(door.topic()).hasSize(before);
    }

    @Test
    void appendsExactlyTheValidOnes_whenTheDocumentsAreSentInsideEvents() throws Exception {
        List<String> acceptedValues = new ArrayList<>();
        int before = door.topic().size();
        for (Path document : documents()) {
            byte[] event = around("json", Files.readAllBytes(document));
            HttpResponse<String> asJson = door.post(JSON, event);
            HttpResponse<String> asLines = door.post(NDJSON, event);

            assertThat(asJson.statusCode()).as("%s", document).isBetween(202, 422);
            assertThat(asLines.statusCode()).as("%s as NDJSON", document).isBetween(202, 422);
            if (isInvalid(document)) {
                assertThat(accepted(asJson) + accepted(asLines))
                        .as("%s", document)
                        .isZero();
            } else if (isValid(document)) {
                assertThat(asJson.statusCode())
                        .as("%s: %s", document, asJson.body())
                        .isEqualTo(202);
            }
            for (int i = 0; i < accepted(asJson) + accepted(asLines); i++) {
                acceptedValues.add(oneLine(event));
            }
        }
        List<String> inTopic =
                door.topic().stream().map(event -> Door.text(event.value())).toList();
        assertThat(inTopic).hasSize(before + acceptedValues.size()).containsAll(acceptedValues);
    }

    @Test
    void keepsOrRefusesEachString_whenItIsHostile() throws Exception {
        JsonNode strings = Json.MAPPER.readTree(Files.readAllBytes(CORPUS.resolve("naughty-strings.json")));
        int before = door.topic().size();
        HttpResponse<String> asDetails = door.post(JSON, Json.bytes(events(strings, "naughty", "details")));
        HttpResponse<String> asIds = door.post(JSON, Json.bytes(events(strings, "naughty-ids", "event_id")));

        assertThat(asDetails.statusCode()).isEqualTo(202);
        assertThat(accepted(asDetails)).isEqualTo(strings.size());
        assertThat(asIds.statusCode()).isEqualTo(207);
        for (JsonNode result : Door.json(asIds).path("results")) {
            String sent = strings.get(result.path("index").asInt()).asText();
            if (result.path("status").asInt() == 202) {
                assertThat(result.path("event_id").asText()).isEqualTo(sent);
            } else {
                assertThat(result.path("code").asText()).as(sent).isEqualTo("invalid_text");
                assertThat(result.path("pointer").asText()).as(sent).isEqualTo("/event_id");
            }
        }
        assertThat(door.topic()).hasSize(before + accepted(asDetails) + accepted(asIds));
    }

    private static ArrayNode events(JsonNode strings, String source, String where) {
        ArrayNode events = Json.MAPPER.createArrayNode();
        for (int i = 0; i < strings.size(); i++) {
            ObjectNode event = events.addObject()
                    .put("event_id", source + "-" + i)
                    .put("source", source)
                    .put("event_type", "test")
                    .put("timestamp", "2026-07-02T12:00:00Z");
            event.putObject("details").set("text", strings.get(i));
            if (where.equals("event_id")) {
                event.set("event_id", strings.get(i));
            }
        }
        return events;
    }

    private static int accepted(HttpResponse<String> answer) throws IOException {
        return Door.json(answer).path("accepted").asInt();
    }

    private static byte[] around(String id, byte[] document) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes(("{\"event_id\":\"" + id
                        + "\",\"source\":\"corpus\",\"event_type\":\"test\",\"timestamp\":\"2026-07-02T12:00:00Z\",\"details\":{\"document\":")
                .getBytes(StandardCharsets.UTF_8));
        event.writeBytes(document);
        event.writeBytes("}}".getBytes(StandardCharsets.UTF_8));
        return event.toByteArray();
    }

    private static String oneLine(byte[] event) {
        return Door.text(event).replace('\n', ' ').replace('\r', ' ');
    }

    private static boolean isInvalid(Path document) {
        return document.getFileName().toString().startsWith("n_");
    }

    /** Those that RFC 8259 allows and the contract as well: it takes no name twice. */
    private static boolean isValid(Path document) {
        String name = document.getFileName().toString();
        return name.startsWith("y_") && !name.contains("duplicated_key");
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> parsing = Files.list(CORPUS.resolve("json-test-suite/test_parsing"));
                Stream<Path> transform = Files.list(CORPUS.resolve("json-test-suite/test_transform"))) {
            return Stream.concat(parsing, transform).sorted().toList();
        }
    }
}
