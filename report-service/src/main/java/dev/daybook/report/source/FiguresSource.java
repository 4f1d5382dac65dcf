package dev.daybook.report.source;

import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.Figures;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Reads a day's figures so that they are never silently short: everything received before the cut time is in them, they are one
 * consistent snapshot of each partition, and they are committed, so that no restart takes them back. Blocks for as long as its
 * patience lasts; thread-safe.
 */
public final class FiguresSource {
    private final ProcessorClient processor;
    private final EventLog log;
    private final Patience patience;
    private final Clock clock;

    public FiguresSource(ProcessorClient processor, EventLog log, Patience patience, Clock clock) {
        this.processor = processor;
        this.log = log;
        this.patience = patience;
        this.clock = clock;
    }

    /** @throws dev.daybook.report.daily.MalformedFigures where the processor's answer can't be understood */
    public Reading read(LocalDate date) throws InterruptedException {
        try {
            return new Attempt(date).read();
        } catch (KafkaUnavailable unavailable) {
            return new Reading.Held("Kafka: " + unavailable.getMessage());
        }
    }

    /** What one look came to; {@code why} the figures can't be used yet, or null. */
    private record Look(Snapshot snapshot, String why) {}

    private final class Attempt {
        private final LocalDate date;
        private final long deadlineNanos = System.nanoTime() + patience.limit().toNanos();
        private final Instant cutAt;
        private final Map<Integer, Long> ends;
        /** Per partition, an offset below its end that is known to hold a readable record. */
        private final Map<Integer, Long> unread = new HashMap<>();

        Attempt(LocalDate date) {
            this.date = date;
            // The time first: a record that comes between the two is counted, and harms no claim of the report.
            this.cutAt = clock.instant();
            this.ends = log.ends();
        }

        Reading read() throws InterruptedException {
            Look look = snapshot();
            while (look.why() != null) {
                if (!pause()) {
                    return new Reading.Held(look.why());
                }
                look = snapshot();
            }
            Snapshot snapshot = look.snapshot();
            String uncommitted = uncommitted(snapshot);
            while (uncommitted != null) {
                if (!pause()) {
                    return new Reading.Held(uncommitted);
                }
                uncommitted = uncommitted(snapshot);
            }
            Cut cut = new Cut(cutAt, snapshot.topic(), snapshot.positions());
            return new Reading.Whole(new Figures(date, cut, snapshot.stores(), snapshot.activity()));
        }

        /** False once patience has run out. */
        private boolean pause() throws InterruptedException {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, patience.interval().toNanos()));
            return true;
        }

        private Look snapshot() throws InterruptedException {
            ProcessorClient.Answer answer = processor.day(date);
            if (answer instanceof ProcessorClient.Answer.Day day) {
                return new Look(day.snapshot(), notWhole(day.snapshot()));
            }
            return new Look(null, ((ProcessorClient.Answer.NotNow) answer).reason());
        }

        private String notWhole(Snapshot snapshot) {
            if (!snapshot.topic().equals(log.topic())) {
                return "the processor counts topic " + snapshot.topic() + ", but this report is of " + log.topic()
                        + ": TOPIC_PREFIX must be the same for both";
            }
            Map<Integer, Long> offsets = snapshot.offsets();
            if (!offsets.keySet().equals(ends.keySet())
                    || offsets.size() != snapshot.positions().size()) {
                return "the processor answered for partitions " + offsets.keySet() + " of " + log.topic()
                        + ", which has " + ends.keySet();
            }
            for (var end : ends.entrySet()) {
                long position = offsets.get(end.getKey());
                if (position < end.getValue() && holdsReadable(end.getKey(), position, end.getValue())) {
                    return "the processor stands at offset " + position + " of partition " + end.getKey()
                            + ", and events up to " + end.getValue() + " were received before the cut";
                }
            }
            return null;
        }

        /**
         * Whether the processor has something left to read. The end of a partition may lie behind markers of transactions that no
         * reader ever sees, so only a look at the records themselves tells.
         */
        private boolean holdsReadable(int partition, long from, long end) {
            Long known = unread.get(partition);
            if (known != null && known >= from) {
                return true;
            }
            OptionalLong found = log.firstReadable(partition, from, end);
            found.ifPresent(offset -> unread.put(partition, offset));
            return found.isPresent();
        }

        private String uncommitted(Snapshot snapshot) {
            Map<Integer, Long> committed = log.committed(snapshot.consumerGroup());
            for (Cut.Position position : snapshot.positions()) {
                long done = committed.getOrDefault(position.partition(), 0L);
                if (done < position.events()) {
                    return "partition " + position.partition() + " is counted up to offset " + position.events()
                            + ", but consumer group " + snapshot.consumerGroup() + " has committed only up to " + done;
                }
            }
            return null;
        }
    }
}
