package dev.daybook.report.source;

import dev.daybook.events.Document;
import dev.daybook.events.Event;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.Sale;
import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchiveLines;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.report.daily.Cut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The archived events behind a figure of a report: each with what it adds, the object and the offset where it stands. An
 * identity counts once, with its first receipt of the day; what the processor may have judged by receipts of other days is left
 * to {@code ./daybook explain}. Reads a bounded number of objects for a bounded time, and says where that was not enough.
 * Thread-safe; throws as {@link RawArchive} does.
 */
public final class FigureEvents {
    /** What is listed; all that is read is added up. */
    static final int MAX_LISTED = 500;
    /** Entries of the index and objects: with objects of some 5 MB what is read takes about as long as {@link #MAX_TIME}. */
    static final int MAX_REQUESTS = 600;
    /** Identities that are kept in memory, some 100 bytes each. */
    static final int MAX_EVENTS = 200_000;

    static final Duration MAX_TIME = Duration.ofSeconds(20);

    private final RawArchive archive;
    private final ArchivedTopic topic;

    public FigureEvents(RawArchive archive, ArchivedTopic events) {
        this.archive = archive;
        this.topic = events;
    }

    /**
     * One event that counts.
     *
     * @param order of the row that it changes
     * @param amount what it adds to the figure, in the figure's unit; never 0
     */
    public record Counted(
            String object,
            int partition,
            long offset,
            Instant receivedAt,
            String producer,
            String source,
            String eventId,
            String eventType,
            String order,
            long amount) {}

    /**
     * What was found.
     *
     * @param listed the first of them, by partition and offset
     * @param events how many there are
     * @param amount what all of them come to, in the figure's unit
     * @param repeated receipts of the day that were passed over, since their identity was counted before
     * @param whole whether everything within the cut was read
     */
    public record Found(List<Counted> listed, long events, long amount, long repeated, boolean whole) {}

    /** The events within the cut that the figure is made of. */
    public Found find(LocalDate date, Cut cut, EventFigure figure) {
        return new Walk(date, figure).over(cut);
    }

    private final class Walk {
        private final LocalDate date;
        private final EventFigure figure;
        private final long endNanos = System.nanoTime() + MAX_TIME.toNanos();
        private final EventParser parser = new EventParser(EventLimits.RECORDS);
        private final List<Counted> listed = new ArrayList<>();
        private final Set<ByteBuffer> seen = new HashSet<>();
        private long events;
        private long amount;
        private long repeated;
        private int requests;

        Walk(LocalDate date, EventFigure figure) {
            this.date = date;
            this.figure = figure;
        }

        Found over(Cut cut) {
            boolean whole = true;
            for (Cut.Position position : cut.partitions()) {
                whole = whole && partition(position);
            }
            return new Found(List.copyOf(listed), events, amount, repeated, whole);
        }

        /** False where there was no more room to read on. */
        private boolean partition(Cut.Position position) {
            if (position.events() == 0) {
                return true;
            }
            requests++;
            for (LocalDate day : archive.daysOf(topic, position.partition(), date)) {
                requests++;
                for (String path : archive.list(ArchiveKey.indexDay(topic.name(), position.partition(), day))) {
                    Optional<Long> first = ArchiveKey.indexedOffset(path);
                    if (first.isEmpty() || first.get() >= position.events()) {
                        continue;
                    }
                    if (isSpent()) {
                        return false;
                    }
                    object(path, position.events());
                }
            }
            return true;
        }

        private void object(String path, long end) {
            try {
                ArchiveIndexEntry entry = ArchiveIndexEntry.parse(bytes(path));
                if (!entry.lines().containsKey(date)) {
                    return;
                }
                try (ArchiveLines lines = new ArchiveLines(bytes(entry.key().path()))) {
                    for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
                        ArchiveLine line = ArchiveLine.parse(bytes);
                        if (line.offset() < end && line.businessDate().equals(date)) {
                            line(entry.key(), line);
                        }
                    }
                }
            } catch (IOException damaged) {
                throw new ArchiveUnreadable(path + ": " + damaged.getMessage(), damaged);
            }
        }

        private void line(ArchiveKey object, ArchiveLine line) {
            if (line.value() == null
                    || line.localTime() == null
                    || !(parser.parse(line.value()) instanceof Document.Single single)
                    || !(single.item() instanceof Document.Accepted accepted)) {
                return; // the processor refused it, so it is in no figure
            }
            Event event = accepted.event();
            boolean isFirst = seen.add(ByteBuffer.wrap(event.identity().key()));
            if (!(event.content() instanceof Sale sale)) {
                return;
            }
            long adds = figure.amount(sale, line.localTime());
            if (adds == 0) {
                return;
            }
            if (!isFirst) {
                repeated++;
                return;
            }
            events++;
            amount = Math.addExact(amount, adds);
            if (listed.size() < MAX_LISTED) {
                listed.add(new Counted(
                        object.path(),
                        line.partition(),
                        line.offset(),
                        line.receivedAt(),
                        line.producer(),
                        event.source(),
                        event.eventId(),
                        event.eventType(),
                        sale.orderOfRow(),
                        adds));
            }
        }

        private byte[] bytes(String key) throws IOException {
            requests++;
            return archive.standing(key);
        }

        private boolean isSpent() {
            return requests >= MAX_REQUESTS || seen.size() >= MAX_EVENTS || System.nanoTime() - endNanos > 0;
        }
    }
}
