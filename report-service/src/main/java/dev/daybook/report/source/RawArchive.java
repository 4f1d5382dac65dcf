package dev.daybook.report.source;

import dev.daybook.events.Topics;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveReader;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.report.daily.Cut;
import dev.daybook.service.objects.ObjectStore;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The raw archive in its bucket, as far as the report reads it. Calls block and throw {@link ArchiveUnreadable} or
 * {@link dev.daybook.service.objects.ObjectStoreUnavailable}; thread-safe.
 */
public final class RawArchive implements ArchiveSource, AutoCloseable {
    /** Each chain and day takes two requests of some 20 ms; a usual day has 24 chains and three days. */
    private static final int PARALLEL_CHAINS = 8;

    private static final String DAY = "dt=";

    private final ObjectStore store;
    private final List<ArchivedTopic> topics;
    private final String consumerGroup;
    private final ArchiveReader reader = new ArchiveReader(this);
    private final ExecutorService chains =
            Executors.newFixedThreadPool(PARALLEL_CHAINS, task -> daemon(task, "report-archive"));

    /**
     * Opens nothing; S3 need not be there yet.
     *
     * @param store of the archive's bucket; the caller closes it
     */
    public RawArchive(ObjectStore store, Topics topics) {
        this.store = store;
        this.topics = ArchivedTopic.of(topics);
        this.consumerGroup = ArchivedTopic.consumerGroup(topics.prefix());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Whose committed offsets say how far the archive is. */
    String consumerGroup() {
        return consumerGroup;
    }

    /** The archived topic of refusals. */
    public ArchivedTopic rejected() {
        return topics.stream()
                .filter(topic -> topic.kind() == ArchivedTopic.Kind.REJECTED)
                .findFirst()
                .orElseThrow();
    }

    /**
     * How many lines of both topics before the cut belong to the date's {@code received}, from the index, and line by line in an
     * object that straddles the cut. A record that was written past the door with a date more than a day ahead of its receipt
     * isn't looked for, so the equation shows it.
     */
    public long received(LocalDate date, Cut cut) throws InterruptedException {
        List<Callable<Long>> counts = new ArrayList<>();
        for (ArchivedTopic topic : topics) {
            for (Cut.Position position : cut.partitions()) {
                long end = topic.kind() == ArchivedTopic.Kind.EVENTS ? position.events() : position.rejected();
                if (end > 0) {
                    counts.add(() -> received(topic, position.partition(), date, end));
                }
            }
        }
        List<Future<Long>> counted = counts.stream().map(chains::submit).toList();
        try {
            long sum = 0;
            for (Future<Long> count : counted) {
                sum = Math.addExact(sum, got(count));
            }
            return sum;
        } finally {
            // Where one can't be read the sum is lost: while S3 hangs, the others would keep all runs waiting.
            counted.forEach(count -> count.cancel(true));
        }
    }

    private static long got(Future<Long> count) throws InterruptedException {
        try {
            return count.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("counting what was received", failed.getCause());
        }
    }

    private long received(ArchivedTopic topic, int partition, LocalDate date, long cut) {
        long sum = 0;
        for (LocalDate day : daysOf(topic, partition, date)) {
            try {
                sum = Math.addExact(
                        sum, reader.received(topic, partition, day, cut).getOrDefault(date, 0L));
            } catch (IOException damaged) {
                throw new ArchiveUnreadable(
                        ArchiveKey.indexDay(topic.name(), partition, day) + ": " + damaged.getMessage(), damaged);
            }
        }
        return sum;
    }

    /** The UTC days on which the chain has objects with records of the date, if any: from the day before it on. */
    public List<LocalDate> daysOf(ArchivedTopic topic, int partition, LocalDate date) {
        return store.folders(ArchiveKey.indexChain(topic.name(), partition)).stream()
                .filter(folder -> folder.startsWith(DAY))
                .map(folder -> day(folder.substring(DAY.length())))
                .flatMap(Optional::stream)
                .filter(day -> !day.isBefore(date.minusDays(1)))
                .sorted()
                .toList();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    /** The partitions that the topic has objects of, in order. */
    public List<Integer> partitionsOf(ArchivedTopic topic) {
        String chain = topic.name() + "-";
        return store.folders(ArchiveKey.INDEX).stream()
                .filter(folder -> folder.startsWith(chain)
                        && folder.substring(chain.length()).matches("\\d{1,9}"))
                .map(folder -> Integer.parseInt(folder.substring(chain.length())))
                .sorted()
                .toList();
    }

    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return store.get(key);
    }

    /** What the index names. */
    byte[] standing(String key) throws IOException {
        return get(key).orElseThrow(() -> new IOException(key + " is named, but doesn't stand"));
    }

    @Override
    public void close() {
        chains.shutdownNow();
    }
}
