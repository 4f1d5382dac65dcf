package dev.daybook.processor.aggregate;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /** Ends reading for good: the stores are about to be closed, or hold a part of a record. */
    void release() {
        lock.lock();
        try {
            released = true;
        } finally {
            lock.unlock();
        }
    }

    /** What the look finds between two records, or why it can't look. */
    private <T> T betweenRecords(Duration maxWait, Function<String, T> unavailable, Supplier<T> look)
            throws InterruptedException {
        if (!lock.tryLock(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
            return unavailable.apply("partition " + partition + " was busy for " + maxWait.toMillis() + " ms");
        }
        try {
            return released
                    ? unavailable.apply("partition " + partition + " is on its way to another owner")
                    : look.get();
        } catch (InvalidStateStoreException closed) {
            return unavailable.apply("partition " + partition + " is closed");
        } finally {
            lock.unlock();
        }
    }

    /** The receipt that the identity's window began at, or that there is none. */
    public Receipt find(byte[] identityKey, Duration maxWait) throws InterruptedException {
        return betweenRecords(
                maxWait,
                Receipt.Unavailable::new,
                () -> new Receipt.Found(
                        seen.find(identityKey, positions.events().recordTimeMillis())));
    }

    public Answer read(RowSelection selection, Duration maxWait) throws InterruptedException {
        int maxRows = selection.kinds().contains(RowKind.ORDERS) ? MAX_ORDER_ROWS : MAX_ROWS;
        Supplier<Answer> opened = betweenRecords(maxWait, why -> () -> new Answer.Unavailable(why), () -> {
            Positions at = positions;
            List<KeyValueIterator<Bytes, byte[]>> iterators = rows.open(selection.ranges());
            return () -> drainAndClose(iterators, at, maxRows);
        });
        return opened.get();
    }

    /**
     * The accounting rows of the first dates from the given one on, at most {@link #MAX_DATES} of them: exactly so many mean that
     * there may be more. Dates that are counted meanwhile may have the newer or the older count.
     */
    public Answer accounting(LocalDate from, Duration maxWait) throws InterruptedException {
        TreeMap<Bytes, Row> found = new TreeMap<>();
        Optional<Answer> answer = Optional.empty();
        while (answer.isEmpty()) {
            answer = betweenRecords(
                    maxWait,
                    why -> Optional.of(new Answer.Unavailable(why)),
                    () -> addAccounting(found, from) ? Optional.of(rowsAt(positions, found)) : Optional.empty());
        }
        return answer.get();
    }

    /** Adds some more dates behind those found; whether these are all. */
    private boolean addAccounting(TreeMap<Bytes, Row> found, LocalDate from) {
        LocalDate next = found.isEmpty()
                ? from
                : RowKey.decode(found.lastKey().get()).date().plusDays(1);
        int wanted = Math.min(DATES_AT_ONCE, MAX_DATES - found.size());
        SortedMap<Bytes, Row> some = rows.accounting(next, wanted);
        found.putAll(some);
        return some.size() < wanted || found.size() == MAX_DATES;
    }

    private Answer drainAndClose(List<KeyValueIterator<Bytes, byte[]>> iterators, Positions at, int maxRows) {
        try {
            return drain(iterators, at, maxRows);
        } catch (InvalidStateStoreException closed) {
            return new Answer.Unavailable("partition " + partition + " was closed while it was read");
        } finally {
            iterators.forEach(KeyValueIterator::close);
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
        return rowsAt(at, found);
    }

    private Answer rowsAt(Positions at, SortedMap<Bytes, Row> found) {
        return new Answer.Rows(new PartitionRows(
                partition, at.events().nextOffset(), at.rejected().nextOffset(), found));
    }
}
