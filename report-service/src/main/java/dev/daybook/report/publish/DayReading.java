package dev.daybook.report.publish;

import java.util.Optional;
import java.util.OptionalLong;

/** What came of reading a day for its report. */
public sealed interface DayReading {

    /**
     * There is nothing yet that a report could be made from.
     *
     * @param reason for the person who waits for the report
     */
    record Held(String reason) implements DayReading {}

    /**
     * A report can be made.
     *
     * @param missing what keeps it from being whole, for people; only a run past its deadline reports it all the same
     */
    record Read(Optional<String> missing, Drafts drafts) implements DayReading {}

    /** The revision that the reading makes. Used by one run; not thread-safe. */
    interface Drafts {
        /**
         * The next revision behind the last one, or empty where that says what was read already. Asked again where someone else
         * claimed that revision meanwhile. May block, together with the reading for less than a run may take ({@code ReportLimits.runLimit}).
         *
         * @param last empty where the day has none; its files stand
         */
        Optional<Draft> after(Optional<Revision> last) throws InterruptedException;

        /** Whether the day had ended when it was read; before that there is only an interim report of it. */
        boolean hasEnded();

        /** Whether nothing was sold on the day, for kinds that have days on which it needs no mail to say so. */
        default boolean soldNothing() {
            return false;
        }

        /** How many events are counted, for kinds that count; that number changing is what shows that the day changed. */
        default OptionalLong counted() {
            return OptionalLong.empty();
        }

        /**
         * Whether a revision that was made while the day was read may know more than the reading without showing it; then
         * nothing of the reading may follow it, and the day has to be read again.
         */
        boolean mayBeOlderThan(Revision made);
    }
}
