package dev.daybook.processor.aggregate;

import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * One partition's rows of a selection, and the offsets they stand at: exactly the records before them are in the rows.
 *
 * @param events the next offset of the events topic; 0 where nothing was counted yet
 * @param rejected the next offset of the topic of refused ones, likewise
 * @param rows by encoded key, so in the order of the keys
 */
public record PartitionRows(int partition, long events, long rejected, SortedMap<Bytes, Row> rows) {

    /** Adds the rows to sums under the same keys. */
    public void addTo(Map<Bytes, Row> sums) {
        rows.forEach((key, row) -> sums.merge(key, row, Row::plus));
    }
}
