package dev.daybook.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One processor becomes three and one again, all in containers, while tills sell; what was acknowledged is counted, exactly. */
@Tag("long")
@NeedsContainers
class ScalingContainerTest {
    private static final int SALES_IN_EACH_STEP = 1_000;

    @TempDir
    Path folder;

    @Test
    void figuresAndReportAreTheLedger_whenOneProcessorBecomesThreeAndOneAgainUnderLoad() throws Exception {
        // Scaled in, the names that are gone keep their partitions until their session ends: 20 s here, 3 minutes in
        // deploy/k8s.
        Map<String, String> likeAPod = Map.of(
                "PROCESSOR_LEAVE_GROUP_ON_CLOSE", "false",
                "PROCESSOR_SESSION_TIMEOUT", "20s",
                "PROCESSOR_STANDBY_REPLICAS", "1");
        try (Fleet fleet = new Fleet(folder, likeAPod)) {
            Part ingest = fleet.ingest("ingest-0", "api,archive");
            Part first = fleet.processor("processor-0");
            Part report = fleet.report("report-0", "processor-0");
            fleet.start(ingest, first, report);
            fleet.sell(ingest);
            fleet.awaitSales(SALES_IN_EACH_STEP);
            assertThat(Fleet.owned(first)).isEqualTo(Fleet.PARTITIONS);

            Part second = fleet.processor("processor-1");
            Part third = fleet.processor("processor-2");
            fleet.start(second, third);
            Fleet.awaitOwned(
                    "three share the partitions",
                    List.of(first, second, third),
                    owned -> owned == Fleet.PARTITIONS / 3);
            fleet.awaitSales(SALES_IN_EACH_STEP);

            third.stop();
            second.stop();
            Fleet.awaitOwned("one has them all again", List.of(first), owned -> owned == Fleet.PARTITIONS);
            fleet.awaitSales(SALES_IN_EACH_STEP);

            Map<String, Till.Takings> ledger = fleet.assertFiguresAreTheLedger(first);
            fleet.assertReportIsTheLedger(report, ledger);
        }
    }
}
