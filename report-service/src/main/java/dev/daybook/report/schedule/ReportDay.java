package dev.daybook.report.schedule;

/** Which day a scheduled run is for. */
public enum ReportDay {
    /** The days that have ended and are not reported yet. */
    PREVIOUS,
    /** Those, and an interim report of the day that is under way. */
    CURRENT
}
