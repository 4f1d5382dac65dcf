package dev.daybook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.report.web.HealthPages;
import dev.daybook.report.web.Trouble;
import dev.daybook.service.Health;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    private static final HealthWatch.Names TWO_PODS =
            host -> new InetAddress[] {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")};

    private static final Secret KEY = new Secret("sesame");

    private static HttpServer instance(String address, int port, String body) throws IOException {
        return instance(address, port, exchange -> answer(exchange, body));
    }

    private static HttpServer instance(String address, int port, HttpHandler ready) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.createContext("/health/ready", ready);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String complaint(String ofKafka) {
        return "{\"status\":\"not_ready\",\"not_ready\":{\"kafka\":\"" + ofKafka + "\"},\"alarms\":{}}";
    }

    private static HealthWatch watching(HttpServer processor) {
        URI at = URI.create("http://127.0.0.1:" + processor.getAddress().getPort());
        return HealthWatch.start(new Health(), Map.of("processor", at), KEY, Clock.systemUTC());
    }

    private static HealthPages.Seen firstLook(HealthWatch watch) {
        await().atMost(Duration.ofSeconds(30)).until(() -> watch.seen().at() != null);
        return watch.seen();
    }

    @Test
    void asksEveryInstance_whereANameLeadsToSeveral() throws Exception {
        HttpServer well = instance("127.0.0.1", 0, "{\"status\":\"ready\",\"not_ready\":{}}");
        int port = well.getAddress().getPort();
        HttpServer ill = instance("127.0.0.2", port, complaint("it is away"));
        URI processor = URI.create("http://processor-health:" + port);
        try (HealthWatch watch =
                HealthWatch.start(new Health(), Map.of("processor", processor), KEY, TWO_PODS, Clock.systemUTC())) {
            assertThat(firstLook(watch).troubles())
                    .extracting(Trouble::service, Trouble::part, Trouble::reason)
                    .containsExactly(tuple("processor at 127.0.0.2", "kafka", "it is away"));
        } finally {
            well.stop(0);
            ill.stop(0);
        }
    }

    @Test
    void saysThatAServiceIsAway_whereItsNameIsUnknown() {
        Health own = new Health();
        own.add("ledger", () -> Optional.of("it is away"));
        HealthWatch.Names none = host -> {
            throw new UnknownHostException(host);
        };
        URI ingest = URI.create("http://ingest.invalid:9090");
        try (HealthWatch watch = HealthWatch.start(own, Map.of("ingest", ingest), KEY, none, Clock.systemUTC())) {
            assertThat(firstLook(watch).troubles())
                    .extracting(Trouble::service, Trouble::part, Trouble::keepsItFromReady)
                    .containsExactly(tuple("report", "ledger", true), tuple("ingest", "service", true));
        }
    }

    @Test
    void showsTheServicesKey() throws Exception {
        HttpServer server = instance(
                "127.0.0.1",
                0,
                exchange ->
                        answer(exchange, complaint(exchange.getRequestHeaders().getFirst("Authorization"))));
        try (HealthWatch watch = watching(server)) {
            assertThat(firstLook(watch).troubles()).extracting(Trouble::reason).containsExactly("Bearer sesame");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void looksOn_whereAnAnswerBeginsAndDoesNotEnd() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        HttpServer server = instance("127.0.0.1", 0, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                end.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        try (HealthWatch watch = watching(server)) {
            assertThat(firstLook(watch).troubles())
                    .extracting(Trouble::service, Trouble::part, Trouble::reason, Trouble::keepsItFromReady)
                    .containsExactly(tuple("processor", "service", "it can’t be reached: HttpTimeoutException", true));
        } finally {
            end.countDown();
            server.stop(0);
        }
    }

    @Test
    void holdsNoMoreOfAnAnswerThanItsLimit() throws Exception {
        HttpServer server = instance("127.0.0.1", 0, complaint("x".repeat(HealthWatch.MAX_ANSWER_BYTES)));
        try (HealthWatch watch = watching(server)) {
            assertThat(firstLook(watch).troubles())
                    .extracting(Trouble::part, Trouble::reason)
                    .containsExactly(tuple(
                            "health",
                            "it doesn’t tell its health there: the answer has more than " + HealthWatch.MAX_ANSWER_BYTES
                                    + " bytes"));
        } finally {
            server.stop(0);
        }
    }
}
