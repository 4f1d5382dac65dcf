package dev.daybook.processor.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.archive.ArchiveKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayReplayTest {
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final Instant START = Instant.parse("2026-03-01T00:30:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);

    private record Counts(long counted, long duplicate, long conflicting) {}

    @Test
    void receiptIsADuplicate_whenTheFirstWasReceivedWithinTheWindowOnAnotherDay() {
        MemoryArchive archive = new MemoryArchive(1, 10);
        archive.add("a", "", DAY.minusDays(3), START);
        archive.add("a", "other day, other bytes", DAY, START.plus(WINDOW));
        archive.add("b", "", DAY, START.plus(WINDOW));
        assertThat(day(archive.flush(), DAY)).isEqualTo(new Counts(1, 0, 1));
    }

    @Test
    void receiptCounts_whenTheWindowHasJustEnded() {
        MemoryArchive archive = new MemoryArchive(1, 10);
        archive.add("a", "", DAY, START);
        archive.add("a", "", DAY, START.plus(WINDOW).plusMillis(1));
        assertThat(day(archive.flush(), DAY)).isEqualTo(new Counts(2, 0, 0));
    }

    @Test
    void windowOfTheFirstReceiptDecides_whenEveryReceiptIsWithinAWindowOfTheOneBefore() {
        MemoryArchive archive = new MemoryArchive(1, 10);
        // Read from the window before DAY's receipt alone, the second would be taken for a first one.
        archive.add("a", "", DAY.minusDays(20), START);
        archive.add("a", "", DAY.minusDays(20), START.plus(Duration.ofDays(6)));
        archive.add("a", "", DAY, START.plus(Duration.ofDays(11)));
        assertThat(day(archive.flush(), DAY)).isEqualTo(new Counts(1, 0, 0));
    }

    @Test
    void readsNoMoreThanTheWindowBeforeTheDay_whenNothingBeforeItMatters() {
        MemoryArchive archive = new MemoryArchive(1, 10);
        for (int day = 0; day < 40; day++) {
            archive.add("e" + day, "", DAY.minusDays(30).plusDays(day), START.plus(Duration.ofDays(day)));
        }
        archive.flush().objectsRead = 0;
        assertThat(day(archive, DAY)).isEqualTo(new Counts(1, 0, 0));
        // the day's own object twice, and one of each of seven days before it and of the hour at the window's edge
        assertThat(archive.objectsRead).isLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void everyDayIsWhatJudgingTheWholeArchiveGives_forRandomReceipts(int seed) {
        Random random = new Random(seed);
        MemoryArchive archive = new MemoryArchive(2, 1 + random.nextInt(4));
        Map<LocalDate, Counts> expected = fill(archive, random);
        for (Map.Entry<LocalDate, Counts> day : expected.entrySet()) {
            assertThat(day(archive, day.getKey()))
                    .as("seed %d, %s", seed, day.getKey())
                    .isEqualTo(day.getValue());
        }
        assertThat(allDays(archive, expected)).isEqualTo(expected);
    }

    /** Judges by a map of its own, which forgets nothing. */
    private static Map<LocalDate, Counts> fill(MemoryArchive archive, Random random) {
        record First(Instant at, String note) {}
        Map<String, First> firsts = new HashMap<>();
        Map<LocalDate, Counts> expected = new TreeMap<>();
        Map<Integer, Instant> partitionTime = new HashMap<>();
        Instant now = START;
        for (int i = 0; i < 160; i++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(720)));
            // The broker's clock goes back now and then; the partition's time doesn't.
            Instant receivedAt = random.nextInt(10) == 0 ? now.minus(Duration.ofMinutes(random.nextInt(200))) : now;
            String id = "e" + random.nextInt(15);
            String note = random.nextInt(4) == 0 ? "other" : "";
            LocalDate date =
                    LocalDate.ofInstant(receivedAt, java.time.ZoneOffset.UTC).minusDays(random.nextInt(4));
            archive.add(id, note, date, receivedAt);
            String content = note + date;
            int partition = partition(id);
            Instant time = partitionTime.merge(partition, receivedAt, (one, other) -> one.isAfter(other) ? one : other);
            First first = firsts.get(id);
            Counts before = expected.getOrDefault(date, new Counts(0, 0, 0));
            if (first == null || Duration.between(first.at(), time).compareTo(WINDOW) > 0) {
                firsts.put(id, new First(time, content));
                expected.put(date, new Counts(before.counted() + 1, before.duplicate(), before.conflicting()));
            } else if (first.note().equals(content)) {
                expected.put(date, new Counts(before.counted(), before.duplicate() + 1, before.conflicting()));
            } else {
                expected.put(date, new Counts(before.counted(), before.duplicate(), before.conflicting() + 1));
            }
        }
        archive.flush();
        return expected;
    }

    private static int partition(String id) {
        byte[] key = new dev.daybook.events.Identity("s", id).key();
        return org.apache.kafka.common.utils.Utils.toPositive(org.apache.kafka.common.utils.Utils.murmur2(key)) % 2;
    }

    @Test
    void alteredObjectIsNamed() {
        MemoryArchive archive = new MemoryArchive(1, 10);
        archive.add("a", "", DAY, START);
        archive.flush();
        String key = archive.objects.keySet().stream()
                .filter(name -> name.startsWith(ArchiveKey.RAW))
                .findFirst()
                .orElseThrow();
        for (int at = 0; at < archive.objects.get(key).length; at++) {
            byte[] right = archive.objects.get(key);
            byte[] wrong = right.clone();
            wrong[at] ^= 1;
            archive.objects.put(key, wrong);
            Archive listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));
            replay(archive, listed, DAY);
            assertThat(listed.faults()).as("byte %d altered", at).containsOnlyKeys(key);
            archive.objects.put(key, right);
        }
    }

    @Test
    void lostObjectIsNamed_withItsEntryAndWithout() {
        MemoryArchive archive = new MemoryArchive(1, 1);
        archive.add("a", "", DAY, START);
        archive.add("b", "", DAY, START);
        archive.add("c", "", DAY, START);
        archive.flush();
        String key = archive.list(ArchiveKey.RAW).get(1);
        archive.objects.remove(key);
        Archive listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));
        replay(archive, listed, DAY);
        assertThat(listed.faults()).containsKey(key);

        archive.objects.remove(ArchiveKey.parse(key).orElseThrow().indexPath());
        listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));
        replay(archive, listed, DAY);
        assertThat(listed.faults()).containsOnlyKeys("daybook.events-0 offsets 1 to 1");
    }

    @Test
    void partitionThatIsLostAsAWholeIsNamed_byThePassOverAllDays() {
        MemoryArchive archive = new MemoryArchive(2, 10);
        // What is lost is of a day that nobody reported, so that no figure shows it.
        IntStream.range(0, 20).forEach(i -> {
            String id = "e" + i;
            archive.add(id, "", partition(id) == 0 ? DAY : DAY.minusDays(1), START);
        });
        archive.flush();
        archive.objects.keySet().removeIf(key -> key.contains(MemoryArchive.EVENTS.name() + "-1"));
        Archive listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));

        Map<LocalDate, Counts> found = replayAll(archive, listed, Set.of(DAY));

        assertThat(found).isEqualTo(Map.of(DAY, new Counts(archive.ends.get(0), 0, 0)));
        assertThat(listed.faults()).containsOnlyKeys("daybook.events-1 offsets 0 to " + (archive.ends.get(1) - 1));
    }

    @Test
    void objectThatBeginsWithinTheOneBeforeItIsNamed() {
        MemoryArchive archive = new MemoryArchive(1, 2);
        MemoryArchive finer = new MemoryArchive(1, 1);
        for (String id : List.of("a", "b", "c")) {
            archive.add(id, "", DAY, START);
            finer.add(id, "", DAY, START);
        }
        archive.flush();
        String second = finer.flush().list(ArchiveKey.RAW).get(1);
        archive.objects.put(second, finer.objects.get(second));

        Archive listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));
        replay(archive, listed, DAY);
        assertThat(listed.faults()).containsOnlyKeys(second);
        assertThat(listed.faults().get(second)).contains("offsets 1 to 1 stand in the object before it too");

        listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));
        replayAll(archive, listed, Set.of(DAY));
        assertThat(listed.faults()).containsOnlyKeys(second);
    }

    @Test
    void objectWithoutAnIndexEntryIsRead() {
        MemoryArchive archive = new MemoryArchive(1, 1);
        archive.add("a", "", DAY, START);
        archive.add("b", "", DAY, START);
        archive.flush();
        List.copyOf(archive.list(ArchiveKey.INDEX)).forEach(archive.objects::remove);
        assertThat(day(archive, DAY)).isEqualTo(new Counts(2, 0, 0));
    }

    private static Counts day(MemoryArchive archive, LocalDate date) {
        Archive listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));
        Target target = replay(archive, listed, date);
        assertThat(listed.faults()).isEmpty();
        return counts(target.tally());
    }

    private static Target replay(MemoryArchive archive, Archive listed, LocalDate date) {
        Target target = new Target(date, "a test's", archive.cut());
        new DayReplay(listed, List.of(MemoryArchive.EVENTS), WINDOW, date, List.of(target), DayReplay.Listener.NONE)
                .run();
        return target;
    }

    private static Map<LocalDate, Counts> allDays(MemoryArchive archive, Map<LocalDate, Counts> dates) {
        Archive listed = Archive.list(archive, List.of(MemoryArchive.EVENTS));
        Map<LocalDate, Counts> found = replayAll(archive, listed, dates.keySet());
        assertThat(listed.faults()).isEmpty();
        return found;
    }

    private static Map<LocalDate, Counts> replayAll(MemoryArchive archive, Archive listed, Set<LocalDate> dates) {
        Map<LocalDate, Counts> found = new TreeMap<>();
        List<Target> targets = new ArrayList<>();
        dates.forEach(date -> targets.add(new Target(date, "a test's", archive.cut())));
        try {
            new AllDays(
                            listed,
                            List.of(MemoryArchive.EVENTS),
                            WINDOW,
                            targets,
                            target -> found.put(target.date(), counts(target.tally())),
                            line -> {})
                    .run();
        } catch (Reports.Unreadable impossible) {
            throw new AssertionError(impossible);
        }
        return found;
    }

    private static Counts counts(DayTally tally) {
        assertThat(tally.rejected()).isZero();
        return new Counts(tally.counted(), tally.duplicate(), tally.conflicting());
    }
}
