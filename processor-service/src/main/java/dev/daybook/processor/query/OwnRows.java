package dev.daybook.processor.query;

import dev.daybook.processor.aggregate.OwnedPartition;
import dev.daybook.processor.aggregate.OwnedPartition.Answer;
import dev.daybook.processor.aggregate.OwnedPartitions;
import dev.daybook.processor.aggregate.PartitionRows;
import dev.daybook.processor.aggregate.RowSelection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What this instance knows of a day: the rows of each partition that it owns, each a consistent snapshot. Thread-safe. */
public final class OwnRows {
    /** A record takes well under a millisecond to process; a partition that is busy for longer waits for the broker. */
    private static final Duration MAX_WAIT_PER_PARTITION = Duration.ofMillis(500);

    private final OwnedPartitions owned;

    public OwnRows(OwnedPartitions owned) {
        this.owned = owned;
    }

    private interface Look {
        Answer at(OwnedPartition partition) throws InterruptedException;
    }

    InstanceAnswer read(RowSelection selection) throws InterruptedException {
        return each(partition -> partition.read(selection, MAX_WAIT_PER_PARTITION));
    }

    /** The accounting rows of the first dates from the given one on. */
    InstanceAnswer accounting(LocalDate from) throws InterruptedException {
        return each(partition -> partition.accounting(from, MAX_WAIT_PER_PARTITION));
    }

    private InstanceAnswer each(Look look) throws InterruptedException {
        List<PartitionRows> partitions = new ArrayList<>();
        for (OwnedPartition partition : owned.all()) {
            Answer answer = look.at(partition);
            if (answer instanceof Answer.Unavailable unavailable) {
                return new InstanceAnswer.Unavailable(unavailable.why());
            }
            if (answer instanceof Answer.TooManyRows) {
                return new InstanceAnswer.TooManyRows();
            }
            partitions.add(((Answer.Rows) answer).rows());
        }
        return new InstanceAnswer.Partitions(partitions);
    }
}
