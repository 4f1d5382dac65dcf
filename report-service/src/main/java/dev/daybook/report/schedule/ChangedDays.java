package dev.daybook.report.schedule;

import dev.daybook.report.publish.DayLedger;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.ScheduleLedger;
import dev.daybook.report.source.CountedDays;
import dev.daybook.report.source.ProcessorClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices closed days that count other events than their last look did, history that was never reported among them, and asks for
 * a run of each once a delay has passed since it was first noticed; for days whose reconciliation is missing, too. Blocks while
 * the processor answers; thread-safe.
 */
public final class ChangedDays {
    private static final Logger LOG = LoggerFactory.getLogger(ChangedDays.class);
    /** Pages of days in one look, of 27 years each; no business has more, and a producer with a broken clock has no more say. */
    private static final int MAX_PAGES = 100;

    private static final LocalDate FIRST_DATE = LocalDate.of(1, 1, 1);

    private final String report;
    private final ProcessorClient processor;
    private final DueDates dueDates;
    private final ScheduleLedger schedule;
    private final RevisionLedger revisions;
    private final DayLedger days;
    private final Duration delay;
    private final Clock clock;

    /** @param delay from the first notice of a change to the run that looks at it */
    public ChangedDays(
            String report,
            ProcessorClient processor,
            DueDates dueDates,
            ScheduleLedger schedule,
            RevisionLedger revisions,
            DayLedger days,
            Duration delay,
            Clock clock) {
        this.report = report;
        this.processor = processor;
        this.dueDates = dueDates;
        this.schedule = schedule;
        this.revisions = revisions;
        this.days = days;
        this.delay = delay;
        this.clock = clock;
    }

    /**
     * Looks at every day there is, and asks for the runs that are due.
     *
     * @return the ids of the runs, the newest day first
     */
    public List<String> look() throws InterruptedException {
        Instant now = clock.instant();
        Optional<LocalDate> firstEventOn = schedule.served(report, now).firstEventOn();
        if (firstEventOn.isEmpty()) {
            // Until it is known where the schedule's reach begins, nothing can be told from history.
            return List.of();
        }
        notice(now, firstEventOn.get());
        List<String> asked = days.request(report, delay, date -> dueDates.isInReach(date, now, firstEventOn.get()));
        if (!asked.isEmpty()) {
            LOG.info("{} days changed, or lack their reconciliation, and are looked at again", asked.size());
        }
        return asked;
    }

    private void notice(Instant now, LocalDate firstEventOn) throws InterruptedException {
        Optional<LocalDate> from = Optional.of(FIRST_DATE);
        for (int page = 0; page < MAX_PAGES && from.isPresent(); page++) {
            CountedDays answer = processor.countedDays(from.get());
            if (answer instanceof CountedDays.NotNow notNow) {
                LOG.info("whether days have changed can't be seen for the moment: {}", notNow.reason());
                return;
            }
            CountedDays.Known known = (CountedDays.Known) answer;
            if (!known.counted().isEmpty()) {
                notice(known.counted(), now, firstEventOn);
            }
            from = known.next();
        }
    }

    private void notice(SortedMap<LocalDate, Long> counted, Instant now, LocalDate firstEventOn) {
        Map<LocalDate, DayLedger.Looked> looked = days.between(report, counted.firstKey(), counted.lastKey());
        Set<LocalDate> complete = new HashSet<>(revisions.completeSince(report, counted.firstKey()));
        Map<DayChange, List<LocalDate>> found = new EnumMap<>(DayChange.class);
        counted.forEach((date, events) -> {
            if (!dueDates.calendar().hasEnded(date, now)) {
                return;
            }
            Optional<DayLedger.Looked> last = Optional.ofNullable(looked.get(date));
            DayChange change = DayChange.of(
                    dueDates.isInReach(date, now, firstEventOn),
                    complete.contains(date),
                    last.map(DayLedger.Looked::counted).orElse(OptionalLong.empty()),
                    events);
            // Only what the ledger doesn't say yet is written: a look usually finds nothing new.
            boolean isChanged = last.filter(DayLedger.Looked::isChanged).isPresent();
            if (isChanged == (change == DayChange.SAME)) {
                found.computeIfAbsent(change, first -> new ArrayList<>()).add(date);
            }
        });
        days.changed(report, found.getOrDefault(DayChange.CHANGED, List.of()));
        days.unchanged(report, found.getOrDefault(DayChange.SAME, List.of()));
    }
}
