package dev.daybook.report.render.chart;

import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where amounts stand on a chart's height: 0 on the base line, the largest at or below a round grid line. Amounts are in minor
 * units, positions in pixels from the top.
 */
final class ColumnScale {
    private static final int[] STEPS = {1, 2, 5, 10};
    private static final int MAX_LINES_ABOVE_ZERO = 3;

    private final int top;
    private final int plotHeight;
    private final long step;
    private final long highest;
    private final long lowest;

    /**
     * @param smallest that a grid line may stand for, the currency's unit
     * @param top pixels above the plot
     */
    ColumnScale(Collection<Long> amounts, long smallest, int top, int plotHeight) {
        this.top = top;
        this.plotHeight = plotHeight;
        long max = amounts.stream().mapToLong(Long::longValue).max().orElse(0);
        long min = amounts.stream().mapToLong(Long::longValue).min().orElse(0);
        this.step =
                step(Math.max(Math.max(max, 0), min == Long.MIN_VALUE ? Long.MAX_VALUE : -Math.min(min, 0)), smallest);
        this.highest = Math.max(1, lines(Math.max(max, 0)));
        this.lowest = -lines(min == Long.MIN_VALUE ? Long.MAX_VALUE : -Math.min(min, 0));
    }

    /** The smallest round number of which at most {@link #MAX_LINES_ABOVE_ZERO} reach the amount. */
    private static long step(long reach, long smallest) {
        long power = Math.max(1, smallest);
        while (true) {
            for (int factor : STEPS) {
                long step = power <= Long.MAX_VALUE / factor ? power * factor : Long.MAX_VALUE;
                if (step >= reach / MAX_LINES_ABOVE_ZERO + (reach % MAX_LINES_ABOVE_ZERO == 0 ? 0 : 1)) {
                    return step;
                }
            }
            power = power <= Long.MAX_VALUE / 10 ? power * 10 : Long.MAX_VALUE;
        }
    }

    private long lines(long reach) {
        return reach / step + (reach % step == 0 ? 0 : 1);
    }

    /** How many pixels from the top the amount stands. */
    int y(long amount) {
        double share = (highest - (double) amount / step) / (highest - lowest);
        return top + (int) Math.round(share * plotHeight);
    }

    /** The amounts of the grid lines, the highest first; 0 is among them. */
    List<Long> lines() {
        return LongStream.rangeClosed(lowest, highest)
                .map(line -> -line)
                .sorted()
                .map(line -> -line)
                .mapToObj(line -> line == 0 || Math.abs(line) <= Long.MAX_VALUE / step ? line * step : Long.MAX_VALUE)
                .toList();
    }
}
