package dev.daybook.report.web;

import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.RevisionKey;
import dev.daybook.report.publish.Run;
import java.time.LocalDate;

/** Paths to reports, in the API and as pages; kinds of reports other than daily sales are named in them. */
public final class ReportLinks {
    private ReportLinks() {}

    /** The page of the day's last revision. */
    public static String page(DayKey day) {
        return "/reports/" + day.date() + first(day.report());
    }

    public static String page(RevisionKey key) {
        return "/reports/" + key.date() + "?revision=" + key.revision() + further(key.report());
    }

    /** The page of days. */
    public static String days(String report) {
        return "/" + first(report);
    }

    public static String daysBefore(String report, LocalDate before) {
        return "/?before=" + before + further(report);
    }

    public static String json(RevisionKey key) {
        return "/v1/reports/" + key.date() + "?revision=" + key.revision() + further(key.report());
    }

    static String jsonDaysBefore(String report, LocalDate before, int limit) {
        return "/v1/reports?before=" + before + "&limit=" + limit + further(report);
    }

    static String run(Run run) {
        return "/v1/reports/" + run.date() + "/runs/" + run.id()
                + first(run.day().report());
    }

    private static String first(String report) {
        return report.equals(Report.DAILY_SALES) ? "" : "?report=" + report;
    }

    private static String further(String report) {
        return report.equals(Report.DAILY_SALES) ? "" : "&report=" + report;
    }
}
