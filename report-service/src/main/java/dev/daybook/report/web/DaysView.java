package dev.daybook.report.web;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.report.analysis.AnalysisRevision;
import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.Publication;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionSummary;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the page of days shows.
 *
 * @param hasSales whether the report has net sales to list
 * @param kinds all that are made here
 * @param trend of the net sales; empty where there is none to draw
 * @param older where the next page is; null where there are no more
 */
public record DaysView(
        String title,
        boolean hasSales,
        List<Kind> kinds,
        Optional<DaysTrend> trend,
        List<Row> rows,
        String older,
        String nextFireTime) {

    /** A kind of report, and the page of its days. */
    public record Kind(String title, String path, boolean isShown) {}

    /**
     * One day.
     *
     * @param path of its page
     * @param mark the style of its status
     * @param detail what someone should know of it; null where there is nothing
     */
    public record Row(
            String path,
            String day,
            String status,
            String mark,
            List<String> net,
            String revision,
            String publication,
            String reconciliation,
            String detail) {}

    static DaysView of(String report, List<String> madeHere, Days days, Optional<String> nextFireTime) {
        return new DaysView(
                title(report),
                report.equals(Report.DAILY_SALES),
                madeHere.stream()
                        .map(kind -> new Kind(title(kind), ReportLinks.days(kind), kind.equals(report)))
                        .toList(),
                DaysTrend.of(days.days()),
                days.days().stream().map(day -> row(report, day)).toList(),
                days.before()
                        .map(before -> ReportLinks.daysBefore(report, before))
                        .orElse(null),
                nextFireTime.orElse("never by itself"));
    }

    static String title(String report) {
        return switch (report) {
            case Report.DAILY_SALES -> "Daily sales";
            case AnalysisRevision.SALES_ANALYSIS -> "Sales analysis";
            default -> report;
        };
    }

    private static Row row(String report, Days.Day day) {
        String path = ReportLinks.page(new DayKey(report, day.date()));
        String shown = Words.day(day.date());
        if (day instanceof Days.Day.Held held) {
            return new Row(path, shown, "HELD", "held", List.of(), "", "", "", held.detail());
        }
        Revision revision = ((Days.Day.Reported) day).revision();
        String status = revision.status().name();
        return new Row(
                path,
                shown,
                status,
                status.toLowerCase(Locale.ROOT),
                revision.net().isEmpty()
                        ? List.of("no sales")
                        : revision.net().stream().map(DaysView::money).toList(),
                Integer.toString(revision.key().revision()),
                mail(revision),
                revision.reconciliation().map(DaysView::words).orElse(""),
                detail(revision));
    }

    /** That the day does not add up comes first: it outlasts what became of the mail. */
    private static String detail(Revision revision) {
        boolean isSaidOfTheMail = revision.publication() == Publication.PUBLISHED || isWithheld(revision);
        String failed = isSaidOfTheMail ? null : revision.lastError();
        if (revision.accounting().filter(Accounting::differs).isEmpty()) {
            return failed;
        }
        String verdict = Words.verdict(revision.accounting().get());
        return failed == null ? verdict : verdict + " " + failed;
    }

    static String money(RevisionSummary.Net net) {
        return CurrencyCode.of(net.currency())
                .map(currency -> Amounts.money(Decimals.minorUnits(net.amount(), currency), currency))
                .orElse(net.currency() + " " + net.amount());
    }

    /** Why it is not sent stands beside that: of a loaded history it is so on every day, and no news. */
    private static String mail(Revision revision) {
        String words = shortWords(revision.publication());
        return isWithheld(revision) && revision.lastError() != null ? words + ": " + revision.lastError() : words;
    }

    private static boolean isWithheld(Revision revision) {
        return revision.publication() == Publication.NOT_SENT
                && revision.withheld().isPresent();
    }

    /** Whether any day was compared with the shop's database. */
    public boolean hasReconciliation() {
        return rows.stream().anyMatch(row -> !row.reconciliation().isEmpty());
    }

    /** How many its table has. */
    public int columns() {
        return 4 + (hasSales ? 1 : 0) + (hasReconciliation() ? 1 : 0);
    }

    /** What became of the mail, in the words of a list. */
    static String shortWords(Publication publication) {
        return publication == Publication.UNKNOWN ? "unknown" : words(publication);
    }

    private static String words(Reconciliation.Status outcome) {
        return switch (outcome) {
            case PASS -> "agrees";
            case FAIL -> "differs";
            case NOT_RECONCILED -> "not compared";
        };
    }

    /** What became of the mail, in words. */
    static String words(Publication publication) {
        return switch (publication) {
            case PENDING -> "waiting to be sent";
            case PUBLISHING -> "being sent";
            case PUBLISHED -> "sent";
            case UNKNOWN -> "unknown: it may have been sent or not, and is not sent again by itself";
            case NOT_SENT -> "not sent";
        };
    }
}
