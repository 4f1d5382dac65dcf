package dev.daybook.processor.aggregate;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * A partition that this instance owns and processes: {@link #read} gives its rows and its positions as one consistent snapshot.
 * Streams itself gives none across puts or stores, so the processor holds the lock for a whole record, and a reader while it
 * opens its iterators, which are snapshots from then on. Thread-safe.
 */
public final class OwnedPartition {
    /**
     * Rows in one partition's answer. A row takes some 300 bytes until it is merged, and a query must never take the heap from
     * the thread that counts: with twelve partitions, this is 180 MB at the very most.
     */
    static final int MAX_ROWS = 50_000;
    /** Orders are spread over the partitions, not in each of them, so this allows 120,000 in an answer. */
    static final int MAX_ORDER_ROWS = 10_000;
    /** Dates in one partition's answer: 27 years, since events of any year may be loaded. */
    public static final int MAX_DATES = 10_000;
    /** Dates looked at while the lock is held, which takes a few milliseconds. */
    private static final int DATES_AT_ONCE = 100;

    private final int partition;
    private final DailyRows rows;
    private final SeenEvents seen;
    /** Fair, or a busy partition would take the lock again before a waiting reader wakes up. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private Positions positions;
    private boolean released;

    /** What reading came to. */
    public sealed interface Answer {
        record Rows(PartitionRows rows) implements Answer {}

        /** Ask again: the partition is on its way to another owner, or busy. */
        record Unavailable(String why) implements Answer {}

        /** Ask for less. */
        record TooManyRows() implements Answer {}
    }

    /** What looking for an identity came to. */
    public sealed interface Receipt {
        record Found(Optional<FirstReceipt> first) implements Receipt {}

        /** Ask again. */
        record Unavailable(String why) implements Receipt {}
    }

    OwnedPartition(int partition, DailyRows rows, SeenEvents seen, Positions positions) {
        this.partition = partition;
        this.rows = rows;
        this.seen = seen;
        this.positions = positions;
    }

    public int partition() {
        return partition;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** To be called under the lock, with the rows of the record. */
    void moveTo(Positions next) {
        positions = next;
    }

    /** Ends reading for good: the stores are about to be closed. */
    void release() {
        lock.lock();
        try {
            released = true;
        } finally {
            lock.unlock();
        }
    }

    /** The receipt that the identity's window began at, or that there is none. */
    public Receipt find(byte[] identityKey, Duration maxWait) throws InterruptedException {
        if (!lock.tryLock(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Receipt.Unavailable("partition " + partition + " was busy for " + maxWait.toMillis() + " ms");
        }
        try {
            return released
                    ? new Receipt.Unavailable("partition " + partition + " is on its way to another owner")
                    : new Receipt.Found(
                            seen.find(identityKey, positions.events().recordTimeMillis()));
        } catch (InvalidStateStoreException closed) {
            return new Receipt.Unavailable("partition " + partition + " is closed");
        } finally {
            lock.unlock();
        }
    }

    public Answer read(RowSelection selection, Duration maxWait) throws InterruptedException {
        if (!lock.tryLock(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Answer.Unavailable("partition " + partition + " was busy for " + maxWait.toMillis() + " ms");
        }
        Positions at;
        List<KeyValueIterator<Bytes, byte[]>> iterators;
        try {
            if (released) {
                return new Answer.Unavailable("partition " + partition + " is on its way to another owner");
            }
            at = positions;
            iterators = rows.open(selection.ranges());
        } catch (InvalidStateStoreException closed) {
            return new Answer.Unavailable("partition " + partition + " is closed");
        } finally {
            lock.unlock();
        }
        try {
            return drain(iterators, at, selection.kinds().contains(RowKind.ORDERS) ? MAX_ORDER_ROWS : MAX_ROWS);
        } catch (InvalidStateStoreException closed) {
            return new Answer.Unavailable("partition " + partition + " was closed while it was read");
        } finally {
            iterators.forEach(KeyValueIterator::close);
        }
    }

    /**
     * The accounting rows of the first dates from the given one on, at most {@link #MAX_DATES} of them: exactly so many mean that
     * there may be more. Dates that are counted meanwhile may have the newer or the older count.
     */
    public Answer accounting(LocalDate from, Duration maxWait) throws InterruptedException {
        TreeMap<Bytes, Row> found = new TreeMap<>();
        LocalDate next = from;
        while (true) {
            if (!lock.tryLock(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Answer.Unavailable("partition " + partition + " was busy for " + maxWait.toMillis() + " ms");
            }
            try {
                if (released) {
                    return new Answer.Unavailable("partition " + partition + " is on its way to another owner");
                }
                int wanted = Math.min(DATES_AT_ONCE, MAX_DATES - found.size());
                SortedMap<Bytes, Row> some = rows.accounting(next, wanted);
                found.putAll(some);
                if (some.size() < wanted || found.size() == MAX_DATES) {
                    return new Answer.Rows(new PartitionRows(
                            partition,
                            positions.events().nextOffset(),
                            positions.rejected().nextOffset(),
                            found));
                }
                next = RowKey.decode(some.lastKey().get()).date().plusDays(1);
            } catch (InvalidStateStoreException closed) {
                return new Answer.Unavailable("partition " + partition + " is closed");
            } finally {
                lock.unlock();
            }
        }
    }

    private Answer drain(List<KeyValueIterator<Bytes, byte[]>> iterators, Positions at, int maxRows) {
        TreeMap<Bytes, Row> found = new TreeMap<>();
        for (KeyValueIterator<Bytes, byte[]> iterator : iterators) {
            while (iterator.hasNext()) {
                KeyValue<Bytes, byte[]> next = iterator.next();
                Row row = Row.decode(RowKind.ofKey(next.key.get()), next.value);
                if (rows.hasExpired(row, at.events().recordTimeMillis())) {
                    continue;
                }
                if (found.size() == maxRows) {
                    return new Answer.TooManyRows();
                }
                found.put(next.key, row);
            }
        }
        return new Answer.Rows(new PartitionRows(
                partition, at.events().nextOffset(), at.rejected().nextOffset(), found));
    }
}
