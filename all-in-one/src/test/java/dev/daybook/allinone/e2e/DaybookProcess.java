package dev.daybook.allinone.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The whole of Daybook as a process of its own, so that it can be killed like one. */
public final class DaybookProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration END_LIMIT = Duration.ofSeconds(120);

    private final Path home;
    private final Process process;
    private final List<ProcessHandle> leftBehind = new ArrayList<>();
    private final Path output;

    private DaybookProcess(Path home, Process process, Path output) {
        this.home = home;
        this.process = process;
        this.output = output;
    }

    /** Starts {@code daybook ARGUMENTS} on that home with free ports, and doesn't wait. */
    public static DaybookProcess launch(Path home, Map<String, String> settings, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-DLOG_FORMAT=console",
                "-DLOG_LEVEL=INFO",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.daybook.allinone.Daybook"));
        command.addAll(List.of(arguments));
        Path output = home.resolveSibling(home.getFileName() + ".output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("DAYBOOK_HOME", home.toString());
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            builder.environment().put(port, "0");
        }
        builder.environment().putAll(settings);
        return new DaybookProcess(home, builder.start(), output);
    }

    /** As {@link #launch} of {@code up}, and waits until all of it is ready. */
    public static DaybookProcess up(Path home, Map<String, String> settings) throws IOException {
        Files.deleteIfExists(home.resolve("addresses.json"));
        DaybookProcess daybook = launch(home, settings, "up");
        Awaitility.await("Daybook is up")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> daybook.isUp());
        return daybook;
    }

    private boolean isUp() {
        if (!process.isAlive()) {
            throw new AssertionError("the process ended: " + output());
        }
        return Files.exists(home.resolve("addresses.json"));
    }

    public DaybookClient client() throws IOException {
        return DaybookClient.of(home);
    }

    /** SIGKILL; returns once the process is gone. Its database goes on, as after any such death, until {@link #close}. */
    public void kill() throws InterruptedException {
        process.descendants().forEach(leftBehind::add);
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; the exit status. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end within " + END_LIMIT.toSeconds() + " s");
        }
        return process.exitValue();
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    @Override
    public void close() {
        leftBehind.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
