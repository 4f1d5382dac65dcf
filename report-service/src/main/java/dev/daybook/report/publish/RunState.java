package dev.daybook.report.publish;

/** Where a run stands. */
public enum RunState {
    REQUESTED,
    RUNNING,
    /** It waits for something to come, and goes on by itself. */
    HELD,
    DONE,
    /** It came upon something that another try would not mend. */
    FAILED;

    public boolean hasEnded() {
        return this == DONE || this == FAILED;
    }
}
