package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.TestStack;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorService;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processors share the partitions; one is killed under load: answers are whole or 503, never short, and in the end exact. */
class TwoProcessorsTest {
    private static final String DATE =
            LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int LOAD = 600;
    /** Short, so that the dead one's partitions move within the test. */
    private static final Map<String, String> SHORT_SESSION =
            Map.of("PROCESSOR_SESSION_TIMEOUT", "6s", "PROCESSOR_TRANSACTION_TIMEOUT", "10s", "PROCESSOR_PORT", "0");

    @TempDir
    Path folder;

    @Test
    void figuresAreExact_whenOneOfTwoProcessorsIsKilledUnderLoad() throws Exception {
        try (TestStack stack = TestStack.start(folder.resolve("home"), Map.of("TOPIC_PARTITIONS", "6"))) {
            IngestService ingest = stack.ingest(Map.of());
            ProcessorService survivor = stack.processor(SHORT_SESSION);
            DaybookClient client = BrokerOutageTest.client(stack, ingest, survivor);
            Process other = processor(stack);
            try {
                Till till = new Till("till", DATE, 11, () -> client);
                Thread selling = new Thread(till, "till");
                selling.start();
                Awaitility.await("the other took partitions over")
                        .atMost(LIMIT)
                        .until(() ->
                                ownedBy(client) < 6 && client.dailySales(DATE).status() == 200);
                int enough = till.sent() + LOAD;
                Awaitility.await("load on both").atMost(LIMIT).until(() -> till.sent() >= enough);
                long ordersBefore = orders(Awaitility.await("a whole answer")
                        .atMost(LIMIT)
                        .until(() -> client.dailySales(DATE), answer -> answer.status() == 200));
                assertThat(ordersBefore).isPositive();

                other.destroyForcibly();
                assertThat(other.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                int more = till.sent() + LOAD;
                Awaitility.await("answers are whole or refused until the partitions have moved")
                        .atMost(LIMIT)
                        .until(() ->
                                wholeOrRefused(client, ordersBefore) && till.sent() >= more && ownedBy(client) == 6);
                till.close();
                selling.join(LIMIT.toMillis());

                Figures.assertEqual(Figures.complete(client, DATE), Figures.sum(List.of(till)));
            } finally {
                other.destroyForcibly();
            }
        }
    }

    /** How many partitions the surviving instance answers for itself. */
    private static long ownedBy(DaybookClient client) throws Exception {
        String metrics = client.get("processor", "/metrics").text();
        return metrics.lines()
                .filter(line -> line.startsWith("daybook_processor_partitions{")
                        || line.startsWith("daybook_processor_partitions "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean wholeOrRefused(DaybookClient client, long atLeast) throws Exception {
        DaybookClient.Answer answer = client.dailySales(DATE);
        if (answer.status() == 503) {
            return false;
        }
        assertThat(answer.status()).isEqualTo(200);
        assertThat(orders(answer)).as("a short sum").isGreaterThanOrEqualTo(atLeast);
        return true;
    }

    private static long orders(DaybookClient.Answer answer) {
        long orders = 0;
        for (var store : answer.json().path("stores")) {
            orders += store.path("orders").asLong();
        }
        return orders;
    }

    private Process processor(TestStack stack) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.daybook.processor.ProcessorService")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "other.output")));
        builder.environment().putAll(stack.environment(SHORT_SESSION));
        return builder.start();
    }
}
