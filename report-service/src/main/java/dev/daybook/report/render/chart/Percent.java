package dev.daybook.report.render.chart;

import java.util.Locale;

/** Positions in percent, as SVG takes them; the same on every machine. */
final class Percent {
    private static final double WHOLE = 100;

    private Percent() {}

    /** Such as {@code 12.5%}. */
    static String of(double share) {
        String decimals = String.format(Locale.ROOT, "%.2f", share * WHOLE);
        return decimals.replaceAll("\\.?0+$", "") + "%";
    }
}
