package dev.daybook.allinone;

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
        byte[] page = "<p>Welcome".getBytes(StandardCharsets.UTF_8);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
            ReportClient client = ReportClient.of(Map.of("DAYBOOK_API_KEY", "k".repeat(40)), Optional.of(address));
            assertThatThrownBy(() -> client.get("/v1/reports"))
                    .isInstanceOf(ReportClient.Unreachable.class)
                    .hasMessage("what answers at 127.0.0.1 is no report service of Daybook");
        } finally {
            other.stop(0);
        }
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
