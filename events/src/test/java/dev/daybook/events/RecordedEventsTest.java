package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two shops' recorded trading, against daily figures that were made without any of this code. */
class RecordedEventsTest {
    private static final int DATE = 0;
    private static final int STORE = 1;

    /** A day of a store, summed in the plainest way. */
    private static final class Day {
        long orders;
        long refunds;
        long gross;
        long discounts;
        long returns;
        long tax;
        long tips;

        void add(Sale sale) {
            boolean refund = sale.kind() == Sale.Kind.REFUNDED;
            orders += refund ? 0 : 1;
            refunds += refund ? 1 : 0;
            gross += refund ? 0 : sale.gross();
            discounts += refund ? 0 : sale.discounts();
            returns += refund ? sale.gross() - sale.discounts() : 0;
            tax += refund ? -sale.taxes() : sale.taxes();
            tips += refund ? -sale.tip() : sale.tip();
        }

        long net() {
            return gross - discounts - returns;
        }
    }

    @Test
    void aCafesYearComesOutToTheCent() throws IOException {
        Map<String, Day> days = days("montreal-cafe/events.ndjson.gz", "America/Toronto", LocalTime.MIDNIGHT, 14_373);
        Map<String, List<String>> expected = expected("montreal-cafe/expected-daily.csv");
        assertThat(days.keySet()).isEqualTo(expected.keySet());
        days.forEach((key, day) -> assertThat(List.of(
                        "" + day.orders,
                        "" + day.refunds,
                        money(day.gross, "CAD"),
                        money(day.discounts, "CAD"),
                        money(day.returns, "CAD"),
                        money(day.net(), "CAD"),
                        money(day.tax, "CAD"),
                        money(day.tips, "CAD")))
                .as(key)
                .isEqualTo(pick(expected.get(key), 3, 4, 7, 8, 9, 10, 11, 12)));
        assertThat(days).hasSize(421);
        assertThat(days.values().stream().mapToLong(Day::net).sum()).isEqualTo(461_351_91);
        assertThat(days.values().stream().mapToLong(day -> day.tax).sum()).isEqualTo(65_562_08);
        assertThat(days.values().stream().mapToLong(day -> day.tips).sum()).isEqualTo(63_180_10);
    }

    @ParameterizedTest
    @CsvSource({"00", "05"})
    void aChainsMonthComesOutToTheCent_whereverItsDayStarts(String hour) throws IOException {
        Map<String, Day> days =
                days("coffee-chain/events.ndjson.gz", "America/New_York", LocalTime.parse(hour + ":00"), 39_271);
        Map<String, List<String>> expected = expected("coffee-chain/expected-daily-start-" + hour + ".csv");
        assertThat(days.keySet()).isEqualTo(expected.keySet());
        days.forEach((key, day) -> assertThat(List.of(
                        "" + day.orders, money(day.gross, "USD"), money(day.discounts, "USD"), money(day.net(), "USD")))
                .as(key)
                .isEqualTo(pick(expected.get(key), 3, 5, 6, 7)));
        assertThat(days.values().stream().mapToLong(Day::net).sum()).isEqualTo(233_635_95);
    }

    private static Map<String, Day> days(String file, String zone, LocalTime dayStartsAt, int events) {
        Map<String, Day> days = new TreeMap<>();
        List<byte[]> lines = SharedData.lines(file);
        assertThat(lines).hasSize(events);
        for (byte[] line : lines) {
            Document.Item item = ((Document.Single) Samples.parse(line)).item();
            assertThat(item).as("%s", item).isInstanceOf(Document.Accepted.class);
            Document.Accepted accepted = (Document.Accepted) item;
            assertThat(accepted.value()).isEqualTo(line);
            Sale sale = (Sale) accepted.event().content();
            BusinessDay day = BusinessDay.of(accepted.event().countsAt(), ZoneId.of(zone), dayStartsAt);
            days.computeIfAbsent(day.date() + " " + sale.storeId(), key -> new Day())
                    .add(sale);
        }
        return days;
    }

    private static Map<String, List<String>> expected(String csv) throws IOException {
        String[] path = csv.split("/");
        Map<String, List<String>> rows = new HashMap<>();
        List<String> lines = Files.readAllLines(SharedData.folder(path[0]).resolve(path[1]));
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = List.of(line.split(","));
            rows.put(row.get(DATE) + " " + row.get(STORE), row);
        }
        return rows;
    }

    private static List<String> pick(List<String> row, int... columns) {
        return Arrays.stream(columns).mapToObj(row::get).toList();
    }

    private static String money(long minorUnits, String currency) {
        return Decimals.money(minorUnits, CurrencyCode.checked(currency));
    }
}
