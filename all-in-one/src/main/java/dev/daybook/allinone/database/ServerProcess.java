package dev.daybook.allinone.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code mariadbd} with its log file. Its output goes to a file, not a pipe, which would break with the JVM. */
final class ServerProcess {
    private static final Duration BOOTSTRAP_LIMIT = Duration.ofSeconds(120);
    /** InnoDB writes its dirty pages first; what is killed after this recovers at the next start. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final int LOG_TAIL_LINES = 8;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess launch(List<String> command, Path input, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(input.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        return new ServerProcess(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for a process that ends by itself. */
    void awaitSuccess() {
        if (!endsWithin(BOOTSTRAP_LIMIT) || process.exitValue() != 0) {
            stop();
            throw new DatabaseFailed("making the MariaDB system tables failed: " + logTail());
        }
    }

    /** Ends the server cleanly if it can, and returns when it is gone. */
    void stop() {
        process.destroy();
        if (!endsWithin(STOP_LIMIT)) {
            process.destroyForcibly();
            if (!endsWithin(STOP_LIMIT)) {
                throw new DatabaseFailed("the MariaDB server (pid " + pid() + ") can't be ended");
            }
        }
    }

    boolean logSays(String text) {
        return readLog().contains(text);
    }

    String logTail() {
        List<String> lines = readLog().lines().toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size())) + " (" + log
                + ")";
    }

    private String readLog() {
        try {
            // A byte that is no UTF-8 must not hide the rest.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "its log can't be read: " + e.getMessage();
        }
    }

    private boolean endsWithin(Duration limit) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // a server must not be left running because its stop was hurried
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
