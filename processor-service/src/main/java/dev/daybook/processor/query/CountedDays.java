package dev.daybook.processor.query;

import dev.daybook.processor.aggregate.AccountingRow;
import dev.daybook.processor.aggregate.OwnedPartition;
import dev.daybook.processor.aggregate.PartitionRows;
import dev.daybook.processor.aggregate.RowKey;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** How many events are counted on each date, over all partitions, or why that isn't known; never short of a partition. */
sealed interface CountedDays {

    /**
     * The first dates that have any records.
     *
     * @param counted by date
     * @param next the date to go on with; empty where there are no more
     */
    record Known(SortedMap<LocalDate, Long> counted, Optional<LocalDate> next) implements CountedDays {}

    /** @param merge any other than the whole */
    record NotKnown(Merge merge) implements CountedDays {}

    /** Leaves out the dates that a partition with more of them than it may answer didn't come to. */
    static CountedDays of(Collection<InstanceAnswer> answers, int partitions) {
        Optional<LocalDate> next = answers.stream()
                .filter(InstanceAnswer.Partitions.class::isInstance)
                .flatMap(answer -> ((InstanceAnswer.Partitions) answer).partitions().stream())
                .filter(partition -> partition.rows().size() >= OwnedPartition.MAX_DATES)
                .map(partition -> date(partition.rows().lastKey()).plusDays(1))
                .min(LocalDate::compareTo);
        Merge merge = Merge.of(
                answers.stream()
                        .map(answer -> next.map(date -> before(date, answer)).orElse(answer))
                        .toList(),
                partitions);
        if (!(merge instanceof Merge.Whole whole)) {
            return new NotKnown(merge);
        }
        TreeMap<LocalDate, Long> counted = new TreeMap<>();
        whole.rows().forEach((key, row) -> counted.put(date(key), ((AccountingRow) row).counted()));
        return new Known(counted, next);
    }

    private static LocalDate date(Bytes key) {
        return RowKey.decode(key.get()).date();
    }

    private static InstanceAnswer before(LocalDate date, InstanceAnswer answer) {
        if (!(answer instanceof InstanceAnswer.Partitions found)) {
            return answer;
        }
        Bytes end = Bytes.wrap(new RowKey.Accounting(date).encode());
        List<PartitionRows> cut = found.partitions().stream()
                .map(rows -> new PartitionRows(
                        rows.partition(),
                        rows.events(),
                        rows.rejected(),
                        rows.rows().headMap(end)))
                .toList();
        return new InstanceAnswer.Partitions(cut);
    }
}
