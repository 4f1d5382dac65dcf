package dev.daybook.processor.aggregate;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Event;

/** What a record of the topic turned out to be. */
sealed interface Reading {

    /** An event that counts on that day. */
    record Readable(Event event, BusinessDay day) implements Reading {}

    /** Not what the door writes: someone else wrote it. */
    record Unreadable(Refused why) implements Reading {}
}
