package dev.daybook.processor.query;

import dev.daybook.processor.aggregate.PartitionRows;
import java.util.List;

/** What one instance answered for all the partitions that it owns. */
sealed interface InstanceAnswer {

    /** Possibly none: an instance may own no partition. */
    record Partitions(List<PartitionRows> partitions) implements InstanceAnswer {
        public Partitions {
            partitions = List.copyOf(partitions);
        }
    }

    /** Ask again a little later. */
    record Unavailable(String why) implements InstanceAnswer {}

    /** Ask for less. */
    record TooManyRows() implements InstanceAnswer {}
}
