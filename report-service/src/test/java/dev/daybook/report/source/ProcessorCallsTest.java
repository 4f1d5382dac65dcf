package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.service.settings.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessorCallsTest {
    private static final int MAX_BYTES = 1000;

    @Test
    void takesAnAnswerThatIsTooLong_forNoneOfTheProcessors() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/long", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(new byte[MAX_BYTES + 1]);
            }
        });
        server.start();
        try {
            URI processor = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            ProcessorCalls calls = new ProcessorCalls(processor, new Secret("sesame"), MAX_BYTES);
            assertThatThrownBy(() -> calls.get("/long", Duration.ofSeconds(60)))
                    .isInstanceOf(MalformedFigures.class)
                    .hasMessage("the processor: the answer has more than " + MAX_BYTES + " bytes");
        } finally {
            server.stop(0);
        }
    }
}
