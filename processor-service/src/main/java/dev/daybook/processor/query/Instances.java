package dev.daybook.processor.query;

import java.util.Set;
import org.apache.kafka.streams.state.HostInfo;

/** Which instances own partitions, as this one knows it from the last rebalance. */
public interface Instances {

    /** What is known for the moment. */
    sealed interface Known {}

    /**
     * The instances that own partitions.
     *
     * @param partitions how many the topic has
     * @param self how the others know this one
     */
    record All(Set<HostInfo> owners, int partitions, HostInfo self) implements Known {}

    /** Nothing is known yet, or no longer. */
    record NotKnown(String why) implements Known {}

    Known now();
}
