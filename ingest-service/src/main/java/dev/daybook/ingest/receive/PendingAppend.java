package dev.daybook.ingest.receive;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** The records of one request on their way; completes when the last of them has its result. Thread-safe. */
final class PendingAppend {
    private final AtomicReferenceArray<Appended> results;
    private final AtomicInteger missing;
    private final CompletableFuture<List<Appended>> done = new CompletableFuture<>();

    PendingAppend(int records) {
        this.results = new AtomicReferenceArray<>(records);
        this.missing = new AtomicInteger(records);
        if (records == 0) {
            done.complete(List.of());
        }
    }

    /** Notes a record's result, unless it has one. */
    void put(int index, Appended result) {
        if (results.compareAndSet(index, null, result) && missing.decrementAndGet() == 0) {
            done.complete(
                    IntStream.range(0, results.length()).mapToObj(results::get).toList());
        }
    }

    /** The record's result so far, or null. */
    Appended result(int index) {
        return results.get(index);
    }

    /** In the order of the records. */
    CompletionStage<List<Appended>> done() {
        return done;
    }
}
