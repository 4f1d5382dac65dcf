package dev.daybook.allinone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The programs that {@code docs/producers.md} shows do what it says, word for word: what they are told is durable is in the topic,
 * through a lost answer, a proxy's own page and each kind of 503, and what is refused is sent once and printed.
 */
class ProducerProgramsTest {
    private static final int SALES = 450;
    private static final int LIMIT_SECONDS = 120;
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([^\"]*)\"");

    @TempDir
    static Path folder;

    private static Door door;
    private static ExecutorService threads;

    @BeforeAll
    static void open() throws Exception {
        door = Door.open(folder, Map.of());
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"python, python3, send.py", "javascript, node, send.mjs", "java, java, Send.java"})
    void programSendsEachEventAndNamesTheRefused_whenAnAnswerIsLostAndTheDoorIsBusy(
            String language, String command, String file) throws Exception {
        assumeTrue(isInstalled(command), command + " is not installed on this machine");
        Path program = Files.writeString(folder.resolve(file), snippet(language));
        List<String> events = new ArrayList<>(IntStream.range(0, SALES)
                .mapToObj(n -> sale(language + "-" + n))
                .toList());
        events.add(7, "{\"event_id\":\"" + language + "-refused\",\"source\":\"programs\"}");

        Ended ended;
        try (Front front = new Front()) {
            ended = run(List.of(command, program.toString()), front.address(), String.join("\n", events));
            assertThat(front.requests.get()).as("requests").isGreaterThan(4);
        }

        assertThat(ended.status()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output().lines().filter(line -> line.startsWith("refused:")))
                .singleElement()
                .asString()
                .contains(language + "-refused");
        Map<String, TreeSet<String>> kept = kept(language + "-");
        assertThat(kept).hasSize(SALES);
        assertThat(kept.values()).as("sent again with the same bytes").allMatch(bytes -> bytes.size() == 1);
        assertThat(door.rejected())
                .filteredOn(refusal -> Door.text(refusal.value()).contains(language + "-refused"))
                .as("refused: not sent again once that is known")
                .hasSize(1);
    }

    @Test
    void commandLineSendsItsEvent() throws Exception {
        assumeTrue(isInstalled("curl"), "curl is not installed on this machine");

        Ended ended = run(List.of("sh", "-c", snippet("bash")), door.address(), "");

        assertThat(ended.output()).isEqualTo("{\"accepted\":1,\"rejected\":0}");
        assertThat(kept("soho-2-000184")).hasSize(1);
    }

    private static String sale(String id) {
        return """
                {"event_id":"%s","source":"programs","event_type":"sale.completed","timestamp":"2026-07-02T12:00:00Z",\
                "details":{"store_id":"soho","order_id":"%s","currency":"GBP",\
                "lines":[{"product_id":"thé","quantity":1,"unit_price":"2.50"}]}}""".formatted(id, id);
    }

    /** The different values in the topic of each event whose id begins so. */
    private static Map<String, TreeSet<String>> kept(String prefix) {
        Map<String, TreeSet<String>> kept = new TreeMap<>();
        door.topic().forEach(record -> {
            String value = Door.text(record.value());
            Matcher id = EVENT_ID.matcher(value.replace(": ", ":"));
            if (id.find() && id.group(1).startsWith(prefix)) {
                kept.computeIfAbsent(id.group(1), first -> new TreeSet<>()).add(value);
            }
        });
        return kept;
    }

    private static String snippet(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```\n", Pattern.DOTALL)
                .matcher(Files.readString(document()));
        assertThat(block.find()).as("a program in " + language).isTrue();
        return block.group(1);
    }

    private static Path document() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("docs/producers.md"))) {
                return at.resolve("docs/producers.md");
            }
        }
        throw new IllegalStateException("the tests run outside of the checkout");
    }

    private static boolean isInstalled(String command) throws InterruptedException {
        try {
            return new ProcessBuilder("sh", "-c", "command -v " + command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noShell) {
            return false;
        }
    }

    private record Ended(int status, String output) {}

    private static Ended run(List<String> command, URI daybook, String input) throws Exception {
        Path in = Files.writeString(folder.resolve("events.ndjson"), input);
        Path out = folder.resolve("program.output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("EVENTS_URL", daybook.toString().replaceAll("/$", ""));
        builder.environment().put("EVENTS_KEY", Door.KEY);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(out));
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Stands before the door: loses the first answer, though the events are durable by then; is busy the second time, a proxy
     * without a door the third time; the fourth time it keeps refusals and no event.
     */
    private static final class Front implements AutoCloseable {
        final AtomicInteger requests = new AtomicInteger();
        private final HttpServer server;
        private final HttpClient client = HttpClient.newHttpClient();

        Front() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/events", this::handle);
            server.setExecutor(threads);
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                switch (requests.incrementAndGet()) {
                    case 1 -> forward(exchange, body);
                    case 2 -> busy(exchange, "{\"status\":503}");
                    case 3 -> answer(exchange, 502, "<html>Bad Gateway</html>");
                    case 4 -> busy(exchange, refusalsOnly(body));
                    default -> {
                        HttpResponse<String> answer = forward(exchange, body);
                        answer(exchange, answer.statusCode(), answer.body());
                    }
                }
            }
        }

        private static void busy(HttpExchange exchange, String body) throws IOException {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, 503, body);
        }

        private static String refusalsOnly(byte[] body) {
            List<String> lines = Door.text(body).lines().toList();
            return IntStream.range(0, lines.size())
                    .mapToObj(i -> "{\"index\":%d,\"status\":%d,\"detail\":\"as told\"}"
                            .formatted(i, lines.get(i).contains("-refused") ? 422 : 503))
                    .collect(Collectors.joining(",", "{\"status\":503,\"results\":[", "]}"));
        }

        private HttpResponse<String> forward(HttpExchange exchange, byte[] body) throws IOException {
            try {
                return client.send(
                        HttpRequest.newBuilder(door.address().resolve("/v1/events"))
                                .header(
                                        "Authorization",
                                        exchange.getRequestHeaders().getFirst("Authorization"))
                                .header(
                                        "Content-Type",
                                        exchange.getRequestHeaders().getFirst("Content-Type"))
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());
            } catch (InterruptedException closing) {
                throw new IOException(closing);
            }
        }

        private static void answer(HttpExchange exchange, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
