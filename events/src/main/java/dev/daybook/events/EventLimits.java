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

    public EventLimits {
        if (Math.min(Math.min(maxEvents, maxEventBytes), Math.min(maxLines, Math.min(maxPayments, maxDepth))) < 1) {
            throw new IllegalArgumentException("every limit must be 1 or more");
        }
    }
}
