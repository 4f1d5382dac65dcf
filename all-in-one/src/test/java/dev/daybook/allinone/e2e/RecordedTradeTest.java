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
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
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
        check(
                "montreal-cafe",
                "expected-daily.csv",
                Map.of("montreal", store("Café Montréal", "America/Toronto", "00:00", "CAD")),
                421);
    }

    @Test
    void coffeeChainIsExact_whenDaysBeginAtMidnight() throws Exception {
        check("coffee-chain", "expected-daily-start-00.csv", outlets("00:00"), 87);
    }

    @Test
    void coffeeChainIsExact_whenDaysBeginAtFive() throws Exception {
        check("coffee-chain", "expected-daily-start-05.csv", outlets("05:00"), 87);
    }

    private static Map<String, String> outlets(String dayStartsAt) {
        Map<String, String> stores = new LinkedHashMap<>();
        for (String id : List.of("outlet-3", "outlet-5", "outlet-8")) {
            stores.put(id, store("New York " + id, "America/New_York", dayStartsAt, "USD"));
        }
        return stores;
    }

    private static String store(String name, String zone, String dayStartsAt, String currency) {
        return DaybookClient.json()
                .createObjectNode()
                .put("name", name)
                .put("time_zone", zone)
                .put("day_starts_at", dayStartsAt)
                .put("currency", currency)
                .toString();
    }

    /** Registers the stores on a Daybook whose default zone is UTC, posts their trade, and has every day reported. */
    private void check(String shop, String expected, Map<String, String> stores, int cells) throws Exception {
        Path data = SharedData.folder().resolve(shop);
        Assumptions.assumeTrue(
                Files.isDirectory(data), "no recorded trade in " + data + ": it lies outside of the repository");
        Map<String, String> environment = new HashMap<>();
        environment.put("DAYBOOK_HOME", folder.resolve("home").toString());
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            environment.put(port, "0");
        }
        try (AllInOne daybook = AllInOne.start(environment, Clock.systemUTC(), line -> {})) {
            DaybookClient client = DaybookClient.of(daybook.config().home());
            for (Map.Entry<String, String> store : stores.entrySet()) {
                DaybookClient.Answer put = client.putStore(store.getKey(), store.getValue());
                assertThat(put.status()).as(put.text()).isEqualTo(201);
            }
            client.postAll(lines(data.resolve("events.ndjson.gz")), BATCH);
            Figures.complete(
                    client, Files.readAllLines(data.resolve(expected)).get(1).split(",")[0]);
            List<String> rows = Files.readAllLines(data.resolve(expected));
            String[] columns = rows.get(0).split(",");
            Map<String, JsonNode> reports = new LinkedHashMap<>();
            for (String row : rows.subList(1, rows.size())) {
                Map<String, String> cell = cell(columns, row.split(","));
                String date = cell.get("date");
                if (!reports.containsKey(date)) {
                    reports.put(date, client.completeReport(date));
                }
                compare(store(reports.get(date).path("sales"), cell), cell);
                assertDay(reports.get(date), cell, stores.get(cell.get("store_id")));
            }
            assertThat(rows.size() - 1).isGreaterThanOrEqualTo(cells);
            long found = reports.values().stream()
                    .mapToLong(report -> report.path("sales").path("stores").size())
                    .sum();
            assertThat(found).as("no figures beyond the expected ones").isEqualTo(rows.size() - 1);
        }
    }

    /** What the report says of the store's day, its length worked out from the zone's own clock. */
    private static void assertDay(JsonNode report, Map<String, String> cell, String registered) throws IOException {
        JsonNode store = DaybookClient.json().readTree(registered);
        for (JsonNode day : report.path("calendar").path("stores")) {
            if (day.path("store_id").asText().equals(cell.get("store_id"))) {
                LocalDateTime start = LocalDate.parse(cell.get("date"))
                        .atTime(LocalTime.parse(store.path("day_starts_at").asText()));
                ZoneId zone = ZoneId.of(store.path("time_zone").asText());
                long hours = Duration.between(
                                start.atZone(zone), start.plusDays(1).atZone(zone))
                        .toHours();
                assertThat(day.path("registered").asBoolean()).isTrue();
                assertThat(day.path("name")).isEqualTo(store.path("name"));
                assertThat(day.path("time_zone")).isEqualTo(store.path("time_zone"));
                assertThat(day.path("day_starts_at")).isEqualTo(store.path("day_starts_at"));
                assertThat(day.path("day_hours").asLong(24))
                        .as(cell.get("date"))
                        .isEqualTo(hours);
                return;
            }
        }
        throw new AssertionError("the report of " + cell.get("date") + " doesn't say whose days it has");
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
