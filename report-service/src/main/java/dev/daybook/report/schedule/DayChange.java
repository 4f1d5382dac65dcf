package dev.daybook.report.schedule;

import java.util.OptionalLong;

/** What a closed day's count says, as against what the last look at the day came upon. */
enum DayChange {
    /** Nothing is to be done, or nothing by this: the schedule sees to the day's first report. */
    NONE,
    /** A run is to look at the day. */
    CHANGED,
    /** It counts what was looked at, whatever was noticed meanwhile. */
    SAME;

    /**
     * Pure.
     *
     * @param isScheduled whether the day is within the schedule's reach
     * @param isComplete whether the day's last revision is complete
     * @param looked what the last look at the whole day counted; empty where there was none
     * @param counted what is counted now
     */
    static DayChange of(boolean isScheduled, boolean isComplete, OptionalLong looked, long counted) {
        if (isComplete) {
            return looked.equals(OptionalLong.of(counted)) ? SAME : CHANGED;
        }
        return isScheduled || counted == 0 ? NONE : CHANGED;
    }
}
