package dev.daybook.allinone.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.analysis.SalesAnalysis;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.ComparedOrder;
import dev.daybook.report.daily.ComparedOrder.Kind;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.StreamOrder;
import dev.daybook.report.source.SalesAnalysisSource;
import dev.daybook.report.source.ShopDatabaseConfig;
import dev.daybook.report.source.ShopReconciliation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopDatabaseTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    /** A schema other than the café's: its own names, text ids, a DATETIME in UTC. */
    private static final String OWN_QUERY = "select no order_id, total amount, at_utc placed_at from sales"
            + " where at_utc >= :day_start and at_utc < :day_end";

    @TempDir
    static Path folder;

    private static ShopServer server;

    @BeforeAll
    static void start() {
        server = ShopServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeTables() throws SQLException {
        server.run("""
                DROP TABLE IF EXISTS sales, numbers, `order`;
                CREATE TABLE sales (no VARCHAR(40) COLLATE utf8mb4_general_ci, total DECIMAL(12,2), shop VARCHAR(40),
                    currency VARCHAR(10), at_utc DATETIME(3), at_local DATETIME, at_instant TIMESTAMP NULL);
                """);
    }

    @Test
    void readsTheOrdersOfAnotherSchemaOfTheDayOnly() throws SQLException {
        sale("early", "2026-11-19 23:59:59.999");
        sale("first", "2026-11-20 00:00:00");
        sale("last", "2026-11-20 23:59:59.999");
        sale("late", "2026-11-21 00:00:00");
        assertThat(orders(OWN_QUERY, DAY, Map.of())).containsExactly("first", "last");
    }

    @ParameterizedTest
    @CsvSource({
        // 23 hours in Toronto on 8 March 2026, 25 on 1 November
        "2026-03-08, 00:00, 2026-03-08 05:00:00, 2026-03-09 03:59:59, 2026-03-08 04:59:59, 2026-03-09 04:00:00",
        "2026-11-01, 00:00, 2026-11-01 04:00:00, 2026-11-02 04:59:59, 2026-11-01 03:59:59, 2026-11-02 05:00:00",
        "2026-11-01, 04:00, 2026-11-01 09:00:00, 2026-11-02 08:59:59, 2026-11-01 08:59:59, 2026-11-02 09:00:00",
        // 01:30 is shown twice: until it is shown again, 01:00 to 01:29 is of the day before
        "2026-11-01, 01:30, 2026-11-01 05:30:00, 2026-11-01 06:30:00, 2026-11-01 05:29:59, 2026-11-01 06:29:59",
    })
    void readsDaysOf23And25Hours(LocalDate date, String starts, String first, String last, String before, String after)
            throws SQLException {
        sale("before", before);
        sale("first", first);
        sale("last", last);
        sale("after", after);
        assertThat(orders(
                        OWN_QUERY,
                        date,
                        Map.of("SHOP_DB_TIME_ZONE", "America/Toronto", "SHOP_DB_DAY_STARTS_AT", starts)))
                .containsExactly("first", "last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Asia/Kathmandu", "UTC"})
    void readsTheSameDay_whateverZoneThisMachineIsIn(String machine) throws SQLException {
        server.run("""
                SET time_zone = '+00:00';
                INSERT INTO sales (no, total, at_instant, at_local) VALUES
                    ('before', 1, '2026-07-01 03:59:59', '2026-06-30 23:59:59'),
                    ('first', 1, '2026-07-01 04:00:00', '2026-07-01 00:00:00'),
                    ('last', 1, '2026-07-02 03:59:59', '2026-07-01 23:59:59'),
                    ('after', 1, '2026-07-02 04:00:00', '2026-07-02 00:00:00');
                """);
        TimeZone own = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(machine));
            for (String where : List.of(
                    ", at_instant placed_at from sales where at_instant >= :day_start and at_instant < :day_end",
                    " from sales where at_local >= :local_day_start and at_local < :local_day_end",
                    " from sales where date(at_local) = :business_date",
                    ", at_instant placed_at from sales where :business_date = :business_date")) {
                assertThat(orders(
                                "select no order_id, total amount" + where,
                                LocalDate.of(2026, 7, 1),
                                Map.of("SHOP_DB_TIME_ZONE", "America/Toronto")))
                        .as(where)
                        .containsExactly("first", "last");
            }
        } finally {
            TimeZone.setDefault(own);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", at_utc placed_at from sales where at_utc >= :day_start and at_utc < :day_end | false",
                ", at_utc placed_at from sales where date(at_utc) = :business_date | false",
                " from sales where date(at_utc) = :business_date | true",
            })
    void comparesAStoreOfAnotherZone_onlyWhereTheDatabaseItselfDatesItsOrders(String where, boolean isCompared)
            throws SQLException {
        sale("late", "2026-11-20 23:30:00");
        StreamOrder noon = new StreamOrder("cafe", CurrencyCode.checked("USD"), "noon", 1, 0, 0, 1, 0);
        BusinessCalendar paris = new BusinessCalendar(ZoneId.of("Europe/Paris"), LocalTime.MIDNIGHT);

        Reconciliation outcome = new ShopReconciliation(
                        server.config(Map.of("SHOP_DB_ORDERS_QUERY", "select no order_id, total amount " + where)),
                        paris)
                .reconcile(DAY, List.of(noon), order -> assertThat(isCompared).isTrue());

        if (isCompared) {
            assertThat(outcome.status()).isEqualTo(Reconciliation.Status.FAIL);
        } else {
            assertThat(((Reconciliation.NotReconciled) outcome).reason())
                    .contains("the store cafe", "Europe/Paris with days from 00:00", "UTC with days from 00:00");
        }
    }

    @Test
    void tellsIdsApartThatTheDatabasesCollationTakesForOne() throws SQLException {
        for (String id : List.of("a-1", "A-1", "a-1 ", "é", "e", "☕🥐", "007", "7")) {
            sale(id, "2026-11-20 12:00:00");
        }
        assertThat(server.query("select count(distinct no) from sales")).isEqualTo("5");
        assertThat(orders(OWN_QUERY, DAY, Map.of()))
                .containsExactlyInAnyOrder("a-1", "A-1", "a-1 ", "é", "e", "☕🥐", "007", "7");
    }

    @Test
    void readsIdsOfAnOlderCharacterSetAsTheyAreMeant() throws SQLException {
        server.run("""
                DROP TABLE IF EXISTS old;
                CREATE TABLE old (no VARCHAR(40), at_utc DATETIME) CHARACTER SET latin1 COLLATE latin1_swedish_ci;
                INSERT INTO old VALUES ('café-1', '2026-11-20 12:00:00'), ('CAFÉ-1', '2026-11-20 12:00:00');
                """);
        assertThat(orders("select no order_id, 1 amount from old where date(at_utc) = :business_date", DAY, Map.of()))
                .containsExactlyInAnyOrder("café-1", "CAFÉ-1");
    }

    @Test
    void takesStoreAndCurrencyFromTheRow_whenTheQueryHasThem() throws SQLException {
        server.run("""
                INSERT INTO sales (no, total, shop, currency, at_utc) VALUES
                    ('1', 5.00, 'soho', 'GBP', '2026-11-20 12:00:00'), ('1', 700, 'ginza', 'JPY', '2026-11-20 12:00:00');
                """);
        List<ComparedOrder> shown = new ArrayList<>();
        reconcile(
                "select no order_id, total amount, shop STORE_ID, currency from sales where date(at_utc) = :business_date",
                DAY,
                Map.of("SHOP_DB_STORE_ID", "", "SHOP_DB_CURRENCY", ""),
                shown);
        assertThat(shown)
                .extracting(order -> order.storeId() + " " + order.currency().code() + " " + order.database())
                .containsExactly("ginza JPY 700", "soho GBP 500");
    }

    @Test
    void namesAnOrderThatTheDatabaseHasTwice() throws SQLException {
        sale("1", "2026-11-20 12:00:00");
        sale("1", "2026-11-20 13:00:00");
        Reconciliation outcome = reconcile(OWN_QUERY, DAY, Map.of(), new ArrayList<>());
        assertThat(((Reconciliation.Compared) outcome).examples(Kind.DUPLICATED_IN_DATABASE))
                .extracting(ComparedOrder::orderId, ComparedOrder::databaseRows, ComparedOrder::database)
                .containsExactly(tuple("1", 2, 200L));
    }

    /** 400 million rows: a driver that fetched them all first would run out of memory, and the server must not go on making them. */
    @Test
    void readsNoFurtherThanItsLimit_howeverManyRowsThereAre() throws SQLException {
        makeNumbers();
        String query = "select concat(a.n, '-', b.n) order_id, 1 amount from numbers a, numbers b"
                + " where :business_date is not null";
        assertThat(reason(query, Map.of("SHOP_DB_MAX_ORDERS", "5000")))
                .isEqualTo("the day has more than 5000 orders; raise SHOP_DB_MAX_ORDERS");
        await().untilAsserted(() -> assertThat(runningQueries()).isEqualTo("0"));
    }

    @Test
    void missesNoRowOfADayThatTakesManyFetches() throws SQLException {
        makeNumbers();
        List<ComparedOrder> shown = new ArrayList<>();
        reconcile(
                "select 'same' order_id, 1 amount from numbers a, numbers b where b.n < 10 and :business_date is not null",
                DAY,
                Map.of(),
                shown);
        assertThat(shown).extracting(ComparedOrder::databaseRows).containsExactly(200_000);
    }

    @Test
    void givesUpAfterTheQueryTimeoutAndEndsTheQuery() throws SQLException {
        makeNumbers();
        String query = "select max(sqrt(a.n * b.n)) order_id, 1 amount from numbers a, numbers b"
                + " where :business_date is not null";
        assertThat(reason(query, Map.of("SHOP_DB_QUERY_TIMEOUT", "300ms")))
                .isEqualTo(
                        "the shop's database took longer over SHOP_DB_ORDERS_QUERY than SHOP_DB_QUERY_TIMEOUT, 300 ms;"
                                + " an index on the order's time may be missing");
        await().untilAsserted(() -> assertThat(runningQueries()).isEqualTo("0"));
    }

    @Test
    void givesUpAfterTheQueryTimeout_whenRowsComeForLonger() throws SQLException {
        makeNumbers();
        String query = "select 'same' order_id, 1 amount from numbers a, numbers b where :business_date is not null";
        assertThat(reason(query, Map.of("SHOP_DB_QUERY_TIMEOUT", "300ms")))
                .contains("took longer over SHOP_DB_ORDERS_QUERY than SHOP_DB_QUERY_TIMEOUT, 300 ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from sales where :business_date is not null",
                "insert into sales (no) select concat('x', :business_date) returning no as order_id, 1 as amount",
                "update sales set total = 0 where :business_date is not null",
                "create table stolen as select no order_id, total amount, :business_date d from sales",
            })
    void changesNothing_whenTheQueryWouldWrite(String query) throws SQLException {
        sale("1", "2026-11-20 12:00:00");
        assertThat(reason(query, Map.of()))
                .isEqualTo("SHOP_DB_ORDERS_QUERY would change the shop's database; it may only read");
        assertThat(server.query("select concat(count(*), ' ', sum(total)) from sales"))
                .isEqualTo("1 1.00");
    }

    @Test
    void runsNoSecondStatement_evenWhereTheUrlAllowsIt() throws SQLException {
        sale("1", "2026-11-20 12:00:00");
        String reason = reason(
                OWN_QUERY + "; commit; set transaction read write; delete from sales",
                Map.of("SHOP_DB_URL", server.shopUrl() + "&allowMultiQueries=true"));
        assertThat(reason).startsWith("the shop's database has another schema than SHOP_DB_ORDERS_QUERY asks for: ");
        assertThat(server.query("select count(*) from sales")).isEqualTo("1");
    }

    @Test
    void saysWhatIsMissing_whenTheSchemaIsAnother() {
        assertThat(reason(null, Map.of()))
                .isEqualTo("the shop's database has another schema than SHOP_DB_ORDERS_QUERY asks for:"
                        + " Table 'cafe.order' doesn't exist");
        assertThat(new SalesAnalysisSource(server.config(Map.of())).read(DAY))
                .isEqualTo(new SalesAnalysisSource.Outcome.Unavailable("the shop's database has another schema than"
                        + " SHOP_DB_SALES_QUERY asks for: Table 'cafe.order' doesn't exist"));
        assertThat(reason("select nothing order_id, total amount from sales where at_utc = :day_start", Map.of()))
                .contains("another schema")
                .contains("Unknown column 'nothing'");
        assertThat(reason("selec 1 where at_utc = :day_start", Map.of()))
                .contains("You have an error in your SQL syntax");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no id, total amount| SHOP_DB_ORDERS_QUERY has no column order_id; it has id, amount",
                "no order_id, total| SHOP_DB_ORDERS_QUERY has no column amount; it has order_id, total",
                "no order_id, total amount, 1 Amount| SHOP_DB_ORDERS_QUERY has two columns amount",
                "no order_id, total * 1e0 amount| SHOP_DB_ORDERS_QUERY: the column amount must be DECIMAL or a whole"
                        + " number, not DOUBLE",
                "no order_id, '1' amount| SHOP_DB_ORDERS_QUERY: the column amount must be DECIMAL or a whole number, not"
                        + " VARCHAR",
                "no order_id, nullif(total, 1.00) amount| SHOP_DB_ORDERS_QUERY: the column amount of row 1 is NULL",
                "no order_id, total / 1000 amount| SHOP_DB_ORDERS_QUERY: the column amount of row 1 is finer than USD's minor"
                        + " unit, or too large to be counted",
                "no order_id, total * 1000000000000000000 amount| SHOP_DB_ORDERS_QUERY: the column amount of row 1 is finer"
                        + " than USD's minor unit, or too large to be counted",
                "nullif(no, '1') order_id, total amount| SHOP_DB_ORDERS_QUERY: the column order_id of row 1 is empty",
                "'' order_id, total amount| SHOP_DB_ORDERS_QUERY: the column order_id of row 1 is empty",
                "no order_id, total amount, 'euro' currency| SHOP_DB_ORDERS_QUERY: the column currency of row 1 is no"
                        + " currency of ISO 4217",
                "no order_id, total amount, currency| SHOP_DB_ORDERS_QUERY: the column currency of row 1 is empty",
                "no order_id, total amount, shop store_id| SHOP_DB_ORDERS_QUERY: the column store_id of row 1 is empty",
                "no order_id, total amount, at_local placed_at| SHOP_DB_ORDERS_QUERY: the column placed_at of row 1 is NULL",
                "no order_id, total amount, 'noon' placed_at| SHOP_DB_ORDERS_QUERY: the column placed_at must be TIMESTAMP or"
                        + " DATETIME, not VARCHAR",
            })
    void saysWhatIsWrongWithARowOrAColumn(String columns, String said) throws SQLException {
        sale("1", "2026-11-20 12:00:00");
        assertThat(reason("select " + columns + " from sales where date(at_utc) = :business_date", Map.of()))
                .isEqualTo(said);
    }

    @Test
    void asksForStoreAndCurrency_whenNeitherRowsNorSettingsSay() throws SQLException {
        sale("1", "2026-11-20 12:00:00");
        assertThat(reason(OWN_QUERY, Map.of("SHOP_DB_CURRENCY", ""))).contains("SHOP_DB_CURRENCY must be set");
        assertThat(reason(OWN_QUERY, Map.of("SHOP_DB_STORE_ID", "a,b")))
                .contains("SHOP_DB_STORE_ID must name one store");
    }

    @Test
    void saysWhoIsRefused_withoutThePassword() {
        assertThat(reason(null, Map.of("SHOP_DB_PASSWORD", "open sesame")))
                .isEqualTo(
                        "the shop's database at " + server.address() + " refuses SHOP_DB_USER with SHOP_DB_PASSWORD");
        assertThat(reason(null, Map.of("SHOP_DB_URL", server.shopUrl().replace("/cafe", "/elsewhere"))))
                .isEqualTo("the shop's database at " + server.address()
                        + " has no database of the name in SHOP_DB_URL for SHOP_DB_USER");
        Map<String, String> stranger = new HashMap<>(server.strangersAccount());
        assertThat(reason("select 1 order_id, 1 amount from cafe.sales where at_utc = :day_start", stranger))
                .startsWith("SHOP_DB_USER may not run SHOP_DB_ORDERS_QUERY: SELECT command denied to user")
                .doesNotContain(stranger.get("SHOP_DB_PASSWORD"));
    }

    @Test
    void analysesLinesInTheQuerysOrderWithExactQuantities() throws SQLException {
        String query =
                "select shop group_id, shop group_name, no product_id, no product_name, total quantity from sales"
                        + " where date(at_utc) = :business_date order by shop desc, no";
        server.run("""
                INSERT INTO sales (no, total, shop, at_utc) VALUES
                    ('2', 0.25, 'b', '2026-11-20 12:00:00'), ('1', 1, 'b', '2026-11-20 12:00:00'),
                    ('2', 0.50, 'b', '2026-11-20 13:00:00'), ('9', NULL, 'c', '2026-11-20 13:00:00'),
                    ('8', 4, NULL, '2026-11-20 13:00:00');
                """);
        SalesAnalysisSource.Outcome outcome =
                new SalesAnalysisSource(server.config(Map.of("SHOP_DB_SALES_QUERY", query))).read(DAY);
        SalesAnalysis analysis = ((SalesAnalysisSource.Outcome.Read) outcome).analysis();
        assertThat(analysis.groups())
                .extracting(group -> group.name()
                        + group.items().stream()
                                .map(item -> " " + item.name() + "="
                                        + item.quantity().toPlainString())
                                .toList())
                .containsExactly("c[ 9=0]", "b[ 1=1,  2=0.75]", "Unknown[ 8=4]");
    }

    private static void makeNumbers() throws SQLException {
        server.run("""
                CREATE TABLE numbers (n INT PRIMARY KEY);
                SET max_recursive_iterations = 20000;
                INSERT INTO numbers WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < 19999)
                    SELECT n FROM s;
                """);
    }

    private static String runningQueries() throws SQLException {
        return server.query("select count(*) from information_schema.processlist where info like '%numbers%' and"
                + " id <> connection_id()");
    }

    private static void sale(String no, String at) throws SQLException {
        server.run("INSERT INTO sales (no, total, at_utc) VALUES ('" + no + "', 1, '" + at + "')");
    }

    private static List<String> orders(String query, LocalDate date, Map<String, String> more) {
        List<ComparedOrder> shown = new ArrayList<>();
        assertThat(reconcile(query, date, more, shown)).isInstanceOf(Reconciliation.Compared.class);
        return shown.stream().map(ComparedOrder::orderId).toList();
    }

    private static String reason(String query, Map<String, String> more) {
        Reconciliation outcome = reconcile(query, DAY, more, new ArrayList<>());
        assertThat(outcome).isInstanceOf(Reconciliation.NotReconciled.class);
        return ((Reconciliation.NotReconciled) outcome).reason();
    }

    private static Reconciliation reconcile(
            String query, LocalDate date, Map<String, String> more, List<ComparedOrder> shown) {
        Map<String, String> settings = new HashMap<>(more);
        if (query != null) {
            settings.put("SHOP_DB_ORDERS_QUERY", query);
        }
        ShopDatabaseConfig config = server.config(settings);
        return new ShopReconciliation(config, new BusinessCalendar(config.zone(), config.dayStartsAt()))
                .reconcile(date, List.of(), shown::add);
    }
}
