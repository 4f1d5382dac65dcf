package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.AllInOne;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded trade of two real shops, posted over HTTP, gives the figures that were worked out independently of Daybook. */
class RecordedTradeTest {
    private static final int BATCH = 1_000;

    @TempDir
    Path folder;

    @Test
    void montrealIsExactOn421Days() throws Exception {
        check("montreal-cafe", "expected-daily.csv", Map.of("DEFAULT_TIME_ZONE", "America/Toronto"), 421);
    }

    @Test
    void coffeeChainIsExact_whenDaysBeginAtMidnight() throws Exception {
        check("coffee-chain", "expected-daily-start-00.csv", Map.of("DEFAULT_TIME_ZONE", "America/New_York"), 87);
    }

    @Test
    void coffeeChainIsExact_whenDaysBeginAtFive() throws Exception {
        check(
                "coffee-chain",
                "expected-daily-start-05.csv",
                Map.of("DEFAULT_TIME_ZONE", "America/New_York", "DAY_STARTS_AT", "05:00"),
                87);
    }

    private void check(String shop, String expected, Map<String, String> settings, int cells) throws Exception {
        Path data = SharedData.folder().resolve(shop);
        Assumptions.assumeTrue(
                Files.isDirectory(data), "no recorded trade in " + data + ": it lies outside of the repository");
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("DAYBOOK_HOME", folder.resolve("home").toString());
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            environment.put(port, "0");
        }
        try (AllInOne daybook = AllInOne.start(environment, Clock.systemUTC(), line -> {})) {
            DaybookClient client = DaybookClient.of(daybook.config().home());
            client.postAll(lines(data.resolve("events.ndjson.gz")), BATCH);
            List<String> rows = Files.readAllLines(data.resolve(expected));
            String[] columns = rows.get(0).split(",");
            Map<String, JsonNode> days = new LinkedHashMap<>();
            for (String row : rows.subList(1, rows.size())) {
                Map<String, String> cell = cell(columns, row.split(","));
                String date = cell.get("date");
                if (!days.containsKey(date)) {
                    days.put(date, Figures.complete(client, date));
                }
                compare(store(days.get(date), cell), cell);
            }
            assertThat(rows.size() - 1).isGreaterThanOrEqualTo(cells);
            long stores = days.values().stream()
                    .mapToLong(day -> day.path("stores").size())
                    .sum();
            assertThat(stores).as("no figures beyond the expected ones").isEqualTo(rows.size() - 1);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return new ArrayList<>(reader.lines().toList());
        }
    }

    private static Map<String, String> cell(String[] columns, String[] values) {
        Map<String, String> cell = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            cell.put(columns[i], values[i]);
        }
        return cell;
    }

    private static JsonNode store(JsonNode day, Map<String, String> cell) {
        for (JsonNode store : day.path("stores")) {
            if (store.path("store_id").asText().equals(cell.get("store_id"))
                    && store.path("currency").asText().equals(cell.get("currency"))) {
                return store;
            }
        }
        throw new AssertionError("no figures for " + cell);
    }

    private static void compare(JsonNode store, Map<String, String> cell) {
        cell.forEach((column, value) -> {
            if (!List.of("date", "store_id", "currency").contains(column)) {
                assertThat(new BigDecimal(store.path(column).asText()))
                        .as(cell.get("date") + " " + cell.get("store_id") + " " + column)
                        .isEqualByComparingTo(value);
            }
        });
    }
}
