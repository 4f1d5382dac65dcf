package dev.daybook.report.source;

import dev.daybook.events.CurrencyCode;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mariadb.jdbc.Configuration;

/**
 * How the shop's own database is read. Printing it shows no secret.
 *
 * @param url of MariaDB Connector/J
 * @param zone the shop's time zone, and {@code dayStartsAt} on its wall clock: those that its store is registered with
 * @param storeIds the stores that the orders query covers; the only one also names the rows that don't say
 * @param currency of rows that don't say; null where all of them do
 * @param tolerance decimal, in whatever currency; 0 or more
 */
public record ShopDatabaseConfig(
        String url,
        String user,
        Secret password,
        ZoneId zone,
        LocalTime dayStartsAt,
        Set<String> storeIds,
        CurrencyCode currency,
        ShopQuery ordersQuery,
        ShopQuery salesQuery,
        Duration connectTimeout,
        Duration queryTimeout,
        int maxOrders,
        BigDecimal tolerance) {

    /** The café lab's schema, whose {@code amount} is the sum of the order's lines: what Daybook calls net. */
    static final String CAFE_ORDERS = """
            SELECT o.order_number AS order_id, o.amount, o.order_date_time AS placed_at
            FROM `order` o
            WHERE o.order_date_time >= :day_start AND o.order_date_time < :day_end""";

    /** The café lab's lines, in the order of its own report; LEFT JOIN, so that a line without a product stays. */
    static final String CAFE_SALES = """
            SELECT g.product_group_number AS group_id, g.product_group_name AS group_name, i.product_id,
                   p.product_name, i.quantity, o.order_date_time AS placed_at
            FROM `order` o
            JOIN order_item i ON i.order_number = o.order_number
            LEFT JOIN product p ON p.id = i.product_id
            LEFT JOIN product_group g ON g.product_group_number = p.product_group
            WHERE o.order_date_time >= :day_start AND o.order_date_time < :day_end
            ORDER BY g.product_group_number IS NULL, g.product_group_number, i.product_id IS NULL, i.product_id,
                     i.order_number, i.order_item_number""";

    /** Treated as a secret, because people put passwords into JDBC URLs and a refusal would repeat them. */
    public static final Setting<String> SHOP_DB_URL = new Setting<>(
            "SHOP_DB_URL",
            "JDBC URL, jdbc:mariadb://host:port/database",
            null,
            false,
            true,
            "The shop's own database, read only; reports are reconciled with its orders.",
            ShopDatabaseConfig::checkedUrl);

    public static final Setting<String> SHOP_DB_USER =
            Setting.text("SHOP_DB_USER", "The user of SHOP_DB_URL; it needs SELECT and nothing else.");
    public static final Setting<Secret> SHOP_DB_PASSWORD =
            Setting.secret("SHOP_DB_PASSWORD", "The password of SHOP_DB_USER.");
    public static final Setting<ZoneId> SHOP_DB_TIME_ZONE = Setting.zone(
            "SHOP_DB_TIME_ZONE", "The time zone whose days the shop's orders are read by; unset, DEFAULT_TIME_ZONE.");
    public static final Setting<LocalTime> SHOP_DB_DAY_STARTS_AT = Setting.timeOfDay(
            "SHOP_DB_DAY_STARTS_AT", "When the shop's business day starts in its database; unset, DAY_STARTS_AT.");
    public static final Setting<String> SHOP_DB_STORE_ID = Setting.text(
            "SHOP_DB_STORE_ID",
            "The store whose orders the shop's database has; several, separated by commas, where SHOP_DB_ORDERS_QUERY"
                    + " has a column store_id.");
    public static final Setting<CurrencyCode> SHOP_DB_CURRENCY = new Setting<>(
            "SHOP_DB_CURRENCY",
            "currency of ISO 4217, such as GBP",
            null,
            false,
            false,
            "The currency of the shop's amounts; not needed where SHOP_DB_ORDERS_QUERY has a column currency.",
            text -> CurrencyCode.of(text)
                    .orElseThrow(() -> new IllegalArgumentException("must be a currency of ISO 4217, such as GBP")));
    public static final Setting<ShopQuery> SHOP_DB_ORDERS_QUERY = ShopQuery.setting(
                    "SHOP_DB_ORDERS_QUERY",
                    "The orders of one day, each a row with order_id and amount (DECIMAL, compared with net), and where"
                            + " it has them store_id, currency and placed_at (UTC).")
            .withDefault(CAFE_ORDERS);
    public static final Setting<ShopQuery> SHOP_DB_SALES_QUERY = ShopQuery.setting(
                    "SHOP_DB_SALES_QUERY",
                    "The items sold on one day for the Sales Analysis Report, in the report's order, each a row with"
                            + " group_id, group_name, product_id, product_name and quantity, and where it has it"
                            + " placed_at (UTC).")
            .withDefault(CAFE_SALES);
    public static final Setting<Duration> SHOP_DB_CONNECT_TIMEOUT = Setting.duration(
                    "SHOP_DB_CONNECT_TIMEOUT",
                    Duration.ofMillis(100),
                    Duration.ofMinutes(1),
                    "How long the shop's database may take to let Daybook in.")
            .withDefault("5s");
    public static final Setting<Duration> SHOP_DB_QUERY_TIMEOUT = Setting.duration(
                    "SHOP_DB_QUERY_TIMEOUT",
                    Duration.ofMillis(100),
                    Duration.ofMinutes(30),
                    "How long the shop's database may take over one query, its rows included.")
            .withDefault("60s");
    public static final Setting<Integer> SHOP_DB_MAX_ORDERS = Setting.integer(
                    "SHOP_DB_MAX_ORDERS",
                    1,
                    10_000_000,
                    "Orders of a day that are compared at most; each takes some 600 bytes of memory, with its line of the list.")
            .withDefault("250000");
    public static final Setting<BigDecimal> RECONCILIATION_TOLERANCE = new Setting<BigDecimal>(
                    "RECONCILIATION_TOLERANCE",
                    "decimal, 0 or more",
                    null,
                    false,
                    false,
                    "Up to which the amounts of orders may differ, added up without their signs, for a reconciliation to"
                            + " pass; an order on one side only fails it always.",
                    ShopDatabaseConfig::checkedTolerance)
            .withDefault("0");

    public static final List<Setting<?>> ALL = List.of(
            SHOP_DB_URL,
            SHOP_DB_USER,
            SHOP_DB_PASSWORD,
            SHOP_DB_TIME_ZONE,
            SHOP_DB_DAY_STARTS_AT,
            SHOP_DB_STORE_ID,
            SHOP_DB_CURRENCY,
            SHOP_DB_ORDERS_QUERY,
            SHOP_DB_SALES_QUERY,
            SHOP_DB_CONNECT_TIMEOUT,
            SHOP_DB_QUERY_TIMEOUT,
            SHOP_DB_MAX_ORDERS,
            RECONCILIATION_TOLERANCE);

    private static final int MAX_TOLERANCE_LENGTH = 12;

    public ShopDatabaseConfig {
        storeIds = Set.copyOf(storeIds);
    }

    /** The configuration, or empty where SHOP_DB_URL isn't set; notes in the settings what is wrong or missing. */
    public static Optional<ShopDatabaseConfig> from(Settings settings) {
        settings.refuseUnknown("SHOP_DB_", ALL);
        Optional<String> url = settings.find(SHOP_DB_URL);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        ShopDatabaseConfig config = new ShopDatabaseConfig(
                url.get(),
                settings.get(SHOP_DB_USER),
                settings.get(SHOP_DB_PASSWORD),
                settings.find(SHOP_DB_TIME_ZONE).orElseGet(() -> settings.get(CommonSettings.DEFAULT_TIME_ZONE)),
                settings.find(SHOP_DB_DAY_STARTS_AT).orElseGet(() -> settings.get(CommonSettings.DAY_STARTS_AT)),
                settings.find(SHOP_DB_STORE_ID).map(ShopDatabaseConfig::names).orElse(Set.of()),
                settings.get(SHOP_DB_CURRENCY),
                settings.get(SHOP_DB_ORDERS_QUERY),
                settings.get(SHOP_DB_SALES_QUERY),
                settings.get(SHOP_DB_CONNECT_TIMEOUT),
                settings.get(SHOP_DB_QUERY_TIMEOUT),
                settings.get(SHOP_DB_MAX_ORDERS),
                settings.get(RECONCILIATION_TOLERANCE));
        config.noteMissing(settings);
        return Optional.of(config);
    }

    private void noteMissing(Settings settings) {
        if (user == null || password == null) {
            settings.wrong("SHOP_DB_URL needs SHOP_DB_USER and SHOP_DB_PASSWORD (or SHOP_DB_PASSWORD_FILE) beside it");
        }
        boolean ofTheCafe = ordersQuery
                .sql()
                .equals(SHOP_DB_ORDERS_QUERY.parser().parse(CAFE_ORDERS).sql());
        if (ofTheCafe && (storeIds.size() != 1 || currency == null)) {
            settings.wrong(
                    "SHOP_DB_STORE_ID, one store, and SHOP_DB_CURRENCY must be set, unless SHOP_DB_ORDERS_QUERY is"
                            + " and has the columns store_id and currency");
        }
    }

    private static Set<String> names(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String checkedUrl(String text) {
        try {
            Configuration parsed = Configuration.parse(text);
            if (parsed != null && parsed.database() != null) {
                if (parsed.user() == null && parsed.password() == null) {
                    return text;
                }
                throw new IllegalArgumentException(
                        "must not hold user or password: those are SHOP_DB_USER and SHOP_DB_PASSWORD");
            }
        } catch (SQLException malformed) {
            // the same answer as for another database's URL; the driver's own message would repeat the URL
        }
        throw new IllegalArgumentException("must be a JDBC URL, jdbc:mariadb://host:port/database");
    }

    private static BigDecimal checkedTolerance(String text) {
        if (text.length() <= MAX_TOLERANCE_LENGTH && text.matches("[0-9]+(\\.[0-9]+)?")) {
            return new BigDecimal(text);
        }
        throw new IllegalArgumentException("must be a decimal, 0 or more, such as 0.05");
    }

    /** The database's address for messages; no user, no password. */
    String address() {
        try {
            return Configuration.parse(url).addresses().stream()
                    .map(host -> host.host + ":" + host.port)
                    .collect(Collectors.joining(", "));
        } catch (SQLException malformed) {
            throw new IllegalStateException("SHOP_DB_URL was checked when it was read", malformed);
        }
    }

    @Override
    public String toString() {
        return "ShopDatabaseConfig[" + address() + ", " + zone + ", stores " + storeIds + "]";
    }
}
