package dev.daybook.report.daily;

import java.util.OptionalLong;

/**
 * A day's equation, {@code received = counted + duplicate + conflicting + rejected}. The two sides come from different places,
 * the archive and the processor, and are never made to agree.
 *
 * @param received lines of the archive up to the cut; empty where the archive had not come that far
 * @param counted events in the figures
 * @param duplicate received again with the same content
 * @param conflicting received again with other content, and kept among the refused
 * @param rejected refused at the door, or unreadable for the processor
 */
public record Accounting(OptionalLong received, long counted, long duplicate, long conflicting, long rejected) {

    /** What the processor knows what became of. */
    public long accountedFor() {
        return Math.addExact(Math.addExact(counted, duplicate), Math.addExact(conflicting, rejected));
    }

    /**
     * {@code received} less what is accounted for: above 0 that many records are lost, below 0 that many are counted that were
     * never received, or twice; empty where {@code received} isn't known.
     */
    public OptionalLong difference() {
        return received.isPresent()
                ? OptionalLong.of(Math.subtractExact(received.getAsLong(), accountedFor()))
                : OptionalLong.empty();
    }

    /** Whether the two sides are known to differ. */
    public boolean differs() {
        return difference().orElse(0) != 0;
    }
}
