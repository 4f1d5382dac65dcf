package dev.daybook.allinone.database;

import dev.daybook.allinone.Folders;
import dev.daybook.allinone.ListenAddress;
import dev.daybook.allinone.PrivateFile;
import dev.daybook.allinone.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the embedded server keeps on disk, and the command lines that work on it. */
final class ServerFolder {
    private static final int PASSWORD_BYTES = 24;
    private static final Path OWN_PROCESS = Path.of("/proc/self");
    private static final int ROOT_UID = 0;
    private static final String STRICT_SQL_MODE =
            "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

    private final Path folder;
    private final ServerBinaries binaries;

    ServerFolder(Path folder, ServerBinaries binaries) throws IOException {
        this.folder = folder;
        this.binaries = binaries;
        Files.createDirectories(temporary());
    }

    Path log() {
        return folder.resolve("mariadbd.log");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    private Path initFile() {
        return folder.resolve("init.sql");
    }

    boolean hasData() {
        return Files.exists(data());
    }

    /** The argument by which a running server of this folder is known. */
    static String dataArgument(Path folder) {
        return "--datadir=" + folder.resolve("data");
    }

    /** The password of {@code database}'s user, made once and kept in a file that only the owner can read. */
    String password(String database) throws IOException {
        Path file = folder.resolve(database + ".password");
        if (!Files.exists(file)) {
            PrivateFile.write(file, Secrets.randomHex(PASSWORD_BYTES) + "\n");
        }
        return Files.readString(file).strip();
    }

    /** Writes what the server runs as root before it lets anybody in: databases and users, each made where missing. */
    void writeInitFile(Map<String, String> passwordsByDatabase) throws IOException {
        StringBuilder sql = new StringBuilder();
        passwordsByDatabase.forEach((name, password) -> sql.append("""
                CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS '%1$s'@'%%';
                ALTER USER '%1$s'@'%%' IDENTIFIED BY '%2$s';
                GRANT ALL ON %1$s.* TO '%1$s'@'%%';
                """.formatted(name, password)));
        PrivateFile.write(initFile(), sql.toString());
    }

    /** Makes the system tables. They are made beside and renamed: a killed run leaves no half of a database behind. */
    void bootstrap() throws IOException {
        Path making = folder.resolve("data.making");
        Folders.deleteIfExists(making);
        Files.createDirectories(making);
        Path script = temporary().resolve("bootstrap.sql");
        // Root may come in through the unix socket as the operating system's root, and in no other way.
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket='root';\n");
        for (Path part : binaries.systemTableScripts()) {
            sql.append(Files.readString(part)).append('\n');
        }
        Files.writeString(script, sql);
        ServerProcess bootstrap = ServerProcess.launch(bootstrapCommand(making), script, log());
        bootstrap.awaitSuccess();
        Files.delete(script);
        Files.move(making, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> bootstrapCommand(Path dataFolder) throws IOException {
        List<String> command = command("--datadir=" + dataFolder);
        command.add("--bootstrap");
        return command;
    }

    List<String> serverCommand(ListenAddress address) throws IOException {
        List<String> command = command(dataArgument(folder));
        command.addAll(List.of(
                "--port=" + address.port(),
                "--bind-address=" + address.bindAddress(),
                // Relative to the data folder: a full path may exceed the 107 bytes that a socket's name can have.
                "--socket=mariadb.sock",
                "--pid-file=" + folder.resolve("mariadbd.pid"),
                "--init-file=" + initFile(),
                "--skip-ssl", // making its certificate takes 4 to 14 s at each start
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--default-time-zone=+00:00",
                "--sql-mode=" + STRICT_SQL_MODE,
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=64M",
                "--key-buffer-size=1M",
                "--aria-pagecache-buffer-size=8M",
                "--max-connections=100"));
        return command;
    }

    private List<String> command(String dataArgument) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binaries.server().toString(),
                "--no-defaults", // must come first
                "--basedir=" + binaries.folder(),
                "--lc-messages-dir=" + binaries.messages(),
                dataArgument,
                "--tmpdir=" + temporary(),
                "--innodb-log-file-size=32M"));
        // The server refuses to run as root unless it is told to; whose the folder is doesn't matter to root.
        if (Files.getAttribute(OWN_PROCESS, "unix:uid").equals(ROOT_UID)) {
            command.add("--user=root");
        }
        return command;
    }
}
