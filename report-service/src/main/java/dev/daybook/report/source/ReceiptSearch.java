package dev.daybook.report.source;

import dev.daybook.events.Identity;
import dev.daybook.events.Sha256;
import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the receipts of an identity in the archive, the latest first, within a bounded number of receipts, objects and time:
 * what is found says how far back it looked. Objects without an index entry are not found. Thread-safe.
 */
public final class ReceiptSearch {
    /** An object has at most 200,000 records; unpacking one takes a second at most. */
    static final int MAX_OBJECTS = 400;
    /** Of events and of refusals each: a till that repeats itself for a day says nothing new after some hundred times. */
    static final int MAX_RECEIPTS = 1_000;

    static final Duration MAX_TIME = Duration.ofSeconds(20);

    private static final LocalDate FIRST_DAY = LocalDate.EPOCH.plusDays(1);

    private final RawArchive archive;
    private final List<ArchivedTopic> topics;

    public ReceiptSearch(RawArchive archive, List<ArchivedTopic> topics) {
        this.archive = archive;
        this.topics = List.copyOf(topics);
    }

    /**
     * What was found.
     *
     * @param receipts by the time of receipt
     * @param complete whether everything that the archive has of the partition was looked at
     * @param backTo all that was received from then on was looked at, whatever its date; null where nothing was to the end
     */
    public record Found(List<Receipt> receipts, boolean complete, Instant backTo) {}

    /**
     * Searches.
     *
     * @param date looks at lines of that business date alone
     */
    public Found search(Identity identity, int partition, Optional<LocalDate> date) {
        Walk walk = new Walk(identity, partition, date);
        boolean complete = true;
        Instant backTo = null;
        // Refusals are the few, so they are looked through first.
        for (ArchivedTopic topic : topics.stream()
                .sorted(Comparator.comparing(ArchivedTopic::kind).reversed())
                .toList()) {
            Optional<Instant> stoppedAt = walk.topic(topic);
            if (stoppedAt.isPresent()) {
                complete = false;
                backTo = backTo == null || stoppedAt.get().isAfter(backTo) ? stoppedAt.get() : backTo;
            }
        }
        walk.receipts.sort(Comparator.comparing(Receipt::receivedAt).thenComparing(Receipt::offset));
        return new Found(List.copyOf(walk.receipts), complete && date.isEmpty(), date.isEmpty() ? backTo : null);
    }

    private final class Walk {
        private final Identity identity;
        private final byte[] key;
        private final int partition;
        private final Optional<LocalDate> date;
        private final long endNanos = System.nanoTime() + MAX_TIME.toNanos();
        private final List<Receipt> receipts = new ArrayList<>();
        private int objects;
        /** How many receipts of the topic may still be found; below 0 where there were more. */
        private int room;

        Walk(Identity identity, int partition, Optional<LocalDate> date) {
            this.identity = identity;
            this.key = identity.key();
            this.partition = partition;
            this.date = date;
        }

        /** The end of the last hour that was not looked at in full, or empty where all of them were. */
        Optional<Instant> topic(ArchivedTopic topic) {
            room = MAX_RECEIPTS;
            List<LocalDate> days = new ArrayList<>(archive.daysOf(topic, partition, date.orElse(FIRST_DAY)));
            days.sort(Comparator.reverseOrder());
            for (LocalDate day : days) {
                List<String> entries = new ArrayList<>(archive.list(ArchiveKey.indexDay(topic.name(), partition, day)));
                entries.sort(Comparator.reverseOrder());
                for (String path : entries) {
                    if (ArchiveKey.indexedOffset(path).isEmpty()) {
                        continue;
                    }
                    Optional<Instant> stopped = entry(topic, path);
                    if (stopped.isPresent()) {
                        return stopped;
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<Instant> entry(ArchivedTopic topic, String path) {
            try {
                ArchiveIndexEntry entry = ArchiveIndexEntry.parse(archive.standing(path));
                boolean isLate = System.nanoTime() - endNanos > 0;
                boolean isWanted = date.filter(wanted -> !entry.lines().containsKey(wanted))
                        .isEmpty();
                if (isLate || (isWanted && objects == MAX_OBJECTS)) {
                    return Optional.of(endOf(entry));
                }
                if (!isWanted) {
                    return Optional.empty();
                }
                objects++;
                ArchivedObject.read(
                        entry.key(),
                        topic.kind(),
                        archive.standing(entry.key().path()),
                        line -> line(entry.key(), topic, line));
                return room < 0 ? Optional.of(endOf(entry)) : Optional.empty();
            } catch (IOException damaged) {
                throw new ArchiveUnreadable(path + ": " + damaged.getMessage(), damaged);
            }
        }

        private static Instant endOf(ArchiveIndexEntry entry) {
            return entry.key().hour().plus(Duration.ofHours(1));
        }

        private void line(ArchiveKey object, ArchivedTopic topic, ArchiveLine line) {
            if (topic.kind() == ArchivedTopic.Kind.EVENTS) {
                if (Arrays.equals(line.key(), key)) {
                    String sha256 = line.value() == null ? null : HexFormat.of().formatHex(Sha256.of(line.value()));
                    add(object, topic, line, sha256, null);
                }
                return;
            }
            KeptRejection.of(line)
                    .filter(kept -> identity.source().equals(kept.source())
                            && identity.eventId().equals(kept.eventId()))
                    .ifPresent(kept -> add(object, topic, line, kept.bodySha256(), kept.withoutBody()));
        }

        private void add(ArchiveKey object, ArchivedTopic topic, ArchiveLine line, String sha256, KeptRejection kept) {
            room = Math.max(room, 0) - 1;
            if (room < 0) {
                return;
            }
            receipts.add(new Receipt(
                    topic.name(),
                    line.partition(),
                    line.offset(),
                    line.receivedAt(),
                    line.businessDate(),
                    object.path(),
                    sha256,
                    kept));
        }
    }
}
