package dev.daybook.processor.query;

import java.util.Map;
import java.util.Optional;

/** Where the partitions of the events topic end for a reader of committed records. */
public interface EndOffsets {

    /** The end of each partition, or empty where the broker doesn't say in time. */
    Optional<Map<Integer, Long>> readCommitted() throws InterruptedException;

    /** Whether the cut has reached all the ends; they must have been read before the rows were. */
    static boolean reached(Map<Integer, Long> ends, Iterable<Merge.Cut> cut) {
        for (Merge.Cut partition : cut) {
            Long end = ends.get(partition.partition());
            if (end == null || partition.events() < end) {
                return false;
            }
        }
        return true;
    }
}
