package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One processor becomes three and one again while tills sell; what was acknowledged is counted, exactly. */
@Tag("long")
class ScalingTest {
    private static final int SALES_IN_EACH_STEP = 1_000;

    @TempDir
    Path folder;

    @Test
    void figuresAreTheLedger_whenOneProcessorBecomesThreeAndOneAgainUnderLoad() throws Exception {
        // Scaled in, the names that are gone keep their partitions until their session ends: 20 s here, 3 minutes in
        // deploy/k8s.
        Map<String, String> likeAPod = Map.of(
                "PROCESSOR_LEAVE_GROUP_ON_CLOSE", "false",
                "PROCESSOR_SESSION_TIMEOUT", "20s",
                "PROCESSOR_STANDBY_REPLICAS", "1");
        try (Fleet fleet = new Fleet(folder, likeAPod)) {
            ServiceProcess ingest = fleet.ingest("ingest-0", "api");
            ServiceProcess first = fleet.processor("processor-0");
            DaybookClient one = fleet.client(ingest, first, null);
            fleet.sell(List.of(one));
            fleet.awaitSales(SALES_IN_EACH_STEP);
            assertThat(fleet.owned(one)).isEqualTo(Fleet.PARTITIONS);

            ServiceProcess second = fleet.processor("processor-1");
            ServiceProcess third = fleet.processor("processor-2");
            DaybookClient two = fleet.client(ingest, second, null);
            DaybookClient three = fleet.client(ingest, third, null);
            fleet.awaitOwned(
                    "three share the partitions",
                    List.of(one, two, three),
                    owned -> owned.stream().allMatch(count -> count == Fleet.PARTITIONS / 3));
            fleet.awaitSales(SALES_IN_EACH_STEP);

            third.end();
            second.end();
            fleet.awaitOwned("one has them all again", List.of(one), owned -> true);
            fleet.awaitSales(SALES_IN_EACH_STEP);

            fleet.assertFiguresAreTheLedger(one);
        }
    }
}
