package dev.daybook.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.events.Document;
import dev.daybook.events.Event;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** Real shops' days against figures that no code of Daybook made; skipped where the data is not beside the repository. */
class RealDaysTest {
    private static final Path DATA = Path.of("../../shared/data");
    private static final EventParser PARSER = new EventParser(EventLimits.DEFAULT);

    @Test
    void givesTheFiguresOfTheMontrealCafe() throws IOException {
        check("montreal-cafe", "expected-daily.csv", ZoneId.of("America/Toronto"), LocalTime.MIDNIGHT);
    }

    @Test
    void givesTheFiguresOfTheCoffeeChain_withDaysThatBeginAtMidnight() throws IOException {
        check("coffee-chain", "expected-daily-start-00.csv", ZoneId.of("America/New_York"), LocalTime.MIDNIGHT);
    }

    @Test
    void givesTheFiguresOfTheCoffeeChain_withDaysThatBeginAtFive() throws IOException {
        check("coffee-chain", "expected-daily-start-05.csv", ZoneId.of("America/New_York"), LocalTime.of(5, 0));
    }

    private static void check(String folder, String expected, ZoneId zone, LocalTime dayStartsAt) throws IOException {
        Path events = DATA.resolve(folder).resolve("events.ndjson.gz");
        assumeTrue(Files.exists(events), "skipped: " + events + " is not there");
        List<String> lines = Files.readAllLines(DATA.resolve(folder).resolve(expected));
        List<String> columns = List.of(lines.get(0).split(","));
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(figures(fold(events, zone, dayStartsAt), columns))
                .containsExactlyInAnyOrderElementsOf(lines.subList(1, lines.size()));
    }

    private static TreeMap<Bytes, Row> fold(Path file, ZoneId zone, LocalTime dayStartsAt) throws IOException {
        TreeMap<Bytes, Row> rows = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Document.Single single = (Document.Single) PARSER.parse(line.getBytes(StandardCharsets.UTF_8));
                Event event = ((Document.Accepted) single.item()).event();
                DailyFold.fold(event, BusinessDay.of(event.countsAt(), zone, dayStartsAt), 0)
                        .forEach((key, row) -> rows.merge(Bytes.wrap(key.encode()), row, Row::plus));
            }
        }
        return rows;
    }

    private static List<String> figures(TreeMap<Bytes, Row> rows, List<String> columns) {
        return rows.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof TotalsRow)
                .map(entry ->
                        figures((RowKey.Totals) RowKey.decode(entry.getKey().get()), (TotalsRow) entry.getValue()))
                .map(figures ->
                        String.join(",", columns.stream().map(figures::get).toList()))
                .toList();
    }

    private static Map<String, String> figures(RowKey.Totals key, TotalsRow row) {
        CurrencyCode currency = CurrencyCode.checked(key.currency());
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("date", key.date().toString());
        figures.put("store_id", key.storeId());
        figures.put("currency", key.currency());
        figures.put("orders", Long.toString(row.orders()));
        figures.put("refunds", Long.toString(row.refunds()));
        figures.put("units_sold", Decimals.quantity(row.unitsSold()).toPlainString());
        figures.put("units_returned", Decimals.quantity(row.unitsReturned()).toPlainString());
        figures.put("gross", Decimals.money(row.gross(), currency));
        figures.put("discounts", Decimals.money(row.discounts(), currency));
        figures.put("returns", Decimals.money(row.returns(), currency));
        figures.put("net", Decimals.money(row.net(), currency));
        figures.put("tax", Decimals.money(row.tax(), currency));
        figures.put("tips", Decimals.money(row.tips(), currency));
        figures.put("collected", Decimals.money(row.collected(), currency));
        return figures;
    }
}
