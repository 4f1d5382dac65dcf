package dev.daybook.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every container is stopped and started again, one after the other, while tills sell: both doors, the archive, both report
 * services, both processors, the AWS stand-in, the database and the only broker. What was acknowledged is counted and
 * reported, exactly, and a processor that comes back under its name moves no partition.
 */
@Tag("long")
@NeedsContainers
class RollingRestartContainerTest {
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
            Part door = fleet.ingest("ingest-0", "api");
            Part otherDoor = fleet.ingest("ingest-1", "api");
            Part archive = fleet.ingest("archive-0", "archive");
            Part processor = fleet.processor("processor-0");
            Part otherProcessor = fleet.processor("processor-1");
            Part report = fleet.report("report-0", "processor-0");
            Part otherReport = fleet.report("report-1", "processor-1");
            fleet.start(door, otherDoor, processor, otherProcessor);
            fleet.start(archive, report, otherReport);
            fleet.sell(door, otherDoor);
            Fleet.awaitOwned(
                    "two share the partitions",
                    List.of(processor, otherProcessor),
                    owned -> owned == Fleet.PARTITIONS / 2);

            for (Part part : List.of(door, otherDoor, archive, report, otherReport)) {
                part.restart();
                fleet.awaitSales(SALES_IN_EACH_STEP);
            }
            restartWithoutMovingAnything(fleet, processor, otherProcessor);
            restartWithoutMovingAnything(fleet, otherProcessor, processor);
            for (Part neighbour : List.of(fleet.aws(), fleet.database())) {
                neighbour.restart();
                fleet.awaitSales(SALES_IN_EACH_STEP);
            }
            restartTheOnlyBroker(fleet);

            Map<String, Till.Takings> ledger = fleet.assertFiguresAreTheLedger(processor);
            fleet.assertReportIsTheLedger(otherReport, ledger);
        }
    }

    private static void restartWithoutMovingAnything(Fleet fleet, Part restarted, Part witness) {
        long before = witness.logged(REBALANCED);
        assertThat(before).as("the other processor's first ones").isPositive();
        restarted.restart();
        fleet.awaitSales(SALES_IN_EACH_STEP);
        assertThat(witness.logged(REBALANCED))
                .as("rebalances that the other processor saw")
                .isEqualTo(before);
    }

    /** Nothing can be acknowledged while it is away: the doors say so, and the tills try again until it is back. */
    private static void restartTheOnlyBroker(Fleet fleet) {
        Part broker = fleet.broker();
        broker.stop();
        fleet.awaitEachTurnedAway();
        broker.startAgain();
        fleet.awaitSales(SALES_IN_EACH_STEP);
    }
}
