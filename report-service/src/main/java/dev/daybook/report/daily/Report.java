package dev.daybook.report.daily;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One revision of a day's report: everything that its mail, its files and its page are made from. Written once as canonical
 * JSON, see {@link CanonicalJson}, and never changed.
 *
 * @param kind which report it is, {@link #DAILY_SALES}
 * @param revision 1 for the first
 * @param missing what keeps it from being COMPLETE, for people; empty unless it is PROVISIONAL
 * @param timeZoneData the version of the IANA data that the day's end was computed with
 * @param accounting empty in revisions of releases that did none
 */
public record Report(
        String kind,
        LocalDate date,
        int revision,
        ReportStatus status,
        List<String> missing,
        Instant generatedAt,
        Cut cut,
        BusinessCalendar calendar,
        String timeZoneData,
        Optional<Accounting> accounting,
        List<RejectionCount> rejections,
        List<StoreSales> stores,
        List<ActivityCount> activity) {

    public static final String DAILY_SALES = "daily-sales";

    public Report {
        missing = List.copyOf(missing);
        rejections = List.copyOf(rejections);
        stores = List.copyOf(stores);
        activity = List.copyOf(activity);
    }

    /** The day's figures as the next revision of its report. */
    public static Report compile(Figures figures, int revision, BusinessCalendar calendar, Instant now) {
        return new Report(
                DAILY_SALES,
                figures.date(),
                revision,
                statusOf(figures, calendar),
                figures.missing(),
                now,
                figures.cut(),
                calendar,
                BusinessCalendar.timeZoneDataVersion(),
                Optional.of(figures.accounting()),
                figures.rejections(),
                figures.stores(),
                figures.activity());
    }

    /** That something is missing is said first: it weighs more than that the day goes on. */
    static ReportStatus statusOf(Figures figures, BusinessCalendar calendar) {
        if (!figures.isWhole()) {
            return ReportStatus.PROVISIONAL;
        }
        return hasEnded(figures, calendar) ? ReportStatus.COMPLETE : ReportStatus.INTERIM;
    }

    /** Whether the day had ended when the ends of the topics were read. */
    static boolean hasEnded(Figures figures, BusinessCalendar calendar) {
        return calendar.hasEnded(figures.date(), figures.cut().at());
    }

    /** Whether its equation is known to fail. */
    public boolean doesNotAddUp() {
        return accounting.filter(Accounting::differs).isPresent();
    }
}
