package dev.daybook.report.daily;

/** How much of its day a report states. */
public enum ReportStatus {
    /** The day had ended at the report's cut, and everything received before is counted. */
    COMPLETE,
    /** The day was not over yet at the report's cut. */
    INTERIM
}
