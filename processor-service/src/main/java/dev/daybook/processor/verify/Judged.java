package dev.daybook.processor.verify;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Event;

/** What a record of the events topic is to its day. */
sealed interface Judged {
    /** It is in the day's figures. */
    record Counted(Event event, BusinessDay day) implements Judged {}

    /** The same bytes counted before, within the window. */
    record Duplicate() implements Judged {}

    /** Other bytes counted before under its identity, within the window. */
    record Conflicting() implements Judged {}

    /**
     * It can't be counted.
     *
     * @param code as {@code daybook.rejected} has it
     */
    record Rejected(String code) implements Judged {}
}
