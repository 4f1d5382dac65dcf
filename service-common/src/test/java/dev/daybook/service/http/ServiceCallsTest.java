package dev.daybook.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServiceCallsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 100_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private final ServiceCalls calls = new ServiceCalls(new Secret("sesame"), MAX_BYTES);
    private URI service;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/whole", exchange -> answer(exchange, "Bearer sesame".length(), authorization(exchange)));
        server.createContext("/full", exchange -> answer(exchange, 0, "x".repeat(MAX_BYTES)));
        server.createContext("/too-long", exchange -> answer(exchange, 0, "x".repeat(MAX_BYTES + 1)));
        server.createContext("/stalls", this::stall);
        server.start();
        service = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static String authorization(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("Authorization");
    }

    /** @param length of the body; 0 for one that is sent in chunks */
    private static void answer(HttpExchange exchange, int length, String body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Sends a head and some bytes, and nothing more. */
    private void stall(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            end.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void showsTheServicesKey_andGivesTheAnswer() throws Exception {
        ServiceCalls.Answer answer = calls.get(service, "/whole", LONG);
        assertThat(answer.isOk()).isTrue();
        assertThat(answer.body()).asString().isEqualTo("Bearer sesame");
        assertThat(calls.get(service, "/elsewhere", LONG).status()).isEqualTo(404);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void endsAfterItsLimit_evenWhereTheAnswerHasBegun() {
        assertThatThrownBy(() -> calls.get(service, "/stalls", Duration.ofMillis(300)))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessage("no whole answer within 300 ms");
    }

    @Test
    void holdsNoMoreThanItsLimitOfAnAnswer() throws Exception {
        assertThat(calls.get(service, "/full", LONG).body()).hasSize(MAX_BYTES);
        assertThatThrownBy(() -> calls.get(service, "/too-long", LONG))
                .isInstanceOf(ServiceCalls.AnswerTooLong.class)
                .hasMessage("the answer has more than " + MAX_BYTES + " bytes");
    }

    @Test
    void saysWhatBroke_whenNobodyAnswers() {
        URI nobody = URI.create("http://127.0.0.1:1");
        assertThatThrownBy(() -> calls.get(nobody, "/whole", LONG)).isInstanceOf(ConnectException.class);
    }
}
