package dev.daybook.report.source;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One receipt of an event.
 *
 * @param topic that holds the record: of events, or of refusals
 * @param offset -1 where the state that answered doesn't know it
 * @param businessDate null where the offset is -1
 * @param object the archive's object that holds the record; null where none does yet
 * @param sha256 of the event in hex; null where nobody says
 * @param refusal why it was refused; null for an event
 */
public record Receipt(
        String topic,
        int partition,
        long offset,
        Instant receivedAt,
        LocalDate businessDate,
        String object,
        String sha256,
        KeptRejection refusal) {}
