package dev.daybook.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.processor.aggregate.ActivityRow;
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

class MergeTest {
    private static final Bytes KEY =
            Bytes.wrap(new RowKey.Activity(LocalDate.of(2026, 11, 20), "app", "user_action", "ok").encode());

    private static PartitionRows partition(int partition) {
        return new PartitionRows(
                partition,
                10 + partition,
                partition,
                new TreeMap<>(Map.<Bytes, Row>of(KEY, new ActivityRow(partition + 1))));
    }

    private static InstanceAnswer instance(int... partitions) {
        return new InstanceAnswer.Partitions(java.util.Arrays.stream(partitions)
                .mapToObj(MergeTest::partition)
                .toList());
    }

    @Test
    void sumsEveryPartition_whoeverOwnsIt() {
        Merge merge = Merge.of(List.of(instance(2, 0), instance(), instance(1)), 3);
        assertThat(merge)
                .isEqualTo(new Merge.Whole(
                        List.of(new Merge.Cut(0, 10, 0), new Merge.Cut(1, 11, 1), new Merge.Cut(2, 12, 2)),
                        new TreeMap<>(Map.of(KEY, new ActivityRow(6)))));
    }

    @Test
    void isUnavailable_whenAPartitionHasNoOwner() {
        assertThat(Merge.of(List.of(instance(1, 2)), 3)).isEqualTo(noOwner(0));
        assertThat(Merge.of(List.of(instance(0), instance(2)), 3)).isEqualTo(noOwner(1));
        assertThat(Merge.of(List.of(instance(0), instance(1)), 3)).isEqualTo(noOwner(2));
        assertThat(Merge.of(List.of(), 3)).isEqualTo(noOwner(0));
    }

    private static Merge noOwner(int partition) {
        return new Merge.Unavailable("partition " + partition + " has no owner that is ready");
    }

    @Test
    void isUnavailable_whenAPartitionHasTwoOwners() {
        Merge two = new Merge.Unavailable("partition 1 has two owners for the moment");
        assertThat(Merge.of(List.of(instance(0, 1), instance(1, 2)), 3)).isEqualTo(two);
        assertThat(Merge.of(List.of(instance(0, 1), instance(1)), 3))
                .as("as many answers as partitions")
                .isEqualTo(two);
    }

    @Test
    void isUnavailable_whenThereIsAPartitionBeyondTheCount() {
        assertThat(Merge.of(List.of(instance(0, 1, 2, 3)), 3)).isInstanceOf(Merge.Unavailable.class);
    }

    @Test
    void isUnavailable_whenOneInstanceIs_whateverTheOthersSay() {
        assertThat(Merge.of(List.of(instance(0, 1, 2), new InstanceAnswer.Unavailable("it is away")), 3))
                .isEqualTo(new Merge.Unavailable("it is away"));
    }

    @Test
    void asksForLess_whenOnePartitionHasTooManyRows() {
        assertThat(Merge.of(List.of(instance(0), new InstanceAnswer.TooManyRows()), 2))
                .isEqualTo(new Merge.TooManyRows());
    }

    private static EndOffsets endsThatHoldRejections(boolean holds) {
        return new EndOffsets() {
            @Override
            public Optional<Ends> ofAllRecords() {
                return Optional.empty();
            }

            @Override
            public boolean holdsNoRejection(int partition, long from, long to) {
                return !holds;
            }
        };
    }

    @Test
    void hasReachedTheEnds_onlyWhenEveryPartitionOfBothTopicsHas() {
        EndOffsets ends = endsThatHoldRejections(true);
        List<Merge.Cut> cut = List.of(new Merge.Cut(0, 10, 3), new Merge.Cut(1, 11, 0));
        Map<Integer, Long> events = Map.of(0, 10L, 1, 11L);
        Map<Integer, Long> rejected = Map.of(0, 3L, 1, 0L);
        assertThat(ends.reached(new EndOffsets.Ends(events, rejected), cut)).isTrue();
        assertThat(ends.reached(new EndOffsets.Ends(Map.of(0, 9L, 1, 0L), Map.of(0, 1L, 1, 0L)), cut))
                .isTrue();
        assertThat(ends.reached(new EndOffsets.Ends(Map.of(0, 10L, 1, 12L), rejected), cut))
                .isFalse();
        assertThat(ends.reached(new EndOffsets.Ends(events, Map.of(0, 3L, 1, 1L)), cut))
                .isFalse();
        assertThat(ends.reached(new EndOffsets.Ends(Map.of(0, 10L), rejected), cut))
                .isFalse();
        assertThat(ends.reached(new EndOffsets.Ends(events, Map.of(0, 3L)), cut))
                .isFalse();
    }

    @Test
    void hasReachedTheEnds_whenOnlyMarkersAreLeftOfTheRefusedOnes_butNotOfTheEvents() {
        EndOffsets ends = endsThatHoldRejections(false);
        List<Merge.Cut> cut = List.of(new Merge.Cut(0, 10, 3));
        assertThat(ends.reached(new EndOffsets.Ends(Map.of(0, 10L), Map.of(0, 5L)), cut))
                .isTrue();
        assertThat(ends.reached(new EndOffsets.Ends(Map.of(0, 11L), Map.of(0, 5L)), cut))
                .isFalse();
    }
}
