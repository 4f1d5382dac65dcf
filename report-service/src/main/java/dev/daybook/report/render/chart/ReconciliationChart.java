package dev.daybook.report.render.chart;

import dev.daybook.report.daily.ComparedOrder;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The orders of both sides as one bar, split by what was found of them. A part that is there is always wide enough to be seen.
 *
 * @param description all parts in words
 */
public record ReconciliationChart(String description, List<Part> parts) {
    private static final double LEAST_SHARE = 0.012;

    public ReconciliationChart {
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param style a class of the style sheet
     */
    public record Part(String x, String width, String style, String words, String count) {}

    public static ReconciliationChart of(Reconciliation.Compared compared) {
        List<ComparedOrder.Kind> kinds = new ArrayList<>();
        double shares = 0;
        double all = 0;
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            all += compared.count(kind);
        }
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            if (compared.count(kind) > 0) {
                kinds.add(kind);
                shares += share(compared, kind, all);
            }
        }
        List<Part> parts = new ArrayList<>();
        double x = 0;
        List<String> words = new ArrayList<>();
        for (ComparedOrder.Kind kind : kinds) {
            double width = share(compared, kind, all) / shares;
            String count = Amounts.count(compared.count(kind));
            parts.add(new Part(
                    Percent.of(x),
                    Percent.of(width),
                    kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + (kind.isDifference() ? " differs" : ""),
                    Words.kind(kind),
                    count));
            words.add(count + " " + Words.kind(kind));
            x += width;
        }
        return new ReconciliationChart(
                words.isEmpty() ? "No orders on either side." : "Orders: " + String.join(", ", words) + ".", parts);
    }

    private static double share(Reconciliation.Compared compared, ComparedOrder.Kind kind, double all) {
        return Math.max(LEAST_SHARE, compared.count(kind) / all);
    }
}
