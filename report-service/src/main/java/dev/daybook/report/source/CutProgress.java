package dev.daybook.report.source;

import dev.daybook.report.daily.Cut;
import dev.daybook.service.kafka.UnreadRecords;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far processor and archive have come, as against the ends of the topics at one moment. An offset counts as reached where no
 * readable record lies before it. Not thread-safe.
 */
final class CutProgress implements AutoCloseable {
    private final EventLog log;
    private final Map<TopicPartition, Long> ends;
    private final UnreadRecords unread;

    /** Takes the ends of the topics now. */
    CutProgress(EventLog log) {
        this.log = log;
        this.ends = log.ends();
        this.unread = log.unreadRecords();
    }

    /** Why the snapshot can't be one of these topics at all, or null. */
    String foreign(Snapshot snapshot) {
        if (!snapshot.topic().equals(log.events()) || !snapshot.rejectedTopic().equals(log.rejected())) {
            return "the processor counts topics " + snapshot.topic() + " and " + snapshot.rejectedTopic()
                    + ", but this report is of " + log.events() + " and " + log.rejected()
                    + ": TOPIC_PREFIX must be the same for both";
        }
        Map<TopicPartition, Long> positions = positions(snapshot.positions());
        if (!positions.keySet().equals(ends.keySet())
                || positions.size() != 2 * snapshot.positions().size()) {
            return "the processor answered for partitions "
                    + snapshot.positions().stream().map(Cut.Position::partition).toList() + ", but the topics have "
                    + ends.keySet();
        }
        return null;
    }

    /** What of the records before the ends the snapshot lacks, or null. */
    String unprocessed(Snapshot snapshot) {
        return behind(positions(snapshot.positions()), ends, "the processor has not counted everything received");
    }

    /** What of the snapshot a restart of the processor could take back, or null. */
    String uncommitted(Snapshot snapshot) {
        return behind(
                log.committed(snapshot.consumerGroup()),
                positions(snapshot.positions()),
                "consumer group " + snapshot.consumerGroup() + " has not committed everything counted");
    }

    /** What of the records in the snapshot the archive lacks, or null. */
    String unarchived(Snapshot snapshot, String group) {
        return behind(
                log.committed(group),
                positions(snapshot.positions()),
                "the archive has not kept everything counted (consumer group " + group + ")");
    }

    private String behind(Map<TopicPartition, Long> reached, Map<TopicPartition, Long> wanted, String what) {
        String first = null;
        int more = 0;
        for (Map.Entry<TopicPartition, Long> want : wanted.entrySet()) {
            long at = reached.getOrDefault(want.getKey(), 0L);
            if (isAnyUnread(want.getKey(), at, want.getValue())) {
                more += first == null ? 0 : 1;
                first = first == null
                        ? "partition " + want.getKey().partition() + " of "
                                + want.getKey().topic() + " stands at offset " + at + " of " + want.getValue()
                        : first;
            }
        }
        if (first == null) {
            return null;
        }
        return what + ": " + first + (more == 0 ? "" : ", and " + more + " more partition" + (more == 1 ? "" : "s"));
    }

    private boolean isAnyUnread(TopicPartition partition, long from, long to) {
        return EventLog.call("read " + partition, () -> unread.isAnyBetween(partition, from, to));
    }

    private Map<TopicPartition, Long> positions(List<Cut.Position> partitions) {
        Map<TopicPartition, Long> positions = new TreeMap<>(EventLog.ORDER);
        for (Cut.Position position : partitions) {
            positions.put(new TopicPartition(log.events(), position.partition()), position.events());
            positions.put(new TopicPartition(log.rejected(), position.partition()), position.rejected());
        }
        return positions;
    }

    @Override
    public void close() {
        unread.close();
    }
}
