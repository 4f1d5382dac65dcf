package dev.daybook.processor.aggregate;

import java.time.Duration;

/**
 * How long a partition remembers, by its own record time.
 *
 * @param dedupWindow identities, from the first receipt
 * @param orderRetention orders, from the last record that changed them
 */
public record FoldSettings(Duration dedupWindow, Duration orderRetention) {
    public FoldSettings {
        if (dedupWindow.isNegative() || dedupWindow.isZero()) {
            throw new IllegalArgumentException("dedupWindow must be above zero");
        }
        if (orderRetention.isNegative() || orderRetention.isZero()) {
            throw new IllegalArgumentException("orderRetention must be above zero");
        }
    }
}
