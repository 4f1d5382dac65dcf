package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.daybook.service.settings.WrongSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportClientTest {
    @TempDir
    Path home;

    @Test
    void takesNoPageForAnAnswer_whenSomethingElseAnswers() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(other, "/", "text/html", "<p>Welcome");
        other.start();
        try {
            assertThatThrownBy(() -> client(other).get("/v1/reports"))
                    .isInstanceOf(ReportClient.Unreachable.class)
                    .hasMessage("what answers at 127.0.0.1 is no report service of Daybook");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void subscribersAreThoseOfAllPages() throws Exception {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(service, "/v1/subscribers", "application/json", """
                {"subscribers":[{"id":"1"},{"id":"2"}],"next":"/v1/more"}""");
        answer(service, "/v1/more", "application/json", """
                {"subscribers":[{"id":"3"}]}""");
        service.start();
        try {
            assertThat(ReportReading.subscribers(client(service)))
                    .extracting(subscriber -> subscriber.path("id").asText())
                    .containsExactly("1", "2", "3");
        } finally {
            service.stop(0);
        }
    }

    private static void answer(HttpServer server, String path, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static ReportClient client(HttpServer server) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return ReportClient.of(Map.of("DAYBOOK_API_KEY", "k".repeat(40)), Optional.of(address));
    }

    @Test
    void asksForTheKey_whenTheHomesDaybookWasStartedWithOneOfItsOwn() {
        URI any = URI.create("http://127.0.0.1:1");
        new Addresses(any, any, any, any, "127.0.0.1:1", "jdbc:mariadb://127.0.0.1:1/daybook").write(home);
        assertThatThrownBy(() -> ReportClient.of(Map.of("DAYBOOK_HOME", home.toString()), Optional.empty()))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("DAYBOOK_API_KEY is not set");
    }
}
