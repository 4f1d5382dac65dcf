package dev.daybook.allinone.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a server that outlived its JVM's SIGKILL, so that the next one can have the data folder. A process counts as left
 * over only if it is a {@code mariadbd} whose command line names that very folder: a pid file alone could name a stranger
 * who got the number since. The caller holds the folder's lock, so no living Daybook owns what is found.
 */
final class LeftOverServer {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOverServer.class);
    /** A clean stop takes about a second; after this it is killed, and InnoDB recovers at the next start. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private LeftOverServer() {}

    static void end(String dataFolderArgument) {
        for (ProcessHandle server : find(dataFolderArgument)) {
            LOG.warn("ending the MariaDB server (pid {}) that an earlier run left behind", server.pid());
            server.destroy();
            if (!endsWithin(server, STOP_LIMIT)) {
                server.destroyForcibly();
                if (!endsWithin(server, STOP_LIMIT)) {
                    throw new DatabaseFailed("the MariaDB server that an earlier run left behind (pid " + server.pid()
                            + ") can't be ended");
                }
            }
        }
    }

    static List<ProcessHandle> find(String dataFolderArgument) {
        return ProcessHandle.allProcesses()
                .filter(process -> isServerOf(process, dataFolderArgument))
                .toList();
    }

    private static boolean isServerOf(ProcessHandle process, String dataFolderArgument) {
        Path commandLine = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
        try {
            List<String> arguments =
                    List.of(new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).split("\0"));
            return arguments.get(0).endsWith("/mariadbd") && arguments.contains(dataFolderArgument);
        } catch (IOException e) {
            return false; // ended since, or another user's, which can't be one of ours
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration limit) {
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseFailed("interrupted while ending a left-over MariaDB server", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new DatabaseFailed("can't watch a left-over MariaDB server", e);
        }
    }
}
