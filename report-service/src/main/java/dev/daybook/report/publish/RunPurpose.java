package dev.daybook.report.publish;

/** Why a run was asked for, which decides whether what it makes is mailed. */
public enum RunPurpose {
    /** A person wants the day's report, whatever day it is; it is mailed. */
    ASKED,
    /** A closed day within the days that the schedule catches up with: its first report, or a revision of it. */
    DUE,
    /** The day under way, which the schedule reports before it ends. */
    INTERIM,
    /** An older day, or one before the installation's first event: mailed only where an earlier revision was. */
    HISTORY,
    /** A person wants the day's report in S3 and the ledger, and no mail of it. */
    KEPT;

    /** Whether it may report a day that has not ended. */
    boolean mayBeInterim() {
        return this == ASKED || this == INTERIM || this == KEPT;
    }
}
