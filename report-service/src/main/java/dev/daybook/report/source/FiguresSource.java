package dev.daybook.report.source;

import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.Figures;
import dev.daybook.service.Health;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Reads a day's figures so that they are never silently short: whole figures hold everything received before the cut time, as one
 * consistent snapshot of each partition, committed, so that no restart takes them back, and archived; figures that are not whole
 * say what is missing. Blocks for as long as its patience lasts; thread-safe.
 */
public final class FiguresSource {
    private final ProcessorClient processor;
    private final EventLog log;
    private final RawArchive archive;
    private final Health.Check registry;
    private final Patience patience;
    private final Clock clock;

    /**
     * A source of any day's figures.
     *
     * @param registry says why not all stores are known yet: until they are, nobody can say whether a day has ended
     */
    public FiguresSource(
            ProcessorClient processor,
            EventLog log,
            RawArchive archive,
            Health.Check registry,
            Patience patience,
            Clock clock) {
        this.processor = processor;
        this.log = log;
        this.archive = archive;
        this.registry = registry;
        this.patience = patience;
        this.clock = clock;
    }

    /** @throws dev.daybook.report.daily.MalformedFigures where the processor's answer can't be understood */
    public Reading read(LocalDate date) throws InterruptedException {
        Optional<String> unknownStores = registry.notReady();
        if (unknownStores.isPresent()) {
            return new Reading.Held("the store registry is not read yet: " + unknownStores.get());
        }
        // The time first: a record that comes between the two is counted, and harms no claim of the report.
        Instant cutAt = clock.instant();
        try (CutProgress progress = new CutProgress(log)) {
            return new Attempt(date, cutAt, progress).read();
        } catch (KafkaUnavailable unavailable) {
            return new Reading.Held("Kafka: " + unavailable.getMessage());
        }
    }

    /** Looks once; null where there is nothing left to wait for, else what there is. */
    private interface Look {
        String at() throws InterruptedException;
    }

    private final class Attempt {
        private final LocalDate date;
        private final Instant cutAt;
        private final CutProgress progress;
        private final long deadlineNanos = System.nanoTime() + patience.limit().toNanos();
        private final List<String> missing = new ArrayList<>();
        private Snapshot snapshot;

        Attempt(LocalDate date, Instant cutAt, CutProgress progress) {
            this.date = date;
            this.cutAt = cutAt;
            this.progress = progress;
        }

        Reading read() throws InterruptedException {
            waitFor(this::snapshot);
            if (snapshot == null) {
                return new Reading.Held(missing.get(0));
            }
            waitFor(() -> progress.uncommitted(snapshot));
            boolean isArchived = waitFor(() -> progress.unarchived(snapshot, archive.consumerGroup()));
            Cut cut = new Cut(cutAt, snapshot.topic(), snapshot.rejectedTopic(), snapshot.positions());
            OptionalLong received = isArchived ? received(cut) : OptionalLong.empty();
            return new Reading.Read(new Figures(
                    date,
                    cut,
                    snapshot.stores(),
                    snapshot.activity(),
                    snapshot.accounting(received),
                    snapshot.rejections(),
                    missing));
        }

        /** Looks until there is nothing left to wait for, or patience has run out: then what there is is missing. */
        private boolean waitFor(Look look) throws InterruptedException {
            String why = look.at();
            while (why != null) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    missing.add(why);
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(left, patience.interval().toNanos()));
                why = look.at();
            }
            return true;
        }

        /** The last snapshot that could be had is kept, even where it is not whole yet. */
        private String snapshot() throws InterruptedException {
            ProcessorClient.Answer answer = processor.day(date);
            if (answer instanceof ProcessorClient.Answer.NotNow notNow) {
                return notNow.reason();
            }
            Snapshot answered = ((ProcessorClient.Answer.Day) answer).snapshot();
            String foreign = progress.foreign(answered);
            if (foreign != null) {
                return foreign;
            }
            snapshot = answered;
            return progress.unprocessed(answered);
        }

        private OptionalLong received(Cut cut) throws InterruptedException {
            try {
                return OptionalLong.of(archive.received(date, cut));
            } catch (ArchiveUnreadable | ObjectStoreUnavailable unreadable) {
                missing.add("what was received can't be read from the archive: " + unreadable.getMessage());
                return OptionalLong.empty();
            }
        }
    }
}
