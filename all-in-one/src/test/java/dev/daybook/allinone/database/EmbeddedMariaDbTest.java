package dev.daybook.allinone.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.allinone.FolderInUse;
import dev.daybook.allinone.ListenAddress;
import dev.daybook.service.PortTaken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbTest {
    private static final ListenAddress ANY_PORT = ListenAddress.loopback(0, "DB_PORT");
    private static final List<String> DATABASES = List.of("daybook", "shop");

    /** One folder for all tests, as unpacking the server takes seconds; each test begins with fresh tables. */
    @TempDir
    static Path folder;

    @BeforeAll
    static void needsLinuxOnX86() {
        assumeTrue(EmbeddedMariaDb.isSupported());
    }

    @BeforeEach
    void dropTables() throws SQLException {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            execute(database, "drop table if exists t");
        }
    }

    @Test
    void keepsDataAndPassword_whenClosedAndStartedAgain() throws SQLException {
        DatabaseAccount before;
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            before = database.account("daybook");
            execute(database, "create table t (v varchar(20))");
            execute(database, "insert into t values ('Café ☕ 🥐')");
        }
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            assertThat(query(database, "select v from t")).isEqualTo("Café ☕ 🥐");
            assertThat(database.account("daybook").password()).isEqualTo(before.password());
        }
    }

    @Test
    void endsTheLeftOverServerAndKeepsCommittedRows_whenTheJvmIsKilled() throws Exception {
        long leftOverPid;
        try (ChildJvm child = ChildJvm.start(DatabaseProcess.class, folder)) {
            leftOverPid = Long.parseLong(child.readyText());
        }
        ProcessHandle leftOver = ProcessHandle.of(leftOverPid).orElseThrow();
        assertThat(leftOver.isAlive()).isTrue();

        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            assertThat(leftOver.isAlive()).isFalse();
            assertThat(query(database, "select count(*) from t")).isEqualTo("1000");
        }
    }

    @Test
    void recoversCommittedRows_whenJvmAndServerAreKilled() throws Exception {
        try (ChildJvm child = ChildJvm.start(DatabaseProcess.class, folder)) {
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(child.readyText())).orElseThrow();
            child.kill();
            server.destroyForcibly();
            server.onExit().get(30, TimeUnit.SECONDS);
        }
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            assertThat(query(database, "select count(*) from t")).isEqualTo("1000");
        }
    }

    @Test
    void runsAsRoot_whenTheFolderIsSomebodyElses() throws Exception {
        Object owner = Files.getAttribute(folder, "unix:uid");
        assumeTrue(owner.equals(0)); // who isn't root can't give it away
        Files.setAttribute(folder, "unix:uid", 65_534);
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            assertThat(query(database, "select 1")).isEqualTo("1");
        } finally {
            Files.setAttribute(folder, "unix:uid", owner);
        }
    }

    @Test
    void leavesAServerAlone_whenItWorksInAnotherFolder() {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            assertThat(LeftOverServer.find("--datadir=" + folder.resolve("elsewhere")))
                    .isEmpty();
            assertThat(LeftOverServer.find(ServerFolder.dataArgument(folder)))
                    .extracting(ProcessHandle::pid)
                    .containsExactly(database.pid());
        }
    }

    @Test
    void leavesTheRunningServerAlone_whenTheFolderIsInUse() throws SQLException {
        try (EmbeddedMariaDb first = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            assertThatThrownBy(() -> EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES))
                    .isInstanceOf(FolderInUse.class);
            assertThat(query(first, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void namesPortAndSettingAndLeavesNothingRunning_whenThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ListenAddress address = ListenAddress.loopback(taken.getLocalPort(), "DB_PORT");
            assertThatThrownBy(() -> EmbeddedMariaDb.start(folder, address, DATABASES))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + " (DB_PORT) is taken");
            assertThat(LeftOverServer.find(ServerFolder.dataArgument(folder))).isEmpty();
        }
    }

    @Test
    void keepsUsersOutOfEachOthersDatabases() {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            DatabaseAccount daybook = database.account("daybook");
            DatabaseAccount shop = database.account("shop");
            assertThat(daybook.password()).isNotEqualTo(shop.password());
            assertThatThrownBy(() -> DriverManager.getConnection(daybook.jdbcUrl(), shop.user(), shop.password()))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(daybook.jdbcUrl(), "daybook", ""))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(daybook.jdbcUrl(), "root", ""))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void worksInUtcAndRefusesWhatItWouldHaveToCut() throws SQLException {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(folder, ANY_PORT, DATABASES)) {
            assertThat(query(database, "select @@session.time_zone")).isEqualTo("+00:00");
            execute(database, "create table t (v varchar(3))");
            assertThatThrownBy(() -> execute(database, "insert into t values ('four')"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void keepsPasswordsFromOtherUsersOfTheMachine() throws IOException {
        for (String secret : List.of("daybook.password", "shop.password", "init.sql")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(secret))))
                    .isEqualTo("rw-------");
        }
        assertThat(new DatabaseAccount("jdbc:mariadb://h/daybook", "daybook", "hidden").toString())
                .doesNotContain("hidden");
    }

    private static void execute(EmbeddedMariaDb database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedMariaDb database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedMariaDb database) throws SQLException {
        DatabaseAccount account = database.account("daybook");
        return DriverManager.getConnection(account.jdbcUrl(), account.user(), account.password());
    }

    /** Runs a server with a table of 1,000 committed rows until it is killed. */
    static final class DatabaseProcess {
        private DatabaseProcess() {}

        public static void main(String[] arguments) throws Exception {
            try (EmbeddedMariaDb database = EmbeddedMariaDb.start(Path.of(arguments[0]), ANY_PORT, DATABASES)) {
                execute(database, "create table t (v int)");
                execute(
                        database,
                        "insert into t select seq from (with recursive n as (select 1 seq union all"
                                + " select seq + 1 from n where seq < 1000) select seq from n) numbers");
                ChildJvm.announce(String.valueOf(database.pid()));
            }
        }
    }
}
