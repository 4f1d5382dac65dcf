package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** Compares Daybook's figures of a day with a till's own ledger. */
public final class Figures {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Figures() {}

    /** The ledgers of several tills as one. */
    static Map<String, Till.Expected> sum(Collection<Till> tills) {
        Map<String, Till.Expected> all = new LinkedHashMap<>();
        for (Till till : tills) {
            till.acknowledged().forEach((store, expected) -> {
                Till.Expected day = all.computeIfAbsent(store, first -> new Till.Expected());
                day.orders += expected.orders;
                day.net = day.net.add(expected.net);
                day.tax = day.tax.add(expected.tax);
                day.units += expected.units;
            });
        }
        return all;
    }

    /** Waits until the live figures say that the day is processed to the ends. */
    public static JsonNode complete(DaybookClient client, String date) {
        return Awaitility.await("the day is processed")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> client.dailySales(date),
                        answer -> answer.status() == 200
                                && answer.json().path("complete").asBoolean())
                .json();
    }

    static void assertEqual(JsonNode sales, Map<String, Till.Expected> expected) {
        assertThat(sales.path("stores")).hasSize(expected.size());
        for (JsonNode store : sales.path("stores")) {
            String id = store.path("store_id").asText();
            Till.Expected day = expected.get(id);
            assertThat(day).as(id).isNotNull();
            assertThat(store.path("orders").asLong()).as(id + " orders").isEqualTo(day.orders);
            assertThat(new BigDecimal(store.path("net").asText()))
                    .as(id + " net")
                    .isEqualByComparingTo(day.net);
            assertThat(new BigDecimal(store.path("tax").asText()))
                    .as(id + " tax")
                    .isEqualByComparingTo(day.tax);
            assertThat(store.path("units_sold").asLong()).as(id + " units").isEqualTo(day.units);
        }
    }
}
