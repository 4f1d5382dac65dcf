package dev.daybook.report.publish;

import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalInt;

/**
 * One row of the audit trail.
 *
 * @param id grows with time
 * @param at by the database's clock
 * @param who the id of the caller's key, or {@code schedule}
 * @param report null where it was no report's
 * @param date null where it was no day's
 * @param runId null where it was no run's
 * @param detail the rest, without addresses or secrets; null where there is none
 */
public record AuditEntry(
        long id,
        Instant at,
        String who,
        AuditAction action,
        String report,
        LocalDate date,
        OptionalInt revision,
        String runId,
        String detail) {}
