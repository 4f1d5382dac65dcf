package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.AllInOne;
import dev.daybook.allinone.sample.SampleDay;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job from the first event to the mail, in one process, and again after a restart. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AcceptToMailTest {
    private static final LocalDate YESTERDAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);

    @TempDir
    static Path folder;

    private static AllInOne daybook;
    private static DaybookClient client;

    @BeforeAll
    static void start() throws Exception {
        restart();
    }

    private static void restart() throws Exception {
        if (daybook != null) {
            daybook.close();
        }
        daybook = AllInOne.start(settings(), Clock.systemUTC(), line -> {});
        client = DaybookClient.of(folder.resolve("home"));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("DAYBOOK_HOME", folder.resolve("home").toString());
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            settings.put(port, "0");
        }
        return settings;
    }

    @AfterAll
    static void stop() {
        if (daybook != null) {
            daybook.close();
        }
    }

    @Test
    @Order(1)
    void seedEventComesOutInTheActivityCounts() throws Exception {
        String seed = """
                {"event_id":"12345","source":"application_A","timestamp":"2026-02-08T10:30:00Z","event_type":"user_action","details":{"action":"login","status":"success"}}""";
        DaybookClient.Answer answer = client.post("application/json", seed.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);

        Figures.complete(client, "2026-02-08");
        JsonNode activity =
                client.get("processor", "/v1/activity?date=2026-02-08").json().path("activity");
        assertThat(activity).hasSize(1);
        assertThat(activity.get(0).path("source").asText()).isEqualTo("application_A");
        assertThat(activity.get(0).path("event_type").asText()).isEqualTo("user_action");
        assertThat(activity.get(0).path("status").asText()).isEqualTo("success");
        assertThat(activity.get(0).path("count").asInt()).isEqualTo(1);
    }

    @Test
    @Order(2)
    void sampleDayIsReportedByMailToTheCent() throws Exception {
        SampleDay day = SampleDay.of(YESTERDAY, ZoneOffset.UTC);
        postSample(day);
        DaybookClient.Answer run = client.run(YESTERDAY.toString());
        assertThat(run.status()).as(run.text()).isEqualTo(200);

        JsonNode report = client.get("report", "/v1/reports/" + YESTERDAY).json();
        assertThat(report.path("status").asText()).isEqualTo("COMPLETE");
        assertThat(report.path("publication").asText()).isEqualTo("PUBLISHED");
        JsonNode accounting = report.path("accounting");
        assertThat(accounting.path("difference").asLong(-1))
                .as(accounting.toString())
                .isZero();
        // What says no readable time is of the day on which it was received.
        int undated = client.get("report", "/v1/rejections?date=" + YESTERDAY.plusDays(1))
                .json()
                .path("rejections")
                .size();
        assertThat(accounting.path("received").asInt() + undated)
                .isEqualTo(day.events().size());
        assertThat(accounting.path("rejected").asInt() + undated).isEqualTo(day.refused());
        BigDecimal net = BigDecimal.ZERO;
        for (JsonNode store : report.path("sales").path("stores")) {
            net = net.add(new BigDecimal(store.path("net").asText()));
        }
        assertThat(net).isEqualByComparingTo(SampleLedger.net(day));
        assertThat(mailsOf(YESTERDAY)).hasSize(1);
        assertThat(mailsOf(YESTERDAY).get(0).path("body").asText())
                .contains(String.format(Locale.ROOT, "%,.2f", SampleLedger.net(day)));
    }

    @Test
    @Order(3)
    void sampleDayPostedAgainAfterARestartCountsNothingTwice() throws Exception {
        JsonNode before = Figures.complete(client, YESTERDAY.toString());
        restart();
        postSample(SampleDay.of(YESTERDAY, ZoneOffset.UTC));
        DaybookClient.Answer run = client.run(YESTERDAY.toString());

        assertThat(run.status()).isEqualTo(200);
        assertThat(Figures.complete(client, YESTERDAY.toString())).isEqualTo(before);
        assertThat(client.get("report", "/v1/reports/" + YESTERDAY)
                        .json()
                        .path("revision")
                        .asInt())
                .isEqualTo(1);
        assertThat(mailsOf(YESTERDAY)).hasSize(1);
    }

    @Test
    @Order(4)
    void addressesStandInTheHomeWhileItIsUp() {
        Path addresses = folder.resolve("home").resolve("addresses.json");
        assertThat(addresses).exists();
        daybook.close();
        assertThat(addresses).doesNotExist();
        assertThat(Files.exists(folder.resolve("home").resolve("api-key"))).isTrue();
    }

    private static void postSample(SampleDay day) throws Exception {
        assertThat(client.postMixed(day.events(), 500)).isEqualTo(day.refused());
    }

    private static List<JsonNode> mailsOf(LocalDate date) throws Exception {
        List<JsonNode> mails = new java.util.ArrayList<>();
        client.inbox().forEach(mail -> {
            if (mail.path("subject").asText().contains(date.toString())) {
                mails.add(mail);
            }
        });
        return mails;
    }
}
