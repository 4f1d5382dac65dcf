package dev.daybook.events;

/**
 * How large a body of events may be.
 *
 * @param maxEvents events in one request
 * @param maxEventBytes bytes of one event as it stands in the body
 * @param maxLines lines of one sale
 * @param maxPayments payments of one sale
 * @param maxDepth levels of objects and arrays within one event
 */
public record EventLimits(int maxEvents, int maxEventBytes, int maxLines, int maxPayments, int maxDepth) {

    public static final EventLimits DEFAULT = new EventLimits(1_000, 512 * 1024, 2_000, 100, 64);

    /**
     * What a record of the events topic may hold: wider than any door's, because what a door took must be readable ever after,
     * whatever its limits were when it took it.
     */
    public static final EventLimits RECORDS = new EventLimits(1, Topics.MAX_MESSAGE_BYTES, 100_000, 100_000, 1_000);

    public EventLimits {
        if (Math.min(Math.min(maxEvents, maxEventBytes), Math.min(maxLines, Math.min(maxPayments, maxDepth))) < 1) {
            throw new IllegalArgumentException("every limit must be 1 or more");
        }
    }
}
