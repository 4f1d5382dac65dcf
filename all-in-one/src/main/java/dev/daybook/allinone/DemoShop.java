package dev.daybook.allinone;

import dev.daybook.allinone.database.DatabaseAccount;
import dev.daybook.allinone.sample.SampleDay;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The database that the sample day's shop keeps of its own orders, beside what its tills send: the day's orders and two that
 * never reached the stream. Filled again it stays as it is.
 */
final class DemoShop {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS `order` (
              store_id        VARCHAR(64)    NOT NULL,
              order_number    VARCHAR(128)   NOT NULL,
              order_date_time DATETIME       NOT NULL COMMENT 'UTC',
              amount          DECIMAL(10, 2) NOT NULL,
              PRIMARY KEY (store_id, order_number),
              KEY by_time (order_date_time)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin""";

    private static final String ORDERS = """
            SELECT store_id, order_number AS order_id, amount, order_date_time AS placed_at
            FROM `order`
            WHERE order_date_time >= :day_start AND order_date_time < :day_end""";

    private static final int ROWS_A_BATCH = 500;

    private DemoShop() {}

    /** How a report service reads it. */
    static Map<String, String> settings(DatabaseAccount shop) {
        return Map.of(
                "SHOP_DB_URL",
                shop.jdbcUrl(),
                "SHOP_DB_USER",
                shop.user(),
                "SHOP_DB_PASSWORD",
                shop.password(),
                "SHOP_DB_STORE_ID",
                "soho,camden,brighton",
                "SHOP_DB_CURRENCY",
                "GBP",
                "SHOP_DB_TIME_ZONE",
                SampleDay.ZONE.getId(),
                "SHOP_DB_DAY_STARTS_AT",
                "00:00",
                "SHOP_DB_ORDERS_QUERY",
                ORDERS);
    }

    static void fill(DatabaseAccount shop, SampleDay day) throws SQLException {
        try (Connection connection = DriverManager.getConnection(shop.jdbcUrl(), shop.user(), shop.password())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
            }
            connection.setAutoCommit(false);
            insert(connection, day);
            connection.commit();
        }
    }

    private static void insert(Connection connection, SampleDay day) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement(
                "INSERT INTO `order` VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE amount = VALUES(amount)")) {
            int waiting = 0;
            for (SampleDay.Order order : day.orders()) {
                LocalDateTime utc =
                        order.placedAt().withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                row.setString(1, order.storeId());
                row.setString(2, order.orderId());
                row.setObject(3, utc, Types.TIMESTAMP);
                row.setBigDecimal(4, order.amount());
                row.addBatch();
                if (++waiting % ROWS_A_BATCH == 0) {
                    row.executeBatch();
                }
            }
            row.executeBatch();
        }
    }
}
