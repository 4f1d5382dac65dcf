package dev.daybook.report.source;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/**
 * Reads the shop's own database and can't change it: each query runs in a READ ONLY transaction of a connection of its own, ends
 * after {@code SHOP_DB_QUERY_TIMEOUT} at the latest, and hands its rows over one by one as they come. Whatever goes wrong is an
 * answer, not an exception. Sessions are in UTC, utf8mb4 and strict mode, whatever the server's defaults; thread-safe.
 */
final class ShopDatabase {
    /** Rows that the driver holds at a time. */
    private static final int FETCH_ROWS = 1_000;
    /** By when the server ought to have ended a statement itself, so that the socket's limit is for a dead one only. */
    static final Duration SERVER_GRACE = Duration.ofSeconds(2);

    private static final String STRICT_SQL_MODE =
            "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO";

    /** Takes the rows one by one; may throw {@link UnusableRow} to end the reading. */
    interface Rows {
        void accept(ShopRow row) throws SQLException;
    }

    private final ShopDatabaseConfig config;

    ShopDatabase(ShopDatabaseConfig config) {
        this.config = config;
    }

    /**
     * Runs a query for one business date. Where it has a column {@code placed_at}, rows of other dates are passed over.
     *
     * @param columns those that the query must have
     */
    ShopReading read(ShopQuery query, LocalDate date, Rows rows, String... columns) {
        ShopDay day = new ShopDay(date, config.zone(), config.dayStartsAt());
        Connection connection;
        try {
            connection = connect();
        } catch (SQLException e) {
            return new ShopReading.Failed(new ShopDatabaseError(config, query).whenConnecting(e));
        }
        try {
            beginReadOnly(connection);
            ShopQuery.Dating dating = stream(connection, query, day, rows, columns);
            connection.close();
            return new ShopReading.Whole(dating);
        } catch (SQLException e) {
            abort(connection);
            return new ShopReading.Failed(new ShopDatabaseError(config, query).whenReading(e));
        } catch (UnusableRow e) {
            abort(connection);
            return new ShopReading.Failed(e.getMessage());
        } catch (RuntimeException e) {
            abort(connection);
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        Configuration.Builder settings = Configuration.parse(config.url()).toBuilder()
                .user(config.user())
                .password(config.password().reveal())
                .connectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .socketTimeout(
                        Math.toIntExact(config.queryTimeout().plus(SERVER_GRACE).toMillis()))
                .allowMultiQueries(false) // a second statement could end the READ ONLY transaction
                .allowLocalInfile(false) // a server may ask its client for any file
                .dumpQueriesOnException(false)
                .autocommit(true)
                .pool(false);
        return Driver.connect(settings.build());
    }

    private void beginReadOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = '+00:00', SESSION sql_mode = '" + STRICT_SQL_MODE
                    + "', SESSION max_statement_time = "
                    + BigDecimal.valueOf(config.queryTimeout().toMillis(), 3));
            statement.execute("SET SESSION TRANSACTION READ ONLY");
            statement.execute("START TRANSACTION READ ONLY");
        }
    }

    private static ShopQuery.Dating stream(
            Connection connection, ShopQuery query, ShopDay day, Rows rows, String... columns) throws SQLException {
        // Not in try-with-resources: closing a statement first fetches every row that wasn't read. The connection ends
        // it.
        PreparedStatement statement =
                connection.prepareStatement(query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(FETCH_ROWS);
        for (int i = 0; i < query.parameters().size(); i++) {
            statement.setString(i + 1, day.value(query.parameters().get(i)));
        }
        ShopRow row = new ShopRow(query, statement.executeQuery());
        row.require(columns);
        boolean dated = row.has("placed_at");
        while (row.next()) {
            if (!dated || day.includes(row.instant("placed_at"))) {
                rows.accept(row);
            }
        }
        return query.dating(dated);
    }

    /** Drops the connection at once: closing it in order would fetch every row that is left. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyBroken) {
            // nothing is left to be dropped; what broke it is reported
        }
    }
}
