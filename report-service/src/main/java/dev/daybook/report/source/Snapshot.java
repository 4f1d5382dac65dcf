package dev.daybook.report.source;

import dev.daybook.report.daily.ActivityCount;
import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.StoreSales;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A day's figures as the processor told them in one answer: each partition's rows and the offset they stand at are one
 * consistent snapshot, which need not be committed.
 *
 * @param positions each partition of the topic once
 * @param consumerGroup whose committed offsets prove the figures
 */
record Snapshot(
        List<Cut.Position> positions,
        String topic,
        String consumerGroup,
        List<StoreSales> stores,
        List<ActivityCount> activity) {

    Map<Integer, Long> offsets() {
        Map<Integer, Long> offsets = new TreeMap<>();
        positions.forEach(position -> offsets.put(position.partition(), position.events()));
        return offsets;
    }
}
