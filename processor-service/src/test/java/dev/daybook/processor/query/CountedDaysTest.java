package dev.daybook.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.processor.aggregate.AccountingRow;
import dev.daybook.processor.aggregate.OwnedPartition;
import dev.daybook.processor.aggregate.PartitionRows;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class CountedDaysTest {
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

    /** A partition that counted one event on each date from the first on. */
    private static PartitionRows partition(int number, LocalDate first, int dates) {
        TreeMap<Bytes, Row> rows = new TreeMap<>();
        for (int i = 0; i < dates; i++) {
            rows.put(
                    Bytes.wrap(new RowKey.Accounting(first.plusDays(i)).encode()),
                    new AccountingRow(1, i, 2L * i, 3L * i));
        }
        return new PartitionRows(number, dates, 0, rows);
    }

    private static InstanceAnswer instance(PartitionRows... partitions) {
        return new InstanceAnswer.Partitions(List.of(partitions));
    }

    @Test
    void sumsTheCountsOfEachDateOverThePartitions() {
        CountedDays days = CountedDays.of(
                List.of(instance(partition(1, FIRST.plusDays(1), 2)), instance(partition(0, FIRST, 2))), 2);
        assertThat(days)
                .isEqualTo(new CountedDays.Known(
                        new TreeMap<>(Map.of(FIRST, 1L, FIRST.plusDays(1), 2L, FIRST.plusDays(2), 1L)),
                        Optional.empty()));
    }

    @Test
    void endsWhereAPartitionWithMoreDatesThanItMayAnswerEnds() {
        LocalDate long0 = FIRST.plusDays(OwnedPartition.MAX_DATES);
        CountedDays.Known days = (CountedDays.Known) CountedDays.of(
                List.of(instance(partition(0, FIRST, OwnedPartition.MAX_DATES), partition(1, long0.minusDays(1), 5))),
                2);
        assertThat(days.next()).contains(long0);
        assertThat(days.counted()).hasSize(OwnedPartition.MAX_DATES);
        assertThat(days.counted().lastKey()).isEqualTo(long0.minusDays(1));
        assertThat(days.counted()).containsEntry(long0.minusDays(1), 2L);
    }

    @Test
    void isNotKnown_whenAPartitionIsMissing() {
        assertThat(CountedDays.of(List.of(instance(partition(0, FIRST, 1))), 2))
                .isInstanceOf(CountedDays.NotKnown.class);
        assertThat(CountedDays.of(List.of(new InstanceAnswer.Unavailable("busy")), 2))
                .isEqualTo(new CountedDays.NotKnown(new Merge.Unavailable("busy")));
    }
}
