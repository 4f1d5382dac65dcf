package dev.daybook.allinone.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.service.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before the SNS stand-in, does to its calls what networks and services do, and keeps a record of each. */
final class FaultySns implements AutoCloseable {
    private static final Pattern MESSAGE_ID = Pattern.compile("<MessageId>([^<]+)</MessageId>");

    /** What becomes of a call. */
    enum Fault {
        NONE,
        /** SNS takes it, and its answer never arrives. */
        HANG_AFTER_TAKING,
        /** SNS takes it, and its answer arrives once it is released. */
        ANSWER_LATE,
        /** It never reaches SNS, and there is no answer. */
        HANG_BEFORE_TAKING,
        /** SNS takes it, and the connection breaks. */
        RESET_AFTER_TAKING,
        /** It never reaches SNS, since the connection breaks. */
        RESET_BEFORE_TAKING,
        SERVER_ERROR,
        THROTTLE,
        FORBID;

        /** Whether the caller learns for certain that nothing was taken. */
        boolean isPlainRefusal() {
            return this == THROTTLE || this == FORBID;
        }

        /** Whether the caller can't learn what became of the call. */
        boolean leavesInDoubt() {
            return this != NONE && this != ANSWER_LATE && !isPlainRefusal();
        }
    }

    /**
     * One call, as the network saw it.
     *
     * @param mail what subscribers of the protocol e-mail get
     * @param messageId SNS's, where SNS took it
     * @param took until an answer was ready, where there is one
     */
    record Call(String subject, String mail, Fault fault, Optional<String> messageId, Duration took) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI sns;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore late = new Semaphore(0);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<String, Fault> script = subject -> Fault.NONE;

    FaultySns(URI sns) throws IOException {
        this.sns = sns;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void fault(Fault next) {
        script = subject -> next;
    }

    /** @param bySubject the fault for a call with that subject; asked once per call */
    void script(Function<String, Fault> bySubject) {
        script = bySubject;
    }

    /** Lets one late answer go. */
    void release() {
        late.release();
    }

    int calls() {
        return calls.size();
    }

    /** All calls so far, in the order of their ends; what hangs has ended for SNS. */
    List<Call> record() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        long began = System.nanoTime();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> form = form(body);
        String subject = form.getOrDefault("Subject", "");
        Fault fault = script.apply(subject);
        Optional<HttpResponse<byte[]>> answer = Optional.empty();
        try {
            answer = switch (fault) {
                case NONE, ANSWER_LATE, HANG_AFTER_TAKING, RESET_AFTER_TAKING -> Optional.of(forward(exchange, body));
                default -> Optional.empty();
            };
            // Noted before the caller can know: nothing that it does next comes before this call in the record.
            calls.add(new Call(
                    subject,
                    mail(form),
                    fault,
                    answer.flatMap(FaultySns::messageId),
                    Duration.ofNanos(System.nanoTime() - began)));
            switch (fault) {
                case ANSWER_LATE -> {
                    late.acquire();
                    pass(exchange, answer.orElseThrow());
                }
                case NONE -> pass(exchange, answer.orElseThrow());
                case HANG_AFTER_TAKING, HANG_BEFORE_TAKING -> closing.await();
                case RESET_AFTER_TAKING, RESET_BEFORE_TAKING -> {}
                case SERVER_ERROR -> error(exchange, 500, "InternalError");
                case THROTTLE -> error(exchange, 400, "Throttling");
                case FORBID -> error(exchange, 403, "AuthorizationError");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close(); // without an answer where none was sent: the client sees the connection break
        }
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static String mail(Map<String, String> form) throws IOException {
        return Json.MAPPER
                .readTree(form.getOrDefault("Message", "{}"))
                .path("email")
                .asText();
    }

    private static Optional<String> messageId(HttpResponse<byte[]> answer) {
        Matcher id = MESSAGE_ID.matcher(new String(answer.body(), StandardCharsets.UTF_8));
        return answer.statusCode() == 200 && id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(sns).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : new String[] {"Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Content-Sha256"}) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body = ("<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + code
                        + "</Message></Error><RequestId>1</RequestId></ErrorResponse>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
