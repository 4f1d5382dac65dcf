package dev.daybook.allinone.report;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What reports there should be by now, by the contract alone: the stores' days are those of UTC, fire times are at 16:00 from
 * Monday to Saturday in one zone. Shares no code with what it checks. Not thread-safe.
 */
final class SimulatedYear {
    static final int CATCH_UP_DAYS = 7;

    private final ZoneId cronZone;
    private final boolean reportsCurrentDay;
    private final boolean mailsEmptyDays;
    private final LocalDate firstEventOn;
    private final Map<LocalDate, Day> days = new TreeMap<>();
    /** Asked for while there were no figures to be had, with whether it is of the day under way. */
    private final Map<LocalDate, Boolean> held = new TreeMap<>();

    private Instant servedUntil;

    /** A revision as it should stand. */
    record Expected(String status, boolean mailed, long cents) {}

    private static final class Day {
        private long counted;
        private long cents;
        private long lookedAt = -1;
        private final List<Expected> revisions = new ArrayList<>();

        boolean isComplete() {
            return !revisions.isEmpty()
                    && revisions.get(revisions.size() - 1).status().equals("COMPLETE");
        }

        boolean wasMailed() {
            return revisions.stream().anyMatch(Expected::mailed);
        }

        void report(boolean hasEnded, boolean mail) {
            Expected last = revisions.isEmpty() ? null : revisions.get(revisions.size() - 1);
            boolean says = last == null || (hasEnded && (!isComplete() || last.cents() != cents));
            if (says) {
                revisions.add(new Expected(hasEnded ? "COMPLETE" : "INTERIM", mail || wasMailed(), cents));
            }
            lookedAt = counted;
        }
    }

    /** @param mailsEmptyDays whether a day of which nothing was counted is mailed */
    SimulatedYear(ZoneId cronZone, boolean reportsCurrentDay, boolean mailsEmptyDays, Instant installed) {
        this.cronZone = cronZone;
        this.reportsCurrentDay = reportsCurrentDay;
        this.mailsEmptyDays = mailsEmptyDays;
        this.firstEventOn = date(installed);
        this.servedUntil = installed;
    }

    private static LocalDate date(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private Day day(LocalDate date) {
        return days.computeIfAbsent(date, first -> new Day());
    }

    /** An event is counted on the date, which is a sale of so many cents, or none. */
    void counts(LocalDate date, long cents) {
        day(date).counted++;
        day(date).cents += cents;
    }

    long counted(LocalDate date) {
        return day(date).counted;
    }

    long cents(LocalDate date) {
        return day(date).cents;
    }

    /** Dates that have a complete report. */
    List<LocalDate> complete() {
        return days.keySet().stream()
                .filter(date -> days.get(date).isComplete())
                .toList();
    }

    /**
     * Somebody looks whose clock shows that time.
     *
     * @param figures whether the processor has any to give
     */
    void look(Instant now, boolean figures) {
        LocalDate today = date(now);
        LocalDate reach = today.minusDays(CATCH_UP_DAYS);
        LocalDate from = reach.isBefore(firstEventOn) ? firstEventOn : reach;
        if (firesBetween(servedUntil, now)) {
            servedUntil = now;
            from.datesUntil(today)
                    .filter(date -> !day(date).isComplete())
                    .forEach(date -> held.putIfAbsent(date, false));
            if (reportsCurrentDay && !day(today).isComplete()) {
                held.putIfAbsent(today, true);
            }
        }
        if (!figures) {
            return;
        }
        for (Map.Entry<LocalDate, Day> entry : days.entrySet()) {
            boolean isDue = !entry.getKey().isBefore(from);
            Day day = entry.getValue();
            boolean hasChanged = day.isComplete() ? day.lookedAt != day.counted : !isDue && day.counted > 0;
            if (entry.getKey().isBefore(today) && hasChanged && !held.containsKey(entry.getKey())) {
                day.report(true, isDue && isWorthAMail(day));
            }
        }
        held.forEach((date, interim) -> day(date).report(date.isBefore(today), isWorthAMail(day(date))));
        held.clear();
    }

    private boolean isWorthAMail(Day day) {
        return mailsEmptyDays || day.counted > 0;
    }

    private boolean firesBetween(Instant after, Instant until) {
        LocalDate from = after.atZone(cronZone).toLocalDate();
        LocalDate to = until.atZone(cronZone).toLocalDate();
        return from.datesUntil(to.plusDays(1))
                .filter(date -> date.getDayOfWeek() != DayOfWeek.SUNDAY)
                .map(date -> date.atTime(LocalTime.of(16, 0)).atZone(cronZone).toInstant())
                .anyMatch(fire -> fire.isAfter(after) && !fire.isAfter(until));
    }

    /** Whether a day closes or a fire time comes within a minute: clocks that differ may see different days then. */
    boolean isOnTheEdge(Instant now) {
        Instant later = now.plus(Duration.ofMinutes(1));
        return !date(now).equals(date(later)) || firesBetween(now, later);
    }

    /** Every revision that should stand, one a line: date, number, status, whether it is mailed, net. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        days.forEach((date, day) -> {
            for (int i = 0; i < day.revisions.size(); i++) {
                Expected revision = day.revisions.get(i);
                lines.add(date + " " + (i + 1) + " " + revision.status() + " "
                        + (revision.mailed() ? "PUBLISHED" : "NOT_SENT"));
            }
        });
        return lines;
    }

    /** The net of a revision of the date. */
    long cents(LocalDate date, int revision) {
        return day(date).revisions.get(revision - 1).cents();
    }
}
