package dev.daybook.report.source;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Set;

/**
 * Says what an error of the shop's database means for the person who has to mend it: the setting, the address, what to do. Never
 * the password; the server's own words only about its schema and the query, because others may quote data.
 */
final class ShopDatabaseError {
    private static final int MAX_SHOWN = 300;
    private static final Set<Integer> MAY_NOT_READ = Set.of(1044, 1142, 1143, 1227, 1370);
    private static final int ACCESS_DENIED = 1045;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int TOO_MANY_CONNECTIONS = 1040;
    private static final int WRITE_IN_READ_ONLY = 1792;
    private static final Set<Integer> STATEMENT_TOO_LONG = Set.of(1969, 3024, 1317);
    /** SQLSTATE classes of errors in a query or of a query that doesn't fit the schema. */
    private static final Set<String> QUERY_CLASSES = Set.of("42", "21", "HY");

    private final ShopDatabaseConfig config;
    private final ShopQuery query;

    ShopDatabaseError(ShopDatabaseConfig config, ShopQuery query) {
        this.config = config;
        this.query = query;
    }

    String whenConnecting(SQLException error) {
        String database = "the shop's database at " + config.address();
        return switch (error.getErrorCode()) {
            case ACCESS_DENIED -> database + " refuses SHOP_DB_USER with SHOP_DB_PASSWORD";
            case UNKNOWN_DATABASE, 1044 -> database + " has no database of the name in SHOP_DB_URL for SHOP_DB_USER";
            case TOO_MANY_CONNECTIONS -> database + " has no connection left";
            default ->
                isTimeout(error)
                        ? database + " doesn't answer (waited " + shown(config.connectTimeout())
                                + ", SHOP_DB_CONNECT_TIMEOUT)"
                        : database + " can't be reached (SHOP_DB_URL): " + words(error);
        };
    }

    String whenReading(SQLException error) {
        int code = error.getErrorCode();
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (code == WRITE_IN_READ_ONLY) {
            return query.setting() + " would change the shop's database; it may only read";
        }
        if (STATEMENT_TOO_LONG.contains(code) || isTimeout(error)) {
            return "the shop's database took longer over " + query.setting() + " than SHOP_DB_QUERY_TIMEOUT, "
                    + shown(config.queryTimeout()) + "; an index on the order's time may be missing";
        }
        if (MAY_NOT_READ.contains(code)) {
            return "SHOP_DB_USER may not run " + query.setting() + ": " + words(error);
        }
        if (state.startsWith("08")) {
            return "the connection to the shop's database at " + config.address() + " broke";
        }
        if (state.length() == 5 && QUERY_CLASSES.contains(state.substring(0, 2))) {
            return "the shop's database has another schema than " + query.setting() + " asks for: " + words(error);
        }
        return "the shop's database can't run " + query.setting() + " (error " + code + ", SQLSTATE " + state + ")";
    }

    private static boolean isTimeout(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTimeoutException || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** What server or driver said, on one line. */
    private String words(SQLException error) {
        String words = String.valueOf(error.getMessage())
                .replaceFirst("^\\(conn=\\d+\\) ", "")
                .replaceAll("\\p{Cntrl}+", " ")
                .replace(config.password().reveal(), "***");
        return words.length() <= MAX_SHOWN ? words : words.substring(0, MAX_SHOWN) + "…";
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
