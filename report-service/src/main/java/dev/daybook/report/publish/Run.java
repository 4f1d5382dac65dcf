package dev.daybook.report.publish;

import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalInt;

/**
 * One request to make a day's report, as the ledger has it.
 *
 * @param requestedBy the id of the caller's key, {@code schedule}, or {@code changes} for a day that changed by itself
 * @param detail why it is held, failed, or what came of it; null before there is anything to say
 * @param revision what it made or came upon; empty until that is decided
 * @param endedAt null until then
 */
public record Run(
        String id,
        DayKey day,
        String requestedBy,
        RunPurpose purpose,
        Instant requestedAt,
        RunState state,
        String detail,
        OptionalInt revision,
        Instant endedAt) {

    public LocalDate date() {
        return day.date();
    }

    /** Whether it waits for what its detail says, or looks at this moment whether that has come. */
    public boolean isHeld() {
        return state == RunState.HELD || (state == RunState.RUNNING && detail != null);
    }
}
