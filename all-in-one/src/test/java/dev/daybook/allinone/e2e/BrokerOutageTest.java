package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.allinone.TestStack;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker stops under load and comes back: the door stays open for answers, and what it acknowledged is counted. */
class BrokerOutageTest {
    private static final String DATE =
            LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int LOAD = 500;

    @TempDir
    Path folder;

    @Test
    void ledgerAndFiguresAreEqual_whenTheBrokerStopsAndStartsUnderLoad() throws Exception {
        try (TestStack stack = TestStack.start(folder.resolve("home"), Map.of("TOPIC_PARTITIONS", "3"))) {
            IngestService ingest = stack.ingest(Map.of());
            ProcessorService processor = stack.processor(Map.of());
            DaybookClient client = client(stack, ingest, processor);
            Till till = new Till("till", DATE, 7, () -> client);
            Thread selling = new Thread(till, "till");
            selling.start();
            Awaitility.await("load").atMost(LIMIT).until(() -> till.sent() >= LOAD);

            stack.stopBroker();
            Awaitility.await("the outage is seen")
                    .atMost(LIMIT)
                    .until(() -> post(client).status() == 503);
            DaybookClient.Answer answer = post(client);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(client.get("ingest", "/health/live").status()).isEqualTo(200);
            assertThat(client.get("ingest", "/health/ready").status()).isEqualTo(503);
            assertThat(client.get("ingest", "/health/ready").text()).contains("kafka");

            Awaitility.await("the till is turned away").atMost(LIMIT).until(() -> till.retries() > 0);
            stack.startBroker();
            int enough = till.sent() + LOAD;
            Awaitility.await("load after the outage").atMost(LIMIT).until(() -> till.sent() >= enough);
            till.close();
            selling.join(LIMIT.toMillis());

            Map<String, Till.Expected> ledger = Figures.sum(List.of(till));
            Figures.assertEqual(Figures.complete(client, DATE), ledger);
        }
    }

    private static DaybookClient.Answer post(DaybookClient client) throws Exception {
        String event = """
                {"event_id":"outage-probe","source":"test","timestamp":"2020-01-01T00:00:00Z","event_type":"probe","details":{}}""";
        return client.post("application/json", event.getBytes(StandardCharsets.UTF_8));
    }

    static DaybookClient client(TestStack stack, IngestService ingest, ProcessorService processor) {
        ObjectNode addresses = DaybookClient.json().createObjectNode();
        addresses.put("ingest", ingest.address().toString());
        addresses.put("processor", processor.address().toString());
        addresses.put("aws", stack.aws().toString());
        return new DaybookClient(addresses, stack.apiKey());
    }
}
