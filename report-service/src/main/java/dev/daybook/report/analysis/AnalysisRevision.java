package dev.daybook.report.analysis;

import dev.daybook.report.daily.ReportStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * One revision of a day's Sales Analysis Report. Written once as canonical JSON, see {@link AnalysisRevisionJson}, and never
 * changed.
 *
 * @param revision 1 for the first
 * @param status COMPLETE where the shop's day had ended when it was read, else INTERIM
 * @param readAt a moment before the shop's database was read
 * @param zone the shop's time zone, and {@code dayStartsAt} on its wall clock
 * @param timeZoneData the version of the IANA data that the day's end was computed with
 */
public record AnalysisRevision(
        int revision,
        ReportStatus status,
        Instant readAt,
        ZoneId zone,
        LocalTime dayStartsAt,
        String timeZoneData,
        SalesAnalysis analysis) {
    /** The kind of report, as the ledger and {@code ?report=} call it. */
    public static final String SALES_ANALYSIS = "sales-analysis";

    public LocalDate date() {
        return analysis.date();
    }
}
