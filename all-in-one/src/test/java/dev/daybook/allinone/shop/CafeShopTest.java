package dev.daybook.allinone.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.events.Document;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.Sale;
import dev.daybook.report.analysis.SalesAnalysisText;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.ComparedOrder;
import dev.daybook.report.daily.ComparedOrder.Kind;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.StreamOrder;
import dev.daybook.report.source.SalesAnalysisSource;
import dev.daybook.report.source.ShopReconciliation;
import dev.daybook.service.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The café lab's database as it is, read with the settings' defaults. */
class CafeShopTest {
    private static final CurrencyCode USD = CurrencyCode.checked("USD");
    private static final BusinessCalendar UTC = new BusinessCalendar(ZoneOffset.UTC, LocalTime.MIDNIGHT);
    private static final LocalDate FIRST = LocalDate.of(2020, 6, 19);
    private static final LocalDate LAST = LocalDate.of(2020, 7, 29);

    @TempDir
    static Path folder;

    private static Path lab;
    private static ShopServer server;

    @BeforeAll
    static void start() {
        lab = ShopServer.sharedData("cafe-lab");
        server = ShopServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void load() throws IOException, SQLException {
        server.run(Files.readString(lab.resolve("cafe_db.sql")));
    }

    @Test
    void everyDaysRevenueAndOrdersAreTheLabs() throws IOException {
        Map<LocalDate, String> byDay = new TreeMap<>();
        FIRST.datesUntil(LAST.plusDays(1)).forEach(date -> {
            List<ComparedOrder> orders = new ArrayList<>();
            reconcile(date, List.of(), orders);
            if (!orders.isEmpty()) {
                long revenue =
                        orders.stream().mapToLong(ComparedOrder::database).sum();
                byDay.put(date, orders.size() + " orders, " + Decimals.money(revenue, USD));
            }
        });
        Map<LocalDate, String> expected = Files.readAllLines(lab.resolve("by_day.csv")).stream()
                .skip(1)
                .map(line -> line.split(","))
                .collect(Collectors.toMap(
                        day -> LocalDate.parse(day[0]),
                        day -> day[1] + " orders, " + day[3],
                        (a, b) -> b,
                        TreeMap::new));
        assertThat(byDay).isEqualTo(expected).hasSize(20);
    }

    @Test
    void passesEveryDay_whenTheEventsAreMadeFromItsOwnOrders() throws SQLException {
        Map<LocalDate, List<StreamOrder>> stream = ordersAsEvents();
        assertThat(stream).hasSize(20);
        for (LocalDate date : FIRST.datesUntil(LAST.plusDays(1)).toList()) {
            Reconciliation.Compared outcome = reconcile(date, stream.getOrDefault(date, List.of()), new ArrayList<>());
            assertThat(outcome.status()).as("%s", date).isEqualTo(Reconciliation.Status.PASS);
            assertThat(outcome.count(Kind.MATCHED))
                    .isEqualTo(stream.getOrDefault(date, List.of()).size());
        }
    }

    @Test
    void findsAndNamesAnOrderDroppedOneDoubledOneACentOffAndOneOnlyInTheStream() throws SQLException {
        server.run("""
                UPDATE `order` SET order_date_time = '2020-06-22 15:00:00' WHERE order_number IN (1, 2);
                """);
        List<StreamOrder> stream = new ArrayList<>(ordersAsEvents().get(LocalDate.of(2020, 6, 22)));
        assertThat(stream).extracting(StreamOrder::orderId).containsExactly("1", "2", "3", "4");
        stream.remove(0);
        stream.add(stream.get(0));
        stream.set(1, withNet(stream.get(1), stream.get(1).net() - 1));
        stream.add(new StreamOrder("cafe", USD, "999", 1234, 0, 0, 1, 0));

        Reconciliation.Compared outcome = reconcile(LocalDate.of(2020, 6, 22), stream, new ArrayList<>());

        assertThat(outcome.status()).isEqualTo(Reconciliation.Status.FAIL);
        assertThat(named(outcome, Kind.ONLY_IN_DATABASE)).containsExactly("1: 20.00 / -");
        assertThat(named(outcome, Kind.AMOUNTS_DIFFER)).containsExactly("2: 24.00 / 48.00", "3: 32.50 / 32.49");
        assertThat(named(outcome, Kind.ONLY_IN_STREAM)).containsExactly("999: - / 12.34");
        assertThat(outcome.count(Kind.MATCHED)).isEqualTo(1);
        assertThat(outcome.totals())
                .containsExactly(new Reconciliation.Total("cafe", USD, 87_00, 4800 + 3249 + 1050 + 1234, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "2020-06-22, report_2020-06-22.txt",
        "2020-07-28, report_2020-07-28.txt",
        "2020-06-23, report_empty_2020-06-23.txt",
    })
    void printsTheLabsOwnReport(LocalDate date, String report) throws IOException {
        assertThat(analysis(date)).isEqualTo(Files.readString(lab.resolve(report)));
    }

    @Test
    void keepsLinesWhoseProductIsUnknownUnderAHeadingOfTheirOwn() throws SQLException {
        server.run("""
                UPDATE order_item SET product_id = NULL WHERE order_number = 23;
                INSERT INTO order_item VALUES (23, 2, NULL, NULL, 0.00);
                """);
        assertThat(analysis(LocalDate.of(2020, 7, 28)))
                .contains("Product Group: Drinks\n")
                .doesNotContain("Coffee")
                .endsWith("\nProduct Group: Unknown\n\n" + " ".repeat(15) + "Item Name" + " ".repeat(16)
                        + "\t\t\tQuantity\n" + " ".repeat(15) + "*********" + " ".repeat(16) + "\t\t\t********\n"
                        + " ".repeat(12) + "Unknown product" + " ".repeat(13) + "\t\t\t  2  \n");
    }

    private static String analysis(LocalDate date) {
        SalesAnalysisSource.Outcome outcome = new SalesAnalysisSource(server.config(Map.of())).read(date);
        assertThat(outcome).isInstanceOf(SalesAnalysisSource.Outcome.Read.class);
        return SalesAnalysisText.render(((SalesAnalysisSource.Outcome.Read) outcome).analysis());
    }

    private static Reconciliation.Compared reconcile(
            LocalDate date, List<StreamOrder> stream, List<ComparedOrder> shown) {
        Reconciliation outcome =
                new ShopReconciliation(server.config(Map.of()), UTC).reconcile(date, stream, shown::add);
        assertThat(outcome).isInstanceOf(Reconciliation.Compared.class);
        return (Reconciliation.Compared) outcome;
    }

    private static List<String> named(Reconciliation.Compared outcome, Kind kind) {
        return outcome.examples(kind).stream()
                .map(order -> order.orderId() + ": "
                        + (order.database() == null ? "-" : Decimals.money(order.database(), USD)) + " / "
                        + (order.stream() == null
                                ? "-"
                                : Decimals.money(order.stream().net(), USD)))
                .toList();
    }

    private static StreamOrder withNet(StreamOrder order, long net) {
        return new StreamOrder(
                order.storeId(), order.currency(), order.orderId(), net, 0, 0, order.sales(), order.voids());
    }

    /** Each order as a till would have sent it, read back by the parser. */
    private static Map<LocalDate, List<StreamOrder>> ordersAsEvents() throws SQLException {
        Map<LocalDate, List<StreamOrder>> byDate = new TreeMap<>();
        EventParser parser = new EventParser(EventLimits.DEFAULT);
        CafeOrders.events(server)
                .forEach((date, events) -> events.forEach(event -> {
                    Document document = parser.parse(Json.bytes(event));
                    byDate.computeIfAbsent(date, first -> new ArrayList<>()).add(row(saleOf(document)));
                }));
        return byDate;
    }

    private static Sale saleOf(Document document) {
        Document.Item item = ((Document.Single) document).item();
        return (Sale) ((Document.Accepted) item).event().content();
    }

    private static StreamOrder row(Sale sale) {
        return new StreamOrder(
                sale.storeId(),
                sale.currency(),
                sale.orderOfRow(),
                sale.gross() - sale.discounts(),
                sale.taxes(),
                sale.tip(),
                1,
                0);
    }
}
