package dev.daybook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.daybook.report.web.HealthPages;
import dev.daybook.report.web.Trouble;
import dev.daybook.service.Health;
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
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    private static final HealthWatch.Names TWO_PODS =
            host -> new InetAddress[] {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")};

    private static HttpServer instance(String address, int port, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.createContext("/health/ready", exchange -> {
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static HealthPages.Seen firstLook(HealthWatch watch) {
        await().atMost(Duration.ofSeconds(30)).until(() -> watch.seen().at() != null);
        return watch.seen();
    }

    @Test
    void asksEveryInstance_whereANameLeadsToSeveral() throws Exception {
        HttpServer well = instance("127.0.0.1", 0, "{\"status\":\"ready\",\"not_ready\":{}}");
        int port = well.getAddress().getPort();
        HttpServer ill = instance(
                "127.0.0.2", port, "{\"status\":\"not_ready\",\"not_ready\":{\"kafka\":\"it is away\"},\"alarms\":{}}");
        URI processor = URI.create("http://processor-health:" + port);
        try (HealthWatch watch =
                HealthWatch.start(new Health(), Map.of("processor", processor), TWO_PODS, Clock.systemUTC())) {
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
        try (HealthWatch watch = HealthWatch.start(own, Map.of("ingest", ingest), none, Clock.systemUTC())) {
            assertThat(firstLook(watch).troubles())
                    .extracting(Trouble::service, Trouble::part, Trouble::keepsItFromReady)
                    .containsExactly(tuple("report", "ledger", true), tuple("ingest", "service", true));
        }
    }
}
