package dev.daybook.report.render;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.Comparison;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.PastDay;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.daily.StoreSales;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a day's net sales changed against the same weekday of the weeks before, in words. A day that is not over yet is compared
 * with none: part of a day against a whole one would only mislead.
 */
public final class ChangeWords {
    private final Report report;
    private final Optional<Comparison> comparison;

    public ChangeWords(Report report) {
        this.report = report;
        this.comparison = report.background().comparison().filter(made -> report.status() != ReportStatus.INTERIM);
    }

    /** The same weekday a week before; empty where it has no report, or none to compare with. */
    public Optional<PastDay> lastWeek() {
        return comparison.flatMap(made -> made.lastWeek(report.date()));
    }

    /** The average net of the weekdays before; empty where none of them had sales in that currency. */
    public OptionalLong average(CurrencyCode currency) {
        return comparison.map(made -> made.averageNet(currency)).orElse(OptionalLong.empty());
    }

    /** Such as {@code up 5.3%}; without a meaningful percentage {@code up GBP 412.30}. */
    static String upOrDown(long now, long before, CurrencyCode currency) {
        if (now == before) {
            return "unchanged";
        }
        long difference = Math.subtractExact(now, before);
        String by = Amounts.percent(now, before)
                .map(percent -> percent.abs().toPlainString() + "%")
                .orElseGet(() -> Amounts.money(Math.absExact(difference), currency));
        return (difference > 0 ? "up " : "down ") + by;
    }

    /** Such as {@code the Thursday before}. */
    public String dayBefore() {
        return "the " + Words.weekday(report.date()) + " before";
    }

    /** Such as {@code 3 of the 4 Thursdays before have a report}; empty where all of them have. */
    public Optional<String> weekdaysWithReport() {
        int days = comparison.map(made -> made.sameWeekdays().size()).orElse(0);
        return days == Comparison.WEEKS
                ? Optional.empty()
                : Optional.of(days + " of the 4 " + Words.weekday(report.date()) + "s before "
                        + (days == 1 ? "has" : "have") + " a report");
    }

    /** Such as {@code up 5.3% on the Thursday before, down 1.2% on the 4-week average}; or empty. */
    public Optional<String> sentence(CurrencyTotals totals) {
        List<String> parts = new ArrayList<>();
        lastWeek()
                .ifPresent(day -> parts.add(
                        upOrDown(totals.net(), day.net(totals.currency()), totals.currency()) + " on " + dayBefore()));
        OptionalLong average = average(totals.currency());
        if (average.isPresent() && comparison.orElseThrow().sameWeekdays().size() > 1) {
            parts.add(upOrDown(totals.net(), average.getAsLong(), totals.currency()) + " on the 4-week average");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    /**
     * A store's change on the week before, such as {@code +5.3%}, {@code from 0} where it sold nothing then, or {@code –} where a
     * percentage means nothing; empty where there is no such day.
     */
    public Optional<String> ofStore(StoreSales store) {
        return lastWeek()
                .map(day -> day.store(store.storeId(), store.currency())
                        .map(before -> Amounts.change(store.net(), before.net()).orElse("–"))
                        .orElse("from 0"));
    }

    /** Why there is no comparison, or what is missing from it; empty where nothing is. */
    public List<String> gaps() {
        if (report.background().comparison().isEmpty() || report.status() == ReportStatus.INTERIM) {
            return List.of();
        }
        List<String> gaps = new ArrayList<>();
        if (comparison.orElseThrow().sameWeekdays().isEmpty()) {
            gaps.add("There is no report of the 4 " + Words.weekday(report.date()) + "s before to compare with.");
        } else if (lastWeek().isEmpty()) {
            gaps.add("There is no report of " + dayBefore() + " to compare with.");
        }
        comparison.orElseThrow().sameWeekdays().stream()
                .filter(day -> day.status() == ReportStatus.PROVISIONAL)
                .forEach(day -> gaps.add("The report of " + Words.shortDay(day.date())
                        + " is provisional: what this one is compared with may be short."));
        gaps.addAll(comparison.orElseThrow().unread());
        return gaps;
    }
}
