package dev.daybook.report.daily;

/** How much of its day a report states. */
public enum ReportStatus {
    /** The day had ended at the report's cut, and everything received before is counted. */
    COMPLETE,
    /** Something received before the report's cut may be missing, or what was received is not known; it says what. */
    PROVISIONAL,
    /** The day was not over yet at the report's cut. */
    INTERIM
}
