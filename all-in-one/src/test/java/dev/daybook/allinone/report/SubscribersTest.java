package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.ReportService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the mails, through HTTP on the SNS stand-in. */
class SubscribersTest {
    private static final String OWNER = "owner@cafe.example";

    @TempDir
    static Path home;

    private static ReportStand stand;
    private static ReportService service;

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(5));
        service = stand.start();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @AfterEach
    void mend() {
        stand.sns().fault(FaultySns.Fault.NONE);
    }

    @Test
    void areMailedOnceTheyConfirmed_untilTheyAreRemoved() throws Exception {
        String email = "accounts@cafe.example";
        ReportStand.Answer subscribed = subscribe(email);
        assertThat(subscribed.status()).as(subscribed.text()).isEqualTo(202);
        assertThat(subscribed.json().path("status").asText()).isEqualTo("pending");
        JsonNode pending = subscriber(email);
        assertThat(pending.path("status").asText()).isEqualTo("pending");
        assertThat(pending.path("id").asText()).matches("[a-z0-9-]+");
        ReportStand.Answer tooEarly = unsubscribe(pending.path("id").asText());
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.json().path("detail").asText()).contains("never confirmed");

        stand.confirm(email);
        assertThat(subscriber(email).path("status").asText()).isEqualTo("confirmed");
        ReportStand.Answer again = subscribe(email);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("status").asText()).isEqualTo("confirmed");
        stand.run(service, LocalDate.parse("2026-01-05"), 30);
        assertThat(receivers("2026-01-05")).containsExactlyInAnyOrder(OWNER, email);

        ReportStand.Answer removed = unsubscribe(subscriber(email).path("id").asText());
        assertThat(removed.status()).as(removed.text()).isEqualTo(200);
        stand.run(service, LocalDate.parse("2026-01-06"), 30);
        assertThat(receivers("2026-01-06")).containsExactly(OWNER);
        assertThat(subscriber(email)).isNull();

        assertThat(stand.column("SELECT CONCAT(who, ' ', action, ' ', detail) FROM report_audit"
                        + " WHERE detail LIKE '%cafe.example' ORDER BY id"))
                .containsExactly(
                        "all-in-one SUBSCRIBE a***@cafe.example",
                        "all-in-one SUBSCRIBE a***@cafe.example",
                        "all-in-one UNSUBSCRIBE a***@cafe.example");
    }

    @Test
    void areListedBeyondAPageOfSns() throws Exception {
        stand.sns().fault(FaultySns.Fault.NONE);
        for (int i = 0; i < 101; i++) {
            assertThat(subscribe("reader" + i + "@bulk.example").status()).isEqualTo(202);
        }
        List<JsonNode> readers = subscribers().stream()
                .filter(one -> one.path("endpoint").asText().endsWith("@bulk.example"))
                .toList();
        assertThat(readers).hasSize(101);
        assertThat(readers).extracting(one -> one.path("id").asText()).doesNotHaveDuplicates();
        assertThat(unsubscribe(readers.get(100).path("id").asText()).status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\": \"owner\"}",
                "{\"email\": \"a@b\"}",
                "{\"email\": \"a b@cafe.example\"}",
                "{\"email\": \"a@cafe.example\\nBcc: x@y.example\"}",
                "{\"email\": 7}",
                "{}",
                "{\"email\": \"a@cafe.example\", \"protocol\": \"sqs\"}"
            })
    void areRefused_whenTheyHaveNoAddress(String body) throws Exception {
        int before = stand.sns().calls();
        ReportStand.Answer refused = stand.send(service, "POST", "/v1/subscribers", body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).isNotEmpty();
        assertThat(stand.sns().calls()).isEqualTo(before);
    }

    @Test
    void areRemovedByIdsOfThisTopicAlone() throws Exception {
        for (String id : List.of(
                "00000000-0000-4000-8000-000000000000",
                "arn:aws:sns:eu-west-1:000000000000:other:00000000-0000-4000-8000-000000000000",
                "pending-00000000000000000000000000000000",
                "x")) {
            ReportStand.Answer answer = unsubscribe(id);
            assertThat(answer.status()).as(id + ": " + answer.text()).isEqualTo(404);
        }
        assertThat(subscriber(OWNER).path("status").asText()).isEqualTo("confirmed");
    }

    @Test
    void saysSo_andAuditsIt_whenSnsDoesNotDoIt() throws Exception {
        stand.sns().fault(FaultySns.Fault.FORBID);
        ReportStand.Answer answer = subscribe("late@cafe.test");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(answer.json().path("detail").asText()).contains("403", "AuthorizationError");
        stand.sns().fault(FaultySns.Fault.NONE);
        JsonNode audit = stand.get(service, "/v1/audit?limit=2").json().path("audit");
        assertThat(audit)
                .extracting(
                        row -> row.path("action").asText(),
                        row -> row.path("detail").asText())
                .containsExactly(
                        tuple("SNS_REFUSED", "SNS answered 403 AuthorizationError"),
                        tuple("SUBSCRIBE", "l***@cafe.test"));
        assertThat(subscriber("late@cafe.test")).isNull();
    }

    private static ReportStand.Answer subscribe(String email) throws Exception {
        return stand.send(service, "POST", "/v1/subscribers", "{\"email\": \"" + email + "\"}");
    }

    private static ReportStand.Answer unsubscribe(String id) throws Exception {
        return stand.send(service, "DELETE", "/v1/subscribers/" + id, "");
    }

    private static List<JsonNode> subscribers() throws Exception {
        List<JsonNode> all = new java.util.ArrayList<>();
        stand.get(service, "/v1/subscribers").json().path("subscribers").forEach(all::add);
        return all;
    }

    private static JsonNode subscriber(String email) throws Exception {
        return subscribers().stream()
                .filter(one -> one.path("endpoint").asText().equals(email))
                .findFirst()
                .orElse(null);
    }

    private static List<String> receivers(String date) throws Exception {
        return stand.mails(LocalDate.parse(date)).stream()
                .map(mail -> mail.path("to").asText())
                .toList();
    }
}
