package dev.daybook.allinone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.AllInOne;
import dev.daybook.allinone.e2e.DaybookClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an event is, from its receipt to the revision that it is in. */
class ReceiptsTest {
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String SOURCE = "pos/soho & co/till-1";

    @TempDir
    static Path folder;

    private static AllInOne daybook;
    private static DaybookClient client;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> settings =
                new HashMap<>(Map.of("DAYBOOK_HOME", folder.resolve("home").toString()));
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            settings.put(port, "0");
        }
        daybook = AllInOne.start(settings, Clock.systemUTC(), line -> {});
        client = DaybookClient.of(folder.resolve("home"));
    }

    @AfterAll
    static void stop() {
        daybook.close();
    }

    @Test
    void eventIsFollowedFromItsReceiptToItsRevision_byTheStateAndByTheArchive() throws Exception {
        String event = event("followed", "a");
        assertThat(client.postLines(List.of(event, event, event("followed", "b")))
                        .status())
                .isEqualTo(202);
        JsonNode fromState = awaitReceipt("followed", "", "state", "archived");
        JsonNode receipt = fromState.path("receipts").get(0);
        assertThat(receipt.path("outcome").asText()).isEqualTo("counted");
        assertThat(receipt.path("business_date").asText()).isEqualTo(DAY.toString());
        assertThat(object(receipt)).exists();
        assertThat(receipt.path("partition").asInt())
                .isEqualTo(fromState.path("partition").asInt());

        assertThat(client.run(DAY.toString()).status()).isEqualTo(200);
        JsonNode archived = awaitReceipt("followed", "&search=archive", "archive", "reported");
        List<String> outcomes = new ArrayList<>();
        archived.path("receipts")
                .forEach(one -> outcomes.add(one.path("outcome").asText()));
        assertThat(outcomes).containsExactlyInAnyOrder("counted", "duplicate", "conflicting", "refused");
        assertThat(archived.path("complete").asBoolean()).isTrue();
        JsonNode counted = archived.path("receipts").get(0);
        assertThat(counted.path("offset")).isEqualTo(receipt.path("offset"));
        assertThat(counted.path("archived")).isEqualTo(receipt.path("archived"));
        assertThat(counted.path("sha256")).isEqualTo(receipt.path("sha256"));
        assertThat(counted.path("reported").path("revision").asInt()).isEqualTo(1);
        assertThat(counted.path("reported").path("publication").asText()).isEqualTo("PUBLISHED");

        JsonNode ofDate = receipts("followed", "&date=" + DAY).json();
        assertThat(ofDate.path("receipts")).hasSize(4);
        assertThat(ofDate.path("complete").asBoolean()).isFalse();
    }

    @Test
    void refusedEventIsFoundWithItsReason() throws Exception {
        String wrong = event("wrong", "a").replace("\"event_type\":\"t\",", "");
        assertThat(client.postLines(List.of(wrong)).status()).isEqualTo(422);
        JsonNode refused = awaitReceipt("wrong", "", "archive", "archived")
                .path("receipts")
                .get(0);
        assertThat(refused.path("outcome").asText()).isEqualTo("refused");
        assertThat(refused.path("code").asText()).isEqualTo("missing_field");
        assertThat(refused.path("refused_by").asText()).isEqualTo("door");
    }

    @Test
    void listsABoundedNumberOfReceipts_andSaysThatThereAreMore() throws Exception {
        List<String> again = Collections.nCopies(501, event("repeated", "a"));
        assertThat(client.postLines(again).status()).isEqualTo(202);
        assertThat(client.postLines(again).status()).isEqualTo(202);
        JsonNode found = Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> receipts("repeated", "&search=archive").json(),
                        json -> json.path("receipts").size() > 501
                                && !json.path("complete").asBoolean());
        assertThat(found.path("receipts")).hasSize(1_000);
        assertThat(found.path("searched_back_to").isTextual()).isTrue();
    }

    @Test
    void unknownEventIsNotFound_andMissingParametersAreNamed() throws Exception {
        assertThat(receipts("never-sent", "").status()).isEqualTo(404);
        assertThat(client.get("report", "/v1/receipts?source=s").text()).contains("event_id");
        assertThat(client.get("report", "/v1/receipts?event_id=s").status()).isEqualTo(400);
    }

    private static JsonNode awaitReceipt(String id, String more, String answeredFrom, String field) {
        return Awaitility.await(answeredFrom + " answers for " + id)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> receipts(id, more).json(),
                        json -> json.path("answered_from").asText().equals(answeredFrom)
                                && json.path("receipts").get(0) != null
                                && !json.path("receipts").get(0).path(field).isNull());
    }

    private static DaybookClient.Answer receipts(String id, String more) throws Exception {
        return client.get(
                "report",
                "/v1/receipts?source=" + URLEncoder.encode(SOURCE, StandardCharsets.UTF_8) + "&event_id=" + id + more);
    }

    private static Path object(JsonNode receipt) {
        return folder.resolve("home/aws/s3/buckets/daybook")
                .resolve(receipt.path("archived").asText());
    }

    private static String event(String id, String note) {
        return "{\"event_id\":\"" + id + "\",\"source\":\"" + SOURCE + "\",\"event_type\":\"t\",\"timestamp\":\"" + DAY
                + "T12:00:00Z\",\"details\":{\"note\":\"" + note + "\"}}";
    }
}
