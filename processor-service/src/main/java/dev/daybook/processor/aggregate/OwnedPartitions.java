package dev.daybook.processor.aggregate;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The partitions that this instance owns, restored and running, right now: a processor enters its partition when its task
 * starts to run and takes it out when it stops. Standby and restoring partitions are never in it. Thread-safe.
 */
public final class OwnedPartitions {
    private final ConcurrentMap<Integer, OwnedPartition> owned = new ConcurrentHashMap<>();

    void enter(OwnedPartition partition) {
        owned.put(partition.partition(), partition);
    }

    void leave(OwnedPartition partition) {
        partition.release();
        // A thread that takes the partition over within this instance may have entered its own already.
        owned.remove(partition.partition(), partition);
    }

    /** By partition. */
    public List<OwnedPartition> all() {
        return owned.values().stream()
                .sorted(Comparator.comparingInt(OwnedPartition::partition))
                .toList();
    }
}
