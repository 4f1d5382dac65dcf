package dev.daybook.processor.aggregate;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What a partition remembers, by its own record time, and on which day it counts what carries none.
 *
 * @param dedupWindow how long identities, from the first receipt
 * @param orderRetention how long orders, from the last record that changed them
 * @param defaultTimeZone whose calendar dates the days of receipt are; the archive must be told the same
 */
public record FoldSettings(Duration dedupWindow, Duration orderRetention, ZoneId defaultTimeZone) {
    public FoldSettings {
        if (dedupWindow.isNegative() || dedupWindow.isZero()) {
            throw new IllegalArgumentException("dedupWindow must be above zero");
        }
        if (orderRetention.isNegative() || orderRetention.isZero()) {
            throw new IllegalArgumentException("orderRetention must be above zero");
        }
    }
}
