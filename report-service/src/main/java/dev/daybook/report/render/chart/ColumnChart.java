package dev.daybook.report.render.chart;

import java.util.List;

/**
 * Columns beside each other, with a title, a description in words, and a table of the same figures for whoever doesn't see them.
 *
 * @param id of the chart in its page, letters and digits
 * @param height of the whole in pixels
 * @param baseline where 0 is
 */
public record ColumnChart(
        String id,
        String title,
        String description,
        int height,
        int baseline,
        List<GridLine> grid,
        List<Column> columns,
        List<Label> labels,
        List<String> heads,
        List<List<String>> rows) {

    public ColumnChart {
        grid = List.copyOf(grid);
        columns = List.copyOf(columns);
        labels = List.copyOf(labels);
        heads = List.copyOf(heads);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** A horizontal line at an amount. */
    public record GridLine(int y, String label) {}

    /**
     * One column.
     *
     * @param style of the column, a class of the style sheet
     * @param tooltip what it stands for, in words
     * @param mark where the amount stands that it is compared with, in pixels from the top; null for none
     */
    public record Column(String x, String width, int y, int height, String style, String tooltip, Integer mark) {}

    /**
     * A word below the columns.
     *
     * @param anchor of the text in SVG: start, middle or end
     */
    public record Label(String x, String anchor, String text) {}
}
