package dev.daybook.allinone.database;

import dev.daybook.allinone.FolderLock;
import dev.daybook.allinone.ListenAddress;
import dev.daybook.service.PortTaken;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real MariaDB server as a child process, with one user per database; what was committed survives close and SIGKILL of
 * this JVM, of the server, or of both. A server that an earlier, killed JVM left behind is ended first. Runs on Linux
 * x86-64 only, see {@link #isSupported()}; all methods may be called from any thread.
 *
 * <p>Sessions are in strict SQL mode, time zone +00:00 and utf8mb4. TLS is off.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMariaDb.class);
    /** Long enough for InnoDB to recover a full redo log on a slow disk. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration READY_POLL = Duration.ofMillis(20);
    private static final int CONNECT_LIMIT_MILLIS = 5_000;
    /** How often another free port is tried when a process takes one between its choice and the bind. */
    private static final int PORT_ATTEMPTS = 5;

    private final FolderLock lock;
    private final ServerProcess server;
    private final Map<String, DatabaseAccount> accounts;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedMariaDb(FolderLock lock, ServerProcess server, Map<String, DatabaseAccount> accounts, int port) {
        this.lock = lock;
        this.server = server;
        this.accounts = accounts;
        this.port = port;
    }

    /** Whether the server can run here: Linux on x86-64. Elsewhere the user has to name a database of their own. */
    public static boolean isSupported() {
        return ServerBinaries.areSupported();
    }

    /**
     * Starts the server and returns once every database named can be used.
     *
     * @param folder holds the data, the unpacked server (320 MB) and the generated passwords; made where missing
     * @param databases at least one; each is made where missing, with a user of the same name (lower-case letters, digits
     *     and underscores)
     * @throws PortTaken if something listens at {@code address}
     * @throws dev.daybook.allinone.FolderInUse if a running Daybook has a server on {@code folder}
     * @throws DatabaseFailed if the server refuses to start, with the end of its log
     */
    public static EmbeddedMariaDb start(Path folder, ListenAddress address, List<String> databases) {
        if (databases.isEmpty()) {
            throw new IllegalArgumentException("no database named");
        }
        databases.forEach(DatabaseAccount::checkedName);
        Path absolute = folder.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.of(absolute);
        boolean started = false;
        try {
            LeftOverServer.end(ServerFolder.dataArgument(absolute));
            address.withFreePort(); // a taken port must cost neither the unpacking nor the system tables
            ServerFolder serverFolder = new ServerFolder(absolute, ServerBinaries.under(absolute));
            if (!serverFolder.hasData()) {
                serverFolder.bootstrap();
            }
            EmbeddedMariaDb database = launch(serverFolder, address, databases, lock);
            started = true;
            LOG.info(
                    "MariaDB is ready at {}", database.account(databases.get(0)).jdbcUrl());
            return database;
        } catch (IOException e) {
            throw new DatabaseFailed("MariaDB did not start: " + e, e);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static EmbeddedMariaDb launch(
            ServerFolder folder, ListenAddress address, List<String> databases, FolderLock lock) throws IOException {
        Map<String, String> passwords = new LinkedHashMap<>();
        for (String database : databases) {
            passwords.put(database, folder.password(database));
        }
        folder.writeInitFile(passwords);
        for (int attempt = 1; ; attempt++) {
            ListenAddress free = address.withFreePort();
            Map<String, DatabaseAccount> accounts = accounts(free, passwords);
            ServerProcess server = ServerProcess.launch(folder.serverCommand(free), Path.of("/dev/null"), folder.log());
            boolean ready = false;
            try {
                ready = becomesReady(server, accounts);
            } finally {
                if (!ready) {
                    server.stop();
                }
            }
            if (ready) {
                return new EmbeddedMariaDb(lock, server, accounts, free.port());
            }
            if (!server.logSays("Bind on TCP/IP port")) {
                throw new DatabaseFailed("MariaDB did not start: " + server.logTail());
            }
            if (attempt == PORT_ATTEMPTS) {
                throw new PortTaken(free.port(), free.setting(), new BindException(server.logTail()));
            }
        }
    }

    private static Map<String, DatabaseAccount> accounts(ListenAddress address, Map<String, String> passwords) {
        Map<String, DatabaseAccount> accounts = new LinkedHashMap<>();
        passwords.forEach((name, password) -> accounts.put(
                name,
                new DatabaseAccount(
                        "jdbc:mariadb://" + address.clientAddress() + "/" + name + "?sslMode=disable",
                        name,
                        password)));
        return Map.copyOf(accounts);
    }

    /** Waits until an account is let in, which is after the init file has run; false if the server ended instead. */
    private static boolean becomesReady(ServerProcess server, Map<String, DatabaseAccount> accounts) {
        DatabaseAccount account = accounts.values().iterator().next();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        SQLException refusal = null;
        while (server.isAlive()) {
            try (Connection connection = DriverManager.getConnection(
                    account.jdbcUrl() + "&connectTimeout=" + CONNECT_LIMIT_MILLIS,
                    account.user(),
                    account.password())) {
                return connection.isValid(0);
            } catch (SQLException e) {
                refusal = e;
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new DatabaseFailed(
                        "MariaDB lets nobody in (waited at most " + START_LIMIT.toSeconds() + " s): "
                                + server.logTail(),
                        refusal);
            }
            LockSupport.parkNanos(READY_POLL.toNanos());
        }
        return false;
    }

    /**
     * The account of one of the databases named at the start.
     *
     * @throws IllegalArgumentException if it was not named
     */
    public DatabaseAccount account(String database) {
        DatabaseAccount account = accounts.get(database);
        if (account == null) {
            throw new IllegalArgumentException("no embedded database " + database + "; there are " + accounts.keySet());
        }
        return account;
    }

    /** The port that the server listens on; never 0. */
    public int port() {
        return port;
    }

    /** The server's process id. */
    public long pid() {
        return server.pid();
    }

    /** Whether the server's process is running. */
    public boolean isRunning() {
        return server.isAlive();
    }

    /**
     * Ends a server that an earlier, killed JVM left running on that folder, without starting another.
     *
     * @throws dev.daybook.allinone.FolderInUse if a running Daybook has a server on it
     */
    public static void endLeftOver(Path folder) {
        if (Files.isDirectory(folder)) {
            FolderLock lock = FolderLock.of(folder);
            try {
                LeftOverServer.end(
                        ServerFolder.dataArgument(folder.toAbsolutePath().normalize()));
            } finally {
                lock.close();
            }
        }
    }

    /** Stops the server and waits for its end; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                server.stop();
            } finally {
                lock.close();
            }
        }
    }
}
