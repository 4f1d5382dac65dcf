package dev.daybook.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final TrustedProxies TWO_NETWORKS = TrustedProxies.parse("10.0.0.0/8, 192.0.2.7, fd00:1::/32");

    /** What stands left of the last address that no trusted proxy has was the client's own to write. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    198.51.100.9 | 203.0.113.5                       | 198.51.100.9
                    10.1.2.3     | 203.0.113.5                       | 203.0.113.5
                    10.1.2.3     | 1.1.1.1, 203.0.113.5              | 203.0.113.5
                    10.1.2.3     | 1.1.1.1, 203.0.113.5, 192.0.2.7   | 203.0.113.5
                    10.1.2.3     | 10.9.9.9, 10.8.8.8                | 10.9.9.9
                    10.1.2.3     | 192.0.2.8                         | 192.0.2.8
                    10.1.2.3     | 203.0.113.5:4711                  | 203.0.113.5
                    10.1.2.3     | [2001:db8::5]:4711                | 2001:db8:0:0:0:0:0:5
                    fd00:1::9    | 2001:db8::5                       | 2001:db8:0:0:0:0:0:5
                    fd00:2::9    | 2001:db8::5                       | fd00:2::9
                    10.1.2.3     | 203.0.113.5, unknown              | 10.1.2.3
                    10.1.2.3     | 999.1.1.1                         | 10.1.2.3
                    10.1.2.3     | localhost                         | 10.1.2.3
                    10.1.2.3     | ''                                | 10.1.2.3
                    """)
    void takesTheirWordAlone(String peer, String forwardedFor, String client) {
        assertThat(TWO_NETWORKS.client(peer, List.of(forwardedFor))).isEqualTo(client);
    }

    @Test
    void takesNobodysWord_whenThereAreNone() {
        assertThat(TrustedProxies.NONE.client("10.1.2.3", List.of("203.0.113.5")))
                .isEqualTo("10.1.2.3");
        assertThat(TWO_NETWORKS.client("10.1.2.3", List.of())).isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.0.0.0/33",
                "10.0.0/8",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "::1/129",
                "a,10.0.0.1",
                ","
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> TrustedProxies.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be " + TrustedProxies.TYPE);
    }

    /** A proxy may add a header of its own behind the one that the client wrote. */
    @Test
    void readsTheLastOfSeveralHeaders(@TempDir Path folder) throws Exception {
        HttpService.Routes routes = new HttpService.Routes()
                .behind(TrustedProxies.parse("127.0.0.0/8"))
                .get("/address", Access.ANYONE, request -> Answer.text(200, request.address()));
        try (RunningService service = RunningService.start(folder, RunningService.LIMITS, routes)) {
            HttpRequest.Builder request = service.request("/address")
                    .header("X-Forwarded-For", "1.1.1.1")
                    .header("X-Forwarded-For", "203.0.113.5");

            assertThat(service.send(request).body()).isEqualTo("203.0.113.5");
            assertThat(service.send(service.request("/address")).body()).isEqualTo("127.0.0.1");
        }
    }
}
