package dev.daybook.processor.query;

import java.util.Map;
import java.util.Optional;

/** Where the partitions of both topics end, and what can be read before that. */
public interface EndOffsets {

    /**
     * The ends of each partition, behind open transactions too: a refusal of the door that was answered may lie there. Empty where
     * the broker doesn't say in time.
     */
    Optional<Ends> ofAllRecords() throws InterruptedException;

    /**
     * Whether a reader of committed records finds none of the refused ones between two offsets and never will, or false where
     * the broker doesn't say in time or a transaction is open there. The processor's own transactions leave markers there that are offsets without a record.
     */
    boolean holdsNoRejection(int partition, long from, long to);

    /** By partition. */
    record Ends(Map<Integer, Long> events, Map<Integer, Long> rejected) {
        public Ends {
            events = Map.copyOf(events);
            rejected = Map.copyOf(rejected);
        }
    }

    /** Whether the cut has reached all the ends; they must have been read before the rows were. May take seconds. */
    default boolean reached(Ends ends, Iterable<Merge.Cut> cut) {
        for (Merge.Cut at : cut) {
            Long events = ends.events().get(at.partition());
            Long rejected = ends.rejected().get(at.partition());
            if (events == null || rejected == null || at.events() < events) {
                return false;
            }
        }
        for (Merge.Cut at : cut) {
            long end = ends.rejected().get(at.partition());
            if (at.rejected() < end && !holdsNoRejection(at.partition(), at.rejected(), end)) {
                return false;
            }
        }
        return true;
    }
}
