package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of everything at once, in the middle of a load: what was acknowledged is counted, exactly. */
class KillTest {
    private static final String DATE =
            LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    private static final int TILLS = 3;
    private static final int KILLS = 2;
    private static final int SALES_BEFORE_EACH_KILL = 1_500;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void ledgerFiguresAndReportAreEqual_whenTheProcessIsKilledUnderLoad() throws Exception {
        Path home = folder.resolve("home");
        DaybookProcess daybook = DaybookProcess.up(home, Map.of());
        try {
            AtomicReference<DaybookClient> client = new AtomicReference<>(daybook.client());
            List<Till> tills = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < TILLS; i++) {
                Till till = new Till("till-" + i, DATE, i, client::get);
                tills.add(till);
                Thread thread = new Thread(till, till.toString());
                thread.start();
                threads.add(thread);
            }
            for (int kill = 0; kill < KILLS; kill++) {
                int enough = sent(tills) + SALES_BEFORE_EACH_KILL;
                Awaitility.await("load").atMost(LIMIT).until(() -> sent(tills) >= enough);
                daybook.kill();
                daybook = DaybookProcess.up(home, Map.of());
                client.set(daybook.client());
            }
            int enough = sent(tills) + SALES_BEFORE_EACH_KILL;
            Awaitility.await("load after the kills").atMost(LIMIT).until(() -> sent(tills) >= enough);
            tills.forEach(Till::close);
            for (Thread thread : threads) {
                thread.join(LIMIT.toMillis());
                assertThat(thread.isAlive()).isFalse();
            }

            assertThat(tills).as("a kill hit something that was under way").anyMatch(till -> till.retries() > 0);
            Map<String, Till.Expected> ledger = Figures.sum(tills);
            Figures.assertEqual(Figures.complete(client.get(), DATE), ledger);
            DaybookClient.Answer run = client.get().run(DATE);
            assertThat(run.status()).as(run.text()).isEqualTo(200);
            Figures.assertEqual(
                    client.get().get("report", "/v1/reports/" + DATE).json().path("sales"), ledger);
        } finally {
            daybook.close();
        }
    }

    private static int sent(List<Till> tills) {
        return tills.stream().mapToInt(Till::sent).sum();
    }
}
