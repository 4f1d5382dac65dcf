package dev.daybook.processor.aggregate;

import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * One partition's rows of a selection, and the offset they stand at: exactly the records before it are in them.
 *
 * @param nextOffset of the events topic; 0 where nothing was counted yet
 * @param rows by encoded key, so in the order of the keys
 */
public record PartitionRows(int partition, long nextOffset, SortedMap<Bytes, Row> rows) {

    /** Adds the rows to sums under the same keys. */
    public void addTo(Map<Bytes, Row> sums) {
        rows.forEach((key, row) -> sums.merge(key, row, Row::plus));
    }
}
