package dev.daybook.allinone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.AllInOne;
import dev.daybook.allinone.HomeCommands;
import dev.daybook.allinone.e2e.DaybookClient;
import dev.daybook.allinone.e2e.SharedData;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days of two real shops, reported and then verified, one by one against the live state and all of them against their reports. */
class VerifyRecordedTradeTest {
    private static final int BATCH = 1_000;
    private static final int REPORTED_DAYS = 6;

    @TempDir
    Path folder;

    @Test
    void montrealIsExact() throws Exception {
        check("montreal-cafe", "expected-daily.csv", Map.of("DEFAULT_TIME_ZONE", "America/Toronto"));
    }

    @Test
    void coffeeChainIsExact_whenDaysBeginAtFive() throws Exception {
        check(
                "coffee-chain",
                "expected-daily-start-05.csv",
                Map.of("DEFAULT_TIME_ZONE", "America/New_York", "DAY_STARTS_AT", "05:00"));
    }

    private void check(String shop, String expected, Map<String, String> settings) throws Exception {
        Path data = SharedData.folder().resolve(shop);
        Assumptions.assumeTrue(
                Files.isDirectory(data), "no recorded trade in " + data + ": it lies outside of the repository");
        Path home = folder.resolve("home");
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("DAYBOOK_HOME", home.toString());
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            environment.put(port, "0");
        }
        List<String> dates = dates(data.resolve(expected));
        HomeCommands commands = new HomeCommands(home, settings);
        try (AllInOne daybook = AllInOne.start(environment, Clock.systemUTC(), line -> {})) {
            DaybookClient client = DaybookClient.of(daybook.config().home());
            client.postAll(lines(data.resolve("events.ndjson.gz")), BATCH);
            for (String date : dates) {
                client.completeReport(date);
            }
            for (String date : dates) {
                HomeCommands.Result verify = commands.verify(date);
                assertThat(verify.status()).as(verify.toString()).isZero();
                assertThat(verify.out().lines()).as(verify.toString()).hasSize(2);
            }
        }
        HomeCommands.Result all = commands.verify("--all");
        assertThat(all.status()).as(all.toString()).isZero();
        assertThat(all.out()).contains(dates.size() + " reported days, 0 of them differ, 0 faults");
    }

    /** Some of the days, evenly spread, the first and the last among them. */
    private static List<String> dates(Path expected) throws Exception {
        List<String> rows = Files.readAllLines(expected);
        int column = List.of(rows.get(0).split(",")).indexOf("date");
        List<String> all = List.copyOf(new TreeSet<>(
                rows.stream().skip(1).map(row -> row.split(",")[column]).toList()));
        TreeSet<String> some = new TreeSet<>();
        for (int i = 0; i < REPORTED_DAYS; i++) {
            some.add(all.get(i * (all.size() - 1) / (REPORTED_DAYS - 1)));
        }
        return List.copyOf(some);
    }

    private static List<String> lines(Path file) throws Exception {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
