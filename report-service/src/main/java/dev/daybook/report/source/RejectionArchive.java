package dev.daybook.report.source;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchiveLines;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The refusals of all archived history, page by page, in the order of {@link ArchivePlace}. A page takes a bounded number of
 * requests to S3, memory and time: where that runs out it ends early, even empty, and says where the next one goes on.
 * Thread-safe; throws as {@link RawArchive} does.
 */
public final class RejectionArchive {
    /** What a page reads: entries of the index, each some 500 bytes, and objects that have lines of the date. */
    static final int MAX_REQUESTS = 300;
    /** What a page shows, in the bytes of the archive's lines. */
    static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

    static final Duration MAX_TIME = Duration.ofSeconds(20);

    private final RawArchive archive;
    private final ArchivedTopic topic;

    public RejectionArchive(RawArchive archive) {
        this.archive = archive;
        this.topic = archive.rejected();
    }

    /** @param next where the next page goes on; empty where nothing is left */
    public record Page(List<KeptRejection> rejections, Optional<ArchivePlace> next) {}

    /**
     * Reads a page.
     *
     * @param from where to begin
     * @param limit how many refusals at most
     */
    public Page read(RejectionQuery query, Optional<ArchivePlace> from, int limit) {
        return new Walk(query, limit).from(from);
    }

    private final class Walk {
        private final RejectionQuery query;
        private final int limit;
        private final long endNanos = System.nanoTime() + MAX_TIME.toNanos();
        private final List<KeptRejection> found = new ArrayList<>();
        private long lineBytes;
        private int requests;
        private boolean hasMoved;

        Walk(RejectionQuery query, int limit) {
            this.query = query;
            this.limit = limit;
        }

        Page from(Optional<ArchivePlace> from) {
            for (ArchivePlace begin : days()) {
                ArchivePlace at = begin;
                if (from.isPresent() && from.get().compareTo(begin) > 0) {
                    boolean isWithin = begin.day().equals(from.get().day())
                            && begin.partition() == from.get().partition();
                    if (!isWithin) {
                        continue;
                    }
                    at = from.get();
                }
                Optional<ArchivePlace> stopped = day(at);
                if (stopped.isPresent()) {
                    return new Page(found, stopped);
                }
            }
            return new Page(found, Optional.empty());
        }

        /** The beginnings of all days of all partitions that may have refusals of the date. */
        private TreeSet<ArchivePlace> days() {
            TreeSet<ArchivePlace> days = new TreeSet<>();
            requests++;
            for (int partition : archive.partitionsOf(topic)) {
                requests++;
                for (LocalDate day : archive.daysOf(topic, partition, query.date())) {
                    days.add(new ArchivePlace(day, partition, 0));
                }
            }
            return days;
        }

        /** Where it had to stop, or empty at the day's end. */
        private Optional<ArchivePlace> day(ArchivePlace from) {
            if (isSpent()) {
                return Optional.of(from);
            }
            List<String> entries = entries(from);
            for (String path : entries) {
                if (isSpent()) {
                    long first = ArchiveKey.indexedOffset(path).orElseThrow();
                    return Optional.of(new ArchivePlace(from.day(), from.partition(), Math.max(first, from.offset())));
                }
                try {
                    Optional<ArchivePlace> stopped = entry(path, from);
                    if (stopped.isPresent()) {
                        return stopped;
                    }
                } catch (IOException damaged) {
                    throw new ArchiveUnreadable(path + ": " + damaged.getMessage(), damaged);
                }
                hasMoved = true;
            }
            hasMoved = true;
            return Optional.empty();
        }

        /** The day's entries from the one on that may hold the offset. */
        private List<String> entries(ArchivePlace from) {
            requests++;
            List<String> entries =
                    archive.list(ArchiveKey.indexDay(topic.name(), from.partition(), from.day())).stream()
                            .filter(path -> ArchiveKey.indexedOffset(path).isPresent())
                            .toList();
            int begin = 0;
            for (int i = 0; i < entries.size(); i++) {
                if (ArchiveKey.indexedOffset(entries.get(i)).orElseThrow() <= from.offset()) {
                    begin = i;
                }
            }
            return entries.subList(begin, entries.size());
        }

        private Optional<ArchivePlace> entry(String path, ArchivePlace from) throws IOException {
            ArchiveIndexEntry entry = ArchiveIndexEntry.parse(bytes(path));
            if (entry.lastOffset() < from.offset() || !entry.lines().containsKey(query.date())) {
                return Optional.empty();
            }
            try (ArchiveLines lines = new ArchiveLines(bytes(entry.key().path()))) {
                for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
                    ArchiveLine line = ArchiveLine.parse(bytes);
                    if (line.offset() >= from.offset() && line.businessDate().equals(query.date()) && !take(line)) {
                        return Optional.of(new ArchivePlace(from.day(), from.partition(), line.offset()));
                    }
                }
            }
            return Optional.empty();
        }

        /** False where the line is wanted and there is no more room for it. */
        private boolean take(ArchiveLine line) {
            Optional<KeptRejection> kept = KeptRejection.of(line).filter(query::matches);
            if (kept.isEmpty()) {
                return true;
            }
            lineBytes += kept.get().lineBytes();
            if (found.size() == limit || (!found.isEmpty() && lineBytes > MAX_LINE_BYTES)) {
                return false;
            }
            found.add(kept.get());
            return true;
        }

        private byte[] bytes(String key) throws IOException {
            requests++;
            return archive.standing(key);
        }

        /** Each page moves on by an entry at least, or a slow S3 would give the same empty page for ever. */
        private boolean isSpent() {
            return hasMoved && (requests >= MAX_REQUESTS || System.nanoTime() - endNanos > 0);
        }
    }
}
