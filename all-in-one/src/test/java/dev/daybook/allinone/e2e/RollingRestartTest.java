package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every process is ended and started again, one after the other, while tills sell. What was acknowledged is counted and
 * reported, exactly, and a processor that comes back under its name moves no partition.
 */
@Tag("long")
class RollingRestartTest {
    private static final int SALES_IN_EACH_STEP = 400;
    private static final String REBALANCED = "-> REBALANCING";

    @TempDir
    Path folder;

    @Test
    void figuresAndReportAreTheLedger_whenEverythingIsRestartedUnderLoad() throws Exception {
        Map<String, String> likeAPod = Map.of(
                "PROCESSOR_LEAVE_GROUP_ON_CLOSE", "false",
                "PROCESSOR_SESSION_TIMEOUT", "3m",
                "PROCESSOR_STANDBY_REPLICAS", "1");
        try (Fleet fleet = new Fleet(folder, likeAPod)) {
            ServiceProcess door = fleet.ingest("ingest-0", "api");
            ServiceProcess otherDoor = fleet.ingest("ingest-1", "api");
            ServiceProcess archive = fleet.ingest("archive-0", "archive");
            ServiceProcess processor = fleet.processor("processor-0");
            ServiceProcess otherProcessor = fleet.processor("processor-1");
            ServiceProcess report = fleet.report("report-0", processor);
            ServiceProcess otherReport = fleet.report("report-1", otherProcessor);
            DaybookClient client = fleet.client(door, processor, report);
            DaybookClient other = fleet.client(otherDoor, otherProcessor, otherReport);
            fleet.sell(List.of(client, other));
            fleet.awaitOwned(
                    "two share the partitions",
                    List.of(client, other),
                    owned -> owned.stream().allMatch(count -> count == Fleet.PARTITIONS / 2));

            for (ServiceProcess process : List.of(door, otherDoor, archive, report, otherReport)) {
                process.restart();
                fleet.awaitSales(SALES_IN_EACH_STEP);
            }
            restartWithoutMovingAnything(fleet, processor, otherProcessor);
            restartWithoutMovingAnything(fleet, otherProcessor, processor);

            Map<String, Till.Expected> ledger = fleet.assertFiguresAreTheLedger(client);
            fleet.assertReportIsTheLedger(other, ledger);
        }
    }

    private static void restartWithoutMovingAnything(Fleet fleet, ServiceProcess restarted, ServiceProcess witness)
            throws Exception {
        long before = witness.logged(REBALANCED);
        restarted.restart();
        fleet.awaitSales(SALES_IN_EACH_STEP);
        assertThat(witness.logged(REBALANCED))
                .as("rebalances that the other processor saw")
                .isEqualTo(before);
    }
}
