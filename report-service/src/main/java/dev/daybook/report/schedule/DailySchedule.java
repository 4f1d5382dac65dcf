package dev.daybook.report.schedule;

import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunPurpose;
import dev.daybook.report.publish.ScheduleLedger;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the fire times of one report: each is served once by one replica, on time or, after a downtime, as soon as someone
 * looks; several that were missed together are served as one. Thread-safe.
 */
public final class DailySchedule {
    private static final Logger LOG = LoggerFactory.getLogger(DailySchedule.class);

    private final String report;
    private final FireTimes fireTimes;
    private final DueDates dueDates;
    private final ScheduleLedger schedule;
    private final RevisionLedger revisions;
    private final RunLedger runs;
    private final Supplier<Optional<Instant>> earliestReceived;
    private final Clock clock;

    /**
     * @param earliestReceived when the first of what the report is made from was received, as far back as that is still known;
     *     may throw while it can't be known
     */
    public DailySchedule(
            String report,
            FireTimes fireTimes,
            DueDates dueDates,
            ScheduleLedger schedule,
            RevisionLedger revisions,
            RunLedger runs,
            Supplier<Optional<Instant>> earliestReceived,
            Clock clock) {
        this.report = report;
        this.fireTimes = fireTimes;
        this.dueDates = dueDates;
        this.schedule = schedule;
        this.revisions = revisions;
        this.runs = runs;
        this.earliestReceived = earliestReceived;
        this.clock = clock;
    }

    public String report() {
        return report;
    }

    public FireTimes fireTimes() {
        return fireTimes;
    }

    public DueDates dueDates() {
        return dueDates;
    }

    /**
     * Asks for the runs that are due, if a fire time has passed that nobody served.
     *
     * @return the runs to begin, the oldest day first
     */
    public List<String> serve() {
        if (!fireTimes.everFires()) {
            return List.of();
        }
        Instant now = clock.instant();
        ScheduleLedger.Served served = schedule.served(report, now);
        Optional<LocalDate> firstEventOn = served.firstEventOn().or(this::findFirstEvent);
        Optional<Instant> fired = fireTimes.after(served.until()).filter(at -> !at.isAfter(now));
        if (fired.isEmpty()) {
            return List.of();
        }
        SortedMap<LocalDate, RunPurpose> dates = new TreeMap<>();
        List<LocalDate> due = dueDates.at(
                now,
                firstEventOn,
                new HashSet<>(revisions.settledSince(report, dueDates.oldest(now))),
                new HashSet<>(runs.unfinishedDates(report)));
        due.forEach(
                date -> dates.put(date, dueDates.calendar().hasEnded(date, now) ? RunPurpose.DUE : RunPurpose.INTERIM));
        Optional<List<String>> asked = schedule.serve(report, served.until(), now, dates);
        asked.ifPresent(ids -> LOG.info("the fire time {} of {} asks for the days {}", fired.get(), report, due));
        return asked.orElse(List.of());
    }

    /** Looked up at every look, not at the fire time alone: by then the topic may have forgotten its first events. */
    private Optional<LocalDate> findFirstEvent() {
        BusinessCalendar calendar = dueDates.calendar();
        Optional<LocalDate> on = earliestReceived.get().map(calendar::dateOf);
        on.ifPresent(date -> schedule.firstEvent(report, date));
        return on;
    }

    /** The first business date that has not begun anywhere at that instant. */
    public LocalDate tomorrow(Instant now) {
        return dueDates.calendar().latestDateAt(now).plusDays(1);
    }
}
