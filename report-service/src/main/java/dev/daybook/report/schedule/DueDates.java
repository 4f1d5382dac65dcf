package dev.daybook.report.schedule;

import dev.daybook.report.daily.BusinessCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which dates a scheduled run is to report. Pure.
 *
 * @param catchUpDays how many closed dates it looks back
 */
public record DueDates(BusinessCalendar calendar, ReportDay reportDay, int catchUpDays) {

    /** The same by another calendar. */
    public DueDates by(BusinessCalendar other) {
        return new DueDates(other, reportDay, catchUpDays);
    }

    /** The oldest date that is looked at. */
    public LocalDate oldest(Instant now) {
        return calendar.dateOf(now).minusDays(catchUpDays);
    }

    /** Whether a run of the schedule reports the date, or would once it has closed; what lies before is history. */
    public boolean isInReach(LocalDate date, Instant now, LocalDate firstEventOn) {
        return !date.isBefore(oldest(now)) && !date.isBefore(firstEventOn);
    }

    /**
     * The dates, oldest first: closed ones without a complete report, none before the installation's first event, since those
     * are history that someone loaded; and the day under way, where that is wanted.
     *
     * @param firstEventOn empty where there has been no event at all, and so nothing to report
     * @param complete dates with a complete report
     * @param underWay dates with a run that has not ended
     */
    public List<LocalDate> at(
            Instant now, Optional<LocalDate> firstEventOn, Set<LocalDate> complete, Set<LocalDate> underWay) {
        List<LocalDate> due = new ArrayList<>();
        if (firstEventOn.isEmpty()) {
            return due;
        }
        LocalDate today = calendar.dateOf(now);
        LocalDate from = oldest(now).isBefore(firstEventOn.get()) ? firstEventOn.get() : oldest(now);
        for (LocalDate date = from; !date.isAfter(today); date = date.plusDays(1)) {
            boolean wanted = calendar.hasEnded(date, now) || (reportDay == ReportDay.CURRENT && date.equals(today));
            if (wanted && !complete.contains(date) && !underWay.contains(date)) {
                due.add(date);
            }
        }
        return due;
    }
}
