package dev.daybook.report.publish;

/** What somebody did that the audit trail keeps. */
public enum AuditAction {
    /** Asked for a day's report. */
    RUN,
    /** Looked at what the report would be. */
    PREVIEW,
    /** Asked for many days' reports; each run has a row of its own besides. */
    BACKFILL,
    /** Had a revision mailed once more. */
    RESEND,
    /** Said that a revision whose mail was UNKNOWN did arrive. */
    MARK_SENT,
    /** Asked SNS to add a subscriber. */
    SUBSCRIBE,
    /** Asked SNS to remove one. */
    UNSUBSCRIBE,
    /** SNS did not do what the caller's row before says. */
    SNS_REFUSED
}
