package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.TestStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One service as a process of its own beside the embedded neighbours, like a pod that keeps its name: started again it has the
 * environment, the port and the state that it had.
 */
final class ServiceProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    /** 128 and SIGTERM's number: what a JVM that was asked to end exits with. */
    private static final int ENDED_BY_SIGTERM = 143;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final String main;
    private final Map<String, String> environment;
    private final URI address;
    private final Path output;
    private Process process;

    private ServiceProcess(String name, String main, Map<String, String> environment, URI address, Path output) {
        this.name = name;
        this.main = main;
        this.environment = environment;
        this.address = address;
        this.output = output;
    }

    static ServiceProcess ingest(TestStack stack, Path folder, String name, String role) throws IOException {
        return start(
                stack, folder, name, "dev.daybook.ingest.IngestService", "INGEST_PORT", Map.of("INGEST_ROLES", role));
    }

    static ServiceProcess processor(TestStack stack, Path folder, String name, Map<String, String> more)
            throws IOException {
        Map<String, String> all = new HashMap<>(more);
        all.put("PROCESSOR_INSTANCE_ID", name);
        all.put("PROCESSOR_STATE_DIR", folder.resolve(name).toString());
        return start(stack, folder, name, "dev.daybook.processor.ProcessorService", "PROCESSOR_PORT", all);
    }

    static ServiceProcess report(TestStack stack, Path folder, String name, URI processor) throws IOException {
        return start(
                stack,
                folder,
                name,
                "dev.daybook.report.ReportService",
                "REPORT_PORT",
                Map.of("PROCESSOR_URL", processor.toString()));
    }

    private static ServiceProcess start(
            TestStack stack, Path folder, String name, String main, String portSetting, Map<String, String> more)
            throws IOException {
        int port = freePort();
        Map<String, String> environment = stack.environment(more);
        environment.put(portSetting, Integer.toString(port));
        environment.put("LOG_FORMAT", "console");
        environment.put("LOG_LEVEL", "INFO");
        ServiceProcess service = new ServiceProcess(
                name, main, environment, URI.create("http://127.0.0.1:" + port), folder.resolve(name + ".output"));
        service.launch();
        return service;
    }

    /** Other instances know a service by its address, so the port that it starts with has to be the one it comes back with. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    URI address() {
        return address;
    }

    void awaitReady() {
        Awaitility.await(name + " is ready").atMost(LIMIT).until(this::isReady);
    }

    private boolean isReady() throws InterruptedException {
        assertThat(process.isAlive())
                .as(name + " runs; its output is in " + output)
                .isTrue();
        try {
            HttpRequest ask = HttpRequest.newBuilder(address.resolve("/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGTERM, and waits for the orderly end. */
    void end() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(name + " ends")
                .isTrue();
        assertThat(process.exitValue()).as(name).isEqualTo(ENDED_BY_SIGTERM);
    }

    void restart() throws IOException, InterruptedException {
        end();
        launch();
        awaitReady();
    }

    /** How often its log has the text so far. */
    long logged(String text) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> line.contains(text))
                .count();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
