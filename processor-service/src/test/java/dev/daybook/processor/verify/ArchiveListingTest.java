package dev.daybook.processor.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArchiveListingTest {
    private static final Instant START = Instant.parse("2026-03-01T00:30:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    private final MemoryArchive stored = new MemoryArchive(1, 1);

    private void archive(String id) {
        stored.add(id, "", DAY, START);
        stored.flush();
    }

    private static ArchiveListing listing(ArchiveSource source, Duration wait) {
        return new ArchiveListing(source, List.of(MemoryArchive.EVENTS), wait);
    }

    private static Cut cut(long events) {
        return new Cut(Map.of(0, events), Map.of());
    }

    @Test
    void looksAgain_untilTheArchiveHoldsEverythingBeforeTheCut() throws Exception {
        archive("a");
        ArchiveSource archivedMeanwhile = new ArchiveSource() {
            @Override
            public List<String> list(String prefix) {
                List<String> before = stored.list(prefix);
                if (prefix.equals(ArchiveKey.RAW) && before.size() == 1) {
                    archive("b");
                }
                return before;
            }

            @Override
            public Optional<byte[]> get(String key) {
                return stored.get(key);
            }
        };
        Optional<Archive> reached =
                listing(archivedMeanwhile, Duration.ofMinutes(2)).reaching(cut(2));
        assertThat(reached)
                .map(archive -> archive.chain(MemoryArchive.EVENTS, 0).objects().size())
                .contains(2);
    }

    @Test
    void givesNothing_whenTheArchiveDoesNotGetThereInTime() throws Exception {
        archive("a");
        assertThat(listing(stored, Duration.ZERO).reaching(cut(2))).isEmpty();
        assertThat(listing(stored, Duration.ZERO).reaching(cut(1))).isPresent();
    }

    @Test
    void namesWhatAReportCountsBeyondTheArchivesEnd() {
        archive("a");
        ArchiveListing listing = listing(stored, Duration.ZERO);
        Archive archive = listing.now();
        listing.noteLost(archive, new Reports.Report(DAY, 2, "", null, cut(1)));
        assertThat(archive.faults()).isEmpty();
        listing.noteLost(archive, new Reports.Report(DAY, 2, "", null, cut(4)));
        assertThat(archive.faults()).containsOnlyKeys("daybook.events-0 offsets 1 to 3");
    }
}
