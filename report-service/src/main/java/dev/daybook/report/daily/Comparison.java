package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a day is compared with: the same weekday of the four weeks before and the trend up to it, each named with the revision
 * that stood when the report was made, so that the report says the same ever after. Days that were under way when last reported
 * are not in it. Amounts are in minor units; sums beyond a {@code long} throw {@link ArithmeticException}.
 *
 * @param sameWeekdays those of the four days that have a report, the last one first
 * @param trend those of the {@link #TREND_DAYS} days before that have a report, the oldest first
 * @param unread for people: why a day is missing that has a report
 */
public record Comparison(List<PastDay> sameWeekdays, List<TrendDay> trend, List<String> unread) {
    public static final int WEEKS = 4;
    public static final int TREND_DAYS = 28;
    private static final int DAYS_OF_WEEK = 7;

    public Comparison {
        sameWeekdays = List.copyOf(sameWeekdays);
        trend = List.copyOf(trend);
        unread = List.copyOf(unread);
    }

    /** The dates whose reports a report of that date is compared with, the last one first. */
    public static List<LocalDate> sameWeekdays(LocalDate date) {
        return Stream.iterate(date.minusDays(DAYS_OF_WEEK), before -> before.minusDays(DAYS_OF_WEEK))
                .limit(WEEKS)
                .toList();
    }

    /**
     * Compares a date with the reports of {@link #sameWeekdays(LocalDate)} that there are.
     *
     * @param reports in any order
     */
    public static Comparison of(LocalDate date, List<Report> reports, List<TrendDay> trend, List<String> unread) {
        List<PastDay> days = new ArrayList<>();
        for (LocalDate past : sameWeekdays(date)) {
            reports.stream()
                    .filter(report -> report.date().equals(past) && report.status() != ReportStatus.INTERIM)
                    .findFirst()
                    .ifPresent(report -> days.add(
                            PastDay.of(report, past.plusDays(DAYS_OF_WEEK).equals(date))));
        }
        return new Comparison(days, trend, unread);
    }

    /** The same weekday a week before that date, if it has a report. */
    public Optional<PastDay> lastWeek(LocalDate date) {
        return sameWeekdays.stream()
                .filter(day -> day.date().plusDays(DAYS_OF_WEEK).equals(date))
                .findFirst();
    }

    /** The net of all stores on average over the same weekdays that have a report, half-up; empty where none had sales. */
    public OptionalLong averageNet(CurrencyCode currency) {
        if (!hasSales(currency)) {
            return OptionalLong.empty();
        }
        long sum = sameWeekdays.stream().mapToLong(day -> day.net(currency)).reduce(0, Math::addExact);
        return OptionalLong.of(Decimals.divideHalfUp(sum, sameWeekdays.size()));
    }

    private boolean hasSales(CurrencyCode currency) {
        return sameWeekdays.stream()
                .flatMap(day -> day.stores().stream())
                .anyMatch(store -> store.currency().equals(currency));
    }
}
