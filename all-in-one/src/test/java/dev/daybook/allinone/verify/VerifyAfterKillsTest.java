package dev.daybook.allinone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.HomeCommands;
import dev.daybook.allinone.e2e.DaybookProcess;
import dev.daybook.allinone.sample.SampleDay;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of everything in the middle of a day's load, twice; the day verifies, running and from its state alone. */
class VerifyAfterKillsTest {
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private static final int BATCH = 100;

    @TempDir
    Path folder;

    @Test
    void dayIsExact_afterSigkillUnderLoad() throws Exception {
        Path home = folder.resolve("home");
        HomeCommands commands = new HomeCommands(home, Map.of());
        List<String> events = SampleDay.of(DAY, ZoneOffset.UTC).events();
        DaybookProcess daybook = DaybookProcess.up(home, Map.of());
        try {
            daybook.client().postMixed(events.subList(0, 1_000), BATCH);
            daybook.kill();
            daybook = DaybookProcess.up(home, Map.of());
            daybook.client().postMixed(events.subList(500, 2_000), BATCH);
            daybook.kill();
            daybook = DaybookProcess.up(home, Map.of());
            daybook.client().postMixed(events.subList(1_500, events.size()), BATCH);
            daybook.client().completeReport(DAY.toString());
            HomeCommands.Result verify = commands.verify(DAY.toString());
            assertThat(verify.status()).as(verify.toString()).isZero();
            assertThat(verify.out().lines()).as(verify.toString()).hasSize(2);
            daybook.kill();
            HomeCommands.Result killed = commands.verify(DAY.toString());
            assertThat(killed.status()).as(killed.toString()).isZero();
        } finally {
            daybook.close();
        }
    }
}
