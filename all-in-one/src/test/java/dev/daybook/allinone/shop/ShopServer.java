package dev.daybook.allinone.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.allinone.ListenAddress;
import dev.daybook.allinone.database.DatabaseAccount;
import dev.daybook.allinone.database.EmbeddedMariaDb;
import dev.daybook.report.source.ShopDatabaseConfig;
import dev.daybook.service.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real MariaDB server with a shop's database beside Daybook's own. */
final class ShopServer implements AutoCloseable {
    /** The database's name in the café lab's dump; its user may do anything in it. */
    private static final String SHOP = "cafe";

    private static final String DAYBOOK = "daybook";

    private final EmbeddedMariaDb database;

    private ShopServer(EmbeddedMariaDb database) {
        this.database = database;
    }

    static ShopServer start(Path folder) {
        assumeTrue(EmbeddedMariaDb.isSupported(), "skipped: no embedded MariaDB for this machine");
        return new ShopServer(
                EmbeddedMariaDb.start(folder, ListenAddress.loopback(0, "DB_PORT"), List.of(DAYBOOK, SHOP)));
    }

    /** The reference data beside the repository; a bare clone has none, and skips what needs it. */
    static Path sharedData(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/data").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        assumeTrue(false, "skipped: no shared/data/" + name + " beside the repository");
        throw new AssertionError("unreachable");
    }

    String address() {
        return "127.0.0.1:" + database.port();
    }

    /** The settings of a service that reads this shop. */
    Map<String, String> environment() {
        DatabaseAccount account = database.account(SHOP);
        return Map.of(
                "SHOP_DB_URL", account.jdbcUrl(),
                "SHOP_DB_USER", account.user(),
                "SHOP_DB_PASSWORD", account.password(),
                "SHOP_DB_STORE_ID", "cafe",
                "SHOP_DB_CURRENCY", "USD");
    }

    /** The settings of a service that reads this shop, and those given; an empty one counts as not set. */
    ShopDatabaseConfig config(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.putAll(more);
        Settings settings = Settings.of(environment);
        ShopDatabaseConfig config = ShopDatabaseConfig.from(settings).orElseThrow();
        settings.throwIfWrong();
        return config;
    }

    /** Daybook's own account, which may not read the shop's database. */
    Map<String, String> strangersAccount() {
        DatabaseAccount stranger = database.account(DAYBOOK);
        return Map.of(
                "SHOP_DB_URL", stranger.jdbcUrl(),
                "SHOP_DB_USER", stranger.user(),
                "SHOP_DB_PASSWORD", stranger.password());
    }

    String shopUrl() {
        return database.account(SHOP).jdbcUrl();
    }

    Connection connect() throws SQLException {
        DatabaseAccount account = database.account(SHOP);
        return DriverManager.getConnection(account.jdbcUrl(), account.user(), account.password());
    }

    /** Runs statements, each ended by a semicolon at the end of a line, in one session. */
    void run(String script) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\\s*\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
