package dev.daybook.report.publish;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.service.settings.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's database, migrated to this release's tables. Transactions are serialised by the keys they touch, retried as a
 * whole where the database gave up on them, and run again where the connection broke, so each has to recognise its own traces.
 * Thread-safe.
 */
public final class LedgerDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerDatabase.class);
    private static final int MAX_CONNECTIONS = 8;
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Longer than the lock wait below, so that a wait ends with 1205 and not with a broken connection. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);
    /** Every session: strict, UTC whatever the server's zone, and no lock waited for longer than a caller would. */
    private static final String SESSION = "SET SESSION time_zone = '+00:00', "
            + "SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
            + "NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = 10";

    private static final int MAX_ATTEMPTS = 5;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);
    static final int DUPLICATE_KEY = 1062;
    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final String CONNECTION_EXCEPTIONS = "08";

    private final HikariDataSource pool;

    /** How the database is reached. */
    public record Access(String url, String user, Secret password) {}

    /** What is done in one transaction; may run more than once, also after a commit that went through unseen. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private LedgerDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Connects and migrates, waiting for the database up to the limit.
     *
     * @throws IllegalStateException where it can't be reached or migrated
     */
    public static LedgerDatabase open(Access access, Duration startLimit) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("daybook-report-ledger");
        config.setJdbcUrl(access.url());
        config.setUsername(access.user());
        config.setPassword(access.password().reveal());
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setInitializationFailTimeout(startLimit.toMillis());
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(SESSION);
        config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toMillis()));
        config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toMillis()));
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (RuntimeException unreachable) {
            throw new IllegalStateException(
                    "the ledger's database at DB_URL can't be used: " + rootMessage(unreachable), unreachable);
        }
        try {
            migrate(pool);
            return new LedgerDatabase(pool);
        } catch (RuntimeException failed) {
            pool.close();
            throw new IllegalStateException(
                    "the ledger's tables could not be migrated: " + rootMessage(failed), failed);
        }
    }

    /** A connection that breaks meanwhile is no reason to end: what was migrated is not migrated again. */
    private static void migrate(HikariDataSource pool) {
        for (int attempt = 1; ; attempt++) {
            try {
                Flyway.configure()
                        .dataSource(pool)
                        .locations("classpath:dev/daybook/report/ledger")
                        .load()
                        .migrate();
                return;
            } catch (RuntimeException failed) {
                Optional<SQLException> cause = sqlCause(failed).filter(LedgerDatabase::isWorthRetrying);
                if (attempt == MAX_ATTEMPTS || cause.isEmpty()) {
                    throw failed;
                }
                LOG.warn("the ledger's tables are looked at again: {}", rootMessage(failed));
                pause("migrate its tables", cause.get());
            }
        }
    }

    private static Optional<SQLException> sqlCause(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** @throws LedgerUnavailable where the database refuses or can't be reached, after retries where they make sense */
    <T> T transact(String what, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException failed) {
                if (attempt == MAX_ATTEMPTS || !isWorthRetrying(failed)) {
                    throw new LedgerUnavailable("the ledger could not " + what + ": " + failed.getMessage(), failed);
                }
                LOG.warn("the ledger runs \"{}\" again: {}", what, failed.getMessage());
                pause(what, failed);
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            }
        }
    }

    /** A connection that can't even roll back is broken; the server does it then, and the first failure is the one to report. */
    private static void rollBack(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failed.addSuppressed(broken);
        }
    }

    private static boolean isWorthRetrying(SQLException failed) {
        return failed.getErrorCode() == DEADLOCK
                || failed.getErrorCode() == LOCK_WAIT_TIMEOUT
                || (failed.getSQLState() != null && failed.getSQLState().startsWith(CONNECTION_EXCEPTIONS));
    }

    private static void pause(String what, SQLException failed) {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("the ledger was interrupted while it would " + what, failed);
        }
    }

    /** Whether the database answers; null if so, else why not. */
    public String unreachable() {
        try {
            return transact("answer", connection -> {
                try (var statement = connection.createStatement();
                        var one = statement.executeQuery("SELECT 1")) {
                    return one.next() ? null : "the ledger's database answers nothing";
                }
            });
        } catch (LedgerUnavailable unavailable) {
            return unavailable.getMessage();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
