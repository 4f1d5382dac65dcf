package dev.daybook.processor.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveStateTest {
    private static final LocalDate DATE = LocalDate.parse("2026-11-20");
    private static final Secret KEY = new Secret("sesame");

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private URI processor;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        processor = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void givesTheDayWithItsCut_toWhoHasTheServicesKey() throws Exception {
        server.createContext("/internal/v1/days/" + DATE, exchange -> {
            try (exchange) {
                boolean known =
                        "Bearer sesame".equals(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(known ? 200 : 401, 0);
                exchange.getResponseBody()
                        .write("{\"cut\":[{\"partition\":0,\"events\":7,\"rejected\":1}]}"
                                .getBytes(StandardCharsets.US_ASCII));
            }
        });
        LiveState.Answer.Day day = (LiveState.Answer.Day) new LiveState(processor, KEY).day(DATE);
        assertThat(day.cut()).isEqualTo(new Cut(Map.of(0, 7L), Map.of(0, 1L)));
        assertThat(new LiveState(processor, new Secret("other")).day(DATE))
                .isEqualTo(new LiveState.Answer.NotNow("the processor answered 401"));
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void endsAfterItsLimit_evenWhereTheAnswerHasBegun() throws Exception {
        server.createContext("/", this::stall);
        assertThat(new LiveState(processor, KEY, Duration.ofMillis(300)).day(DATE))
                .isEqualTo(new LiveState.Answer.NotNow(
                        "the processor at " + processor + " gave no answer: no whole answer within 300 ms"));
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
}
