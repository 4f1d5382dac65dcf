package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.processor.verify.LiveState.Answer;
import dev.daybook.processor.verify.Reports.Report;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rebuilds a day from the archive and compares every figure with the latest revision of its report, at the report's cut, and with
 * the live state, at the offsets that it stands at. Not thread-safe.
 */
final class Verification {
    private final ArchiveListing listing;
    private final List<ArchivedTopic> topics;
    private final Duration window;
    private final Reports reports;
    private final Optional<LiveState> live;

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
            ArchiveListing listing,
            List<ArchivedTopic> topics,
            Duration window,
            Reports reports,
            Optional<LiveState> live) {
        this.listing = listing;
        this.topics = List.copyOf(topics);
        this.window = window;
        this.reports = reports;
        this.live = live;
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
        Optional<Archive> reached =
                answer instanceof Answer.Day day ? listing.reaching(day.cut()) : Optional.of(listing.now());
        if (reached.isEmpty()) {
            answer = new Answer.NotNow(listing.notReached());
        }
        Archive archive = reached.orElseGet(listing::now);
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
            listing.noteLost(archive, there);
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
}
