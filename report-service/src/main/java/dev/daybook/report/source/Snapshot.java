package dev.daybook.report.source;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.ActivityCount;
import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.RejectionCount;
import dev.daybook.report.daily.StoreSales;
import java.util.List;
import java.util.OptionalLong;

/**
 * A day's figures as the processor told them in one answer: each partition's rows and the offsets they stand at are one
 * consistent snapshot, which need not be committed.
 *
 * @param positions each partition of the topics once
 * @param consumerGroup whose committed offsets prove the figures
 * @param accounting what became of the records; without {@code received}, which only the archive says
 */
record Snapshot(
        List<Cut.Position> positions,
        String topic,
        String rejectedTopic,
        String consumerGroup,
        List<StoreSales> stores,
        List<ActivityCount> activity,
        Accounting accounting,
        List<RejectionCount> rejections) {

    /** The processor's side of the equation beside the archive's. */
    Accounting accounting(OptionalLong received) {
        return new Accounting(
                received,
                accounting.counted(),
                accounting.duplicate(),
                accounting.conflicting(),
                accounting.rejected());
    }
}
