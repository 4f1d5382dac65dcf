package dev.daybook.report.daily;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * One revision of a day's report: everything that its mail, its files and its page are made from. Written once as canonical
 * JSON, see {@link CanonicalJson}, and never changed.
 *
 * @param kind which report it is, {@link #DAILY_SALES}
 * @param revision 1 for the first
 * @param timeZoneData the version of the IANA data that the day's end was computed with
 */
public record Report(
        String kind,
        LocalDate date,
        int revision,
        ReportStatus status,
        Instant generatedAt,
        Cut cut,
        BusinessCalendar calendar,
        String timeZoneData,
        List<StoreSales> stores,
        List<ActivityCount> activity) {

    public static final String DAILY_SALES = "daily-sales";

    public Report {
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
                now,
                figures.cut(),
                calendar,
                BusinessCalendar.timeZoneDataVersion(),
                figures.stores(),
                figures.activity());
    }

    /** Whether the day had ended when the ends of the topic were read. */
    static ReportStatus statusOf(Figures figures, BusinessCalendar calendar) {
        return calendar.hasEnded(figures.date(), figures.cut().at()) ? ReportStatus.COMPLETE : ReportStatus.INTERIM;
    }
}
