package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLineWriter;
import dev.daybook.events.archive.ArchivedTopic;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of this instance: where its chain stands and the one object that is being made or written. It has one object
 * at a time, so its offsets are committed in order by construction. Confined to the consumer's thread.
 */
final class PartitionChain {
    /** Where the partition is between assignment and release; it is read from only in READING. */
    enum State {
        /** Assigned; the group's committed offset isn't known yet. */
        ASSIGNED,
        /** There is none: the end of the chain is being looked up in S3. */
        LOCATING,
        /** Records are read into the open object. */
        READING,
        /** A finished object is under way to S3. */
        WRITING,
        /** It stands; its end isn't committed yet. */
        COMMITTING,
        /** An alarm: nothing happens until a restart or another assignment. */
        STOPPED
    }

    private final TopicPartition partition;
    private final ArchivedTopic topic;
    private final ArchiveLineWriter writer;
    private State state = State.ASSIGNED;
    private OpenObject open;
    private OpenObject.Finished writing;
    private Future<ObjectWriting.Outcome> outcome;
    private Future<OptionalLong> location;
    private Optional<ArchiveKey> previous = Optional.empty();
    private long archivedTo;
    private long committed;

    PartitionChain(TopicPartition partition, ArchivedTopic topic, ZoneId defaultTimeZone) {
        this.partition = partition;
        this.topic = topic;
        this.writer = new ArchiveLineWriter(topic.kind(), defaultTimeZone);
    }

    TopicPartition partition() {
        return partition;
    }

    ArchivedTopic topic() {
        return topic;
    }

    State state() {
        return state;
    }

    /** The offset that the archive goes up to: everything below is archived, or was never there. */
    long archivedTo() {
        return archivedTo;
    }

    long committed() {
        return committed;
    }

    /** Begins or goes on to read at the offset, which the group has as committed. */
    void readFrom(long offset) {
        state = State.READING;
        archivedTo = offset;
        committed = offset;
        location = null;
    }

    /** Begins to read at an offset that is not committed yet. */
    void readFromUncommitted(long offset) {
        readFrom(offset);
        committed = -1;
    }

    void locating(Future<OptionalLong> lookup) {
        state = State.LOCATING;
        location = lookup;
    }

    Optional<Future<OptionalLong>> located() {
        return state == State.LOCATING && location.isDone() ? Optional.of(location) : Optional.empty();
    }

    /**
     * Appends records until the object has to be cut.
     *
     * @return the offset to go on at after the cut, or empty where all were appended and there is room for more
     * @throws IllegalArgumentException for a record that can't be archived: its timestamp fits no key
     */
    OptionalLong append(List<ConsumerRecord<byte[], byte[]>> records, ArchiveLimits limits, long nowMillis) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (open != null && !open.takes(record)) {
                return OptionalLong.of(record.offset());
            }
            if (open == null) {
                open = new OpenObject(record, writer, nowMillis);
            }
            open.append(record);
            if (open.isFull(limits)) {
                return OptionalLong.of(record.offset() + 1);
            }
        }
        return OptionalLong.empty();
    }

    boolean hasOpenObject() {
        return open != null;
    }

    boolean isDue(ArchiveLimits limits, long nowMillis) {
        return state == State.READING && open != null && open.isDue(limits, nowMillis);
    }

    /** Ends the open object; it is to be written next. */
    OpenObject.Finished cut() {
        writing = open.finish();
        open = null;
        return writing;
    }

    void writing(Future<ObjectWriting.Outcome> writes) {
        state = State.WRITING;
        outcome = writes;
    }

    Optional<ArchiveKey> previous() {
        return previous;
    }

    Optional<Future<ObjectWriting.Outcome>> written() {
        return state == State.WRITING && outcome.isDone() ? Optional.of(outcome) : Optional.empty();
    }

    /**
     * The object's records stand.
     *
     * @return whether they end where the written object did; if not, reading goes on after what stands
     */
    boolean stands(ArchiveKey key, long lastOffset) {
        boolean asWritten = lastOffset == writing.lastOffset();
        state = State.COMMITTING;
        previous = Optional.of(key);
        archivedTo = lastOffset + 1;
        writing = null;
        outcome = null;
        return asWritten;
    }

    void isCommitted(long offset) {
        committed = offset;
        archivedTo = offset;
        state = State.READING;
    }

    void stop() {
        state = State.STOPPED;
        drop();
    }

    long heldBytes() {
        return (open == null ? 0 : open.heldBytes()) + (writing == null ? 0 : writing.bytes().length);
    }

    /** When the oldest record that is read but not archived was received, where there is one. */
    OptionalLong oldestHeldMillis() {
        if (writing != null) {
            return OptionalLong.of(writing.firstTimestampMillis());
        }
        return open == null ? OptionalLong.empty() : OptionalLong.of(open.firstTimestampMillis());
    }

    /** Gives up what isn't archived yet; whoever has the partition next reads it again. */
    void drop() {
        if (outcome != null) {
            outcome.cancel(true);
        }
        if (location != null) {
            location.cancel(true);
        }
        if (open != null) {
            open.close();
            open = null;
        }
        writing = null;
    }
}
