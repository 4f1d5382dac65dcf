package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.processor.verify.LiveState.Answer;
import dev.daybook.processor.verify.Reports.Report;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Rebuilds a day from the archive and compares every figure with the latest revision of its report, at the report's cut, and with
 * the live state, at the offsets that it stands at. Not thread-safe.
 */
final class Verification {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);

    private final ArchiveSource source;
    private final List<ArchivedTopic> topics;
    private final Duration window;
    private final Reports reports;
    private final Optional<LiveState> live;
    private final Duration archiveWait;

    /** What a run came to. */
    sealed interface Result {
        /**
         * Something was compared.
         *
         * @param faults of the archive, a line each
         * @param notes what was not compared, and why
         */
        record Compared(List<Target.Comparison> comparisons, List<String> faults, List<String> notes, long objects)
                implements Result {
            boolean agrees() {
                return faults.isEmpty()
                        && comparisons.stream()
                                .allMatch(comparison -> comparison.differences().isEmpty());
            }
        }

        record NothingToCompare(List<String> why) implements Result {}
    }

    Verification(
            ArchiveSource source,
            List<ArchivedTopic> topics,
            Duration window,
            Reports reports,
            Optional<LiveState> live,
            Duration archiveWait) {
        this.source = source;
        this.topics = List.copyOf(topics);
        this.window = window;
        this.reports = reports;
        this.live = live;
        this.archiveWait = archiveWait;
    }

    /** @throws Reports.Unreadable where there is a report that is none */
    Result day(LocalDate date) throws Reports.Unreadable, InterruptedException {
        List<String> notes = new ArrayList<>();
        Optional<Report> report = reports.latest(date);
        if (report.isEmpty()) {
            notes.add("there is no report of " + date + " yet");
        }
        Answer answer = live.isPresent()
                ? live.get().day(date)
                : new Answer.NotNow("Daybook is not running, or PROCESSOR_URL doesn't say where");
        Archive archive = Archive.list(source, topics);
        if (answer instanceof Answer.Day day) {
            Archive reached = awaitReached(archive, day.cut());
            archive = reached == null ? archive : reached;
            if (reached == null) {
                answer = new Answer.NotNow("the archive did not reach what it has counted within "
                        + archiveWait.toSeconds() + " s; is the archiver running?");
            }
        }
        if (answer instanceof Answer.NotNow not) {
            notes.add("not compared with the live state: " + not.why());
        }
        return compare(date, archive, report, answer, notes);
    }

    private Result compare(
            LocalDate date, Archive archive, Optional<Report> report, Answer answer, List<String> notes) {
        List<Target> targets = new ArrayList<>();
        List<Supplier<Target.Comparison>> comparisons = new ArrayList<>();
        report.ifPresent(there -> {
            Target target = there.target();
            targets.add(target);
            comparisons.add(() -> target.compare(there.json()));
            noteUnreached(archive, there.name(), there.cut());
        });
        if (answer instanceof Answer.Day day) {
            Target target = new Target(date, "the live state", day.cut());
            targets.add(target);
            comparisons.add(() -> target.compare(day.json()));
        }
        if (targets.isEmpty()) {
            return new Result.NothingToCompare(notes);
        }
        new DayReplay(archive, topics, window, date, targets, DayReplay.Listener.NONE).run();
        return new Result.Compared(
                comparisons.stream().map(Supplier::get).toList(), faults(archive), notes, archive.objectsRead());
    }

    static List<String> faults(Archive archive) {
        return archive.faults().entrySet().stream()
                .map(fault -> fault.getKey() + ": " + fault.getValue())
                .toList();
    }

    /** The archive once it holds everything before the cut, listed anew each time; null where it doesn't in time. */
    private Archive awaitReached(Archive first, Cut cut) throws InterruptedException {
        Archive archive = first;
        long deadline = System.nanoTime() + archiveWait.toNanos();
        while (!unreached(archive, cut).isEmpty()) {
            if (System.nanoTime() > deadline) {
                return null;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_AFTER.toMillis());
            archive = Archive.list(source, topics);
        }
        return archive;
    }

    /** A report stands on what is archived, so what its cut has beyond is lost. */
    private void noteUnreached(Archive archive, String name, Cut cut) {
        unreached(archive, cut)
                .forEach(partition -> archive.fault(
                        partition.chain() + " offsets " + partition.archived() + " to " + (partition.cut() - 1),
                        "missing: " + name + " counts up to there, the archive ends before"));
    }

    private record Unreached(String chain, long archived, long cut) {}

    private List<Unreached> unreached(Archive archive, Cut cut) {
        List<Unreached> unreached = new ArrayList<>();
        for (ArchivedTopic topic : topics) {
            boolean isEvents = topic.kind() == ArchivedTopic.Kind.EVENTS;
            for (int partition = 0; partition < cut.partitions(); partition++) {
                Chain chain = archive.chain(topic, partition);
                long wanted = cut.of(isEvents, partition);
                long archived = wanted == 0 ? 0 : end(archive, chain, wanted);
                if (archived < wanted) {
                    unreached.add(new Unreached(topic.name() + "-" + partition, archived, wanted));
                }
            }
        }
        return unreached;
    }

    /** The offset after the last archived one, as far as it matters. */
    private static long end(Archive archive, Chain chain, long wanted) {
        if (chain.objects().isEmpty()) {
            return 0;
        }
        ArchiveKey last = chain.objects().get(chain.objects().size() - 1);
        if (last.firstOffset() >= wanted) {
            return wanted;
        }
        Optional<ArchiveIndexEntry> entry = archive.entry(last);
        return entry.isPresent()
                ? entry.get().lastOffset() + 1
                : archive.read(chain, last, Optional.empty(), line -> {});
    }
}
