package dev.daybook.processor.query;

import dev.daybook.processor.aggregate.PartitionRows;
import dev.daybook.processor.aggregate.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** What the answers of all instances come to: the whole, or why there is none. Never a sum that is short of a partition. */
public sealed interface Merge {

    /**
     * Every partition, exactly once.
     *
     * @param cut where each partition stood, by partition
     * @param rows the sums, by encoded key
     */
    record Whole(List<Cut> cut, SortedMap<Bytes, Row> rows) implements Merge {}

    /** Ask again a little later. */
    record Unavailable(String why) implements Merge {}

    /** Ask for less. */
    record TooManyRows() implements Merge {}

    /**
     * How far the figures go.
     *
     * @param events the offset after the last record of the events that is in them; 0 where none is
     * @param rejected likewise of the refused ones
     */
    record Cut(int partition, long events, long rejected) {}

    /** @param partitions how many the topic has */
    static Merge of(Collection<InstanceAnswer> answers, int partitions) {
        List<PartitionRows> found = new ArrayList<>();
        for (InstanceAnswer answer : answers) {
            if (answer instanceof InstanceAnswer.TooManyRows) {
                return new TooManyRows();
            }
            if (answer instanceof InstanceAnswer.Unavailable unavailable) {
                return new Unavailable(unavailable.why());
            }
            found.addAll(((InstanceAnswer.Partitions) answer).partitions());
        }
        found.sort(Comparator.comparingInt(PartitionRows::partition));
        return check(found, partitions);
    }

    private static Merge check(List<PartitionRows> found, int partitions) {
        for (int i = 0; i < found.size(); i++) {
            int partition = found.get(i).partition();
            if (partition < i) {
                return new Unavailable("partition " + partition + " has two owners for the moment");
            }
            if (partition > i) {
                return new Unavailable("partition " + i + " has no owner that is ready");
            }
        }
        if (found.size() != partitions) {
            return found.size() < partitions
                    ? new Unavailable("partition " + found.size() + " has no owner that is ready")
                    : new Unavailable("there is a partition " + partitions + " of " + partitions
                            + ": the partition count of a live topic was changed");
        }
        TreeMap<Bytes, Row> sums = new TreeMap<>();
        found.forEach(partition -> partition.addTo(sums));
        return new Whole(
                found.stream()
                        .map(partition -> new Cut(partition.partition(), partition.events(), partition.rejected()))
                        .toList(),
                sums);
    }
}
