package dev.daybook.processor.aggregate;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The rows of one partition. An order's row that is past its retention is absent, whether or not the sweep has been there yet.
 * Writing belongs to the thread that processes the partition; iterators are snapshots and may be read by any.
 */
final class DailyRows {
    static final String STORE = "daily-rows";

    private static final String CURSOR = "sweep.orders";

    private final KeyValueStore<Bytes, byte[]> store;
    private final Bookkeeping bookkeeping;
    private final long orderRetentionMillis;

    DailyRows(KeyValueStore<Bytes, byte[]> store, Bookkeeping bookkeeping, Duration orderRetention) {
        this.store = store;
        this.bookkeeping = bookkeeping;
        this.orderRetentionMillis = orderRetention.toMillis();
    }

    /**
     * Adds to the rows, to all of them or to none.
     *
     * @throws ArithmeticException where a sum doesn't fit a long; then nothing was written
     */
    void add(Map<RowKey, Row> contribution, long recordTimeMillis) {
        Map<Bytes, byte[]> sums = new LinkedHashMap<>();
        contribution.forEach((key, row) -> {
            Bytes at = Bytes.wrap(key.encode());
            byte[] stored = store.get(at);
            Row present = stored == null ? null : Row.decode(key.kind(), stored);
            boolean absent = present == null || hasExpired(present, recordTimeMillis);
            sums.put(at, (absent ? row : present.plus(row)).encode());
        });
        sums.forEach(store::put);
    }

    /** One iterator for each range, opened before it returns; the caller closes them. */
    List<KeyValueIterator<Bytes, byte[]>> open(List<RowRange> ranges) {
        List<KeyValueIterator<Bytes, byte[]>> iterators = new ArrayList<>();
        try {
            ranges.forEach(range -> iterators.add(store.range(range.from(), range.to())));
        } catch (RuntimeException e) {
            iterators.forEach(KeyValueIterator::close);
            throw e;
        }
        return iterators;
    }

    /**
     * The accounting of the first dates from the given one on that have any, by encoded key; a seek and a look each, however
     * many rows a date has.
     */
    SortedMap<Bytes, Row> accounting(LocalDate from, int maxDates) {
        TreeMap<Bytes, Row> found = new TreeMap<>();
        Optional<LocalDate> date = dateFrom(from);
        while (date.isPresent() && found.size() < maxDates) {
            Bytes key = Bytes.wrap(new RowKey.Accounting(date.get()).encode());
            byte[] stored = store.get(key);
            if (stored != null) {
                found.put(key, Row.decode(RowKind.ACCOUNTING, stored));
            }
            date = dateFrom(date.get().plusDays(1));
        }
        return found;
    }

    /** The first date from the given one on that has a row. */
    private Optional<LocalDate> dateFrom(LocalDate from) {
        if (!KeyWriter.isRowDate(from)) {
            return Optional.empty();
        }
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(new KeyWriter(from).toBytes()), null)) {
            return rows.hasNext() ? Optional.of(new KeyReader(rows.peekNextKey().get()).date()) : Optional.empty();
        }
    }

    boolean hasExpired(Row row, long recordTimeMillis) {
        return row instanceof OrderRow order && recordTimeMillis - order.lastReceivedMillis() > orderRetentionMillis;
    }

    /**
     * Removes some of the orders that are past their retention.
     *
     * @param maxRows how many rows it may look at
     */
    void sweepOrders(long recordTimeMillis, int maxRows) {
        Bytes from = bookkeeping.cursor(CURSOR);
        int budget = maxRows;
        while (budget > 0 && from != null) {
            Stretch stretch = sweepStretch(from, recordTimeMillis, budget);
            budget -= stretch.rows();
            from = stretch.next();
        }
        bookkeeping.moveCursor(CURSOR, from);
    }

    /** @param next where the sweep goes on, null where there are no more rows */
    private record Stretch(int rows, Bytes next) {}

    /** Goes through orders up to the first row of another kind, which is on the next date: its orders are next. */
    private Stretch sweepStretch(Bytes from, long recordTimeMillis, int budget) {
        int rows = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store.range(from, null)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> next = all.next();
                if (rows == budget) {
                    return new Stretch(rows, next.key);
                }
                rows++;
                if (next.key.get()[0] == 0) { // bookkeeping
                    continue;
                }
                KeyReader key = new KeyReader(next.key.get());
                var date = key.date();
                RowKind kind = key.kind();
                if (kind != RowKind.ORDERS) {
                    return new Stretch(rows, RowRange.of(date, RowKind.ORDERS).from());
                }
                if (hasExpired(Row.decode(kind, next.value), recordTimeMillis)) {
                    store.delete(next.key);
                }
            }
        }
        return new Stretch(rows, null);
    }
}
