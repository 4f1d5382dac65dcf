package dev.daybook.allinone.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the SNS stand-in and does to its calls what networks and services do. */
final class FaultySns implements AutoCloseable {
    /** What becomes of a call. */
    enum Fault {
        NONE,
        /** SNS takes it, and its answer never arrives. */
        HANG_AFTER_TAKING,
        /** SNS takes it, and the connection breaks. */
        RESET_AFTER_TAKING,
        SERVER_ERROR,
        THROTTLE,
        FORBID
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI sns;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;

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
        fault = next;
    }

    int calls() {
        return calls.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            switch (fault) {
                case NONE -> pass(exchange, forward(exchange, body));
                case HANG_AFTER_TAKING -> {
                    forward(exchange, body);
                    closing.await();
                }
                case RESET_AFTER_TAKING -> forward(exchange, body);
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
