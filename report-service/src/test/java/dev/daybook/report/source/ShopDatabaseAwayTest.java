package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.SampleReports;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopDatabaseAwayTest {
    private static final LocalDate DAY = LocalDate.of(2020, 6, 22);

    @Test
    void saysThatNothingIsThere_whenTheServerIsDown() throws IOException {
        int port;
        try (ServerSocket gone = listen()) {
            port = gone.getLocalPort();
        }
        String reason = reconcile(port);
        assertThat(reason)
                .startsWith("the shop's database at 127.0.0.1:" + port + " can't be reached (SHOP_DB_URL): ")
                .contains("Connection refused");
        assertThat(new SalesAnalysisSource(config(port)).read(DAY))
                .isEqualTo(new SalesAnalysisSource.Outcome.Unavailable(reason));
    }

    @Test
    void givesUpAfterTheConnectTimeout_whenTheServerIsSilent() throws IOException {
        try (ServerSocket silent = listen()) {
            assertThat(reconcile(silent.getLocalPort()))
                    .isEqualTo("the shop's database at 127.0.0.1:" + silent.getLocalPort()
                            + " doesn't answer (waited 200 ms, SHOP_DB_CONNECT_TIMEOUT)");
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    }

    private static String reconcile(int port) {
        Reconciliation outcome = new ShopReconciliation(config(port), SampleReports.LONDON)
                .reconcile(DAY, List.of(), order -> {
                    throw new AssertionError("an order of a database that isn't there: " + order);
                });
        assertThat(outcome).isInstanceOf(Reconciliation.NotReconciled.class);
        String reason = ((Reconciliation.NotReconciled) outcome).reason();
        assertThat(reason).doesNotContain("sesame");
        return reason;
    }

    private static ShopDatabaseConfig config(int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SHOP_DB_URL", "jdbc:mariadb://127.0.0.1:" + port + "/cafe?sslMode=disable");
        environment.put("SHOP_DB_USER", "reader");
        environment.put("SHOP_DB_PASSWORD", "sesame");
        environment.put("SHOP_DB_STORE_ID", "cafe");
        environment.put("SHOP_DB_CURRENCY", "USD");
        environment.put("SHOP_DB_CONNECT_TIMEOUT", "200ms");
        environment.put("SHOP_DB_QUERY_TIMEOUT", "100ms");
        Settings settings = Settings.of(environment);
        ShopDatabaseConfig config = ShopDatabaseConfig.from(settings).orElseThrow();
        settings.throwIfWrong();
        return config;
    }
}
