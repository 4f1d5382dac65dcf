package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.SampleReports;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Up to the shop's database, which is away: that it is asked says that the order rows were taken. */
class DayReconciliationTest {
    private static final String ASKED = "the shop's database at 127.0.0.1:1 can't be reached";

    /** Each with its orders' rows. */
    private final Map<String, List<String>> stores = new HashMap<>();

    private boolean tooManyForOneAnswer;
    private HttpServer processor;

    @BeforeEach
    void start() throws IOException {
        processor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        processor.createContext("/v1/orders", this::orders);
        processor.start();
    }

    @AfterEach
    void stop() {
        processor.stop(0);
    }

    private void orders(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        List<String> rows = new ArrayList<>();
        stores.forEach((store, orders) -> {
            if (!query.contains("store_id=") || query.endsWith("store_id=" + store)) {
                rows.addAll(orders);
            }
        });
        boolean refused = tooManyForOneAnswer && !query.contains("store_id=");
        byte[] answer = ("{\"orders\":[" + String.join(",", rows) + "]}").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(refused ? 422 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** A store with two orders, of 3.00 and of 4.00. */
    private void sells(String store) {
        stores.put(store, List.of(row(store, "1", "3.00"), row(store, "2", "4.00")));
    }

    private static String row(String store, String order, String net) {
        return "{\"store_id\":\"" + store + "\",\"currency\":\"GBP\",\"order_id\":\"" + order + "\",\"net\":\"" + net
                + "\",\"tax\":\"0.00\",\"tips\":\"0.00\",\"sales\":1,\"voids\":0}";
    }

    private static Figures figures(String... stores) {
        List<StoreSales> sales = Stream.of(stores)
                .map(store -> SampleReports.store(store, "GBP", 700))
                .toList();
        return SampleReports.figures(SampleReports.goodDay().cut().at(), sales, List.of());
    }

    private String reason(Figures figures, int maxOrders) throws InterruptedException {
        Map<String, String> environment = new HashMap<>();
        environment.put("SHOP_DB_URL", "jdbc:mariadb://127.0.0.1:1/cafe?sslMode=disable");
        environment.put("SHOP_DB_USER", "reader");
        environment.put("SHOP_DB_PASSWORD", "sesame");
        environment.put("SHOP_DB_STORE_ID", "a");
        environment.put("SHOP_DB_CURRENCY", "GBP");
        environment.put("SHOP_DB_MAX_ORDERS", Integer.toString(maxOrders));
        Settings settings = Settings.of(environment);
        ShopDatabaseConfig config = ShopDatabaseConfig.from(settings).orElseThrow();
        settings.throwIfWrong();
        URI address = URI.create("http://127.0.0.1:" + processor.getAddress().getPort());
        DayReconciliation.Outcome outcome = new DayReconciliation(
                        new ProcessorClient(address, new Secret("key")), config, SampleReports.LONDON)
                .reconcile(figures);
        assertThat(outcome.csv()).isEmpty();
        assertThat(outcome.isCompared()).isFalse();
        return ((Reconciliation.NotReconciled) outcome.reconciliation()).reason();
    }

    @Test
    void takesOrdersThatAddUpToTheFigures() throws InterruptedException {
        sells("a");
        sells("b");
        assertThat(reason(figures("a", "b"), 100)).startsWith(ASKED);
    }

    @Test
    void takesNone_whenTheyComeToOtherFigures() throws InterruptedException {
        sells("a");
        assertThat(reason(figures("a", "b"), 100)).startsWith("the stream's order rows don't add up");
        stores.put("a", List.of(row("a", "1", "3.00"), row("a", "2", "4.01")));
        assertThat(reason(figures("a"), 100)).startsWith("the stream's order rows don't add up");
        stores.put("a", List.of(row("a", "1", "7.00")));
        assertThat(reason(figures("a"), 100)).as("one order less").startsWith("the stream's order rows don't add up");
    }

    @Test
    void readsStoreByStore_whenOneAnswerDoesNotHoldThemAll() throws InterruptedException {
        tooManyForOneAnswer = true;
        sells("a");
        sells("b");
        assertThat(reason(figures("a", "b"), 100)).startsWith(ASKED);
    }

    @Test
    void readsNoMoreStoresThanTheirOrdersMayBeCompared() throws InterruptedException {
        tooManyForOneAnswer = true;
        sells("a");
        sells("b");
        assertThat(reason(figures("a", "b"), 3))
                .isEqualTo(
                        "the stream's orders can't be read: the day has more than 3 orders; raise SHOP_DB_MAX_ORDERS");
    }

    @Test
    void comparesNothing_whileTheFiguresAreNotWhole() throws InterruptedException {
        assertThat(reason(SampleReports.provisional(), 100)).startsWith("the figures are not whole yet");
    }
}
