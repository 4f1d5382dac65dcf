package dev.daybook.report.analysis;

/**
 * The Sales Analysis Report as the text of its mail, byte for byte (in UTF-8) as the café lab's own report prints a day's
 * figures. A name can't forge a line or a column: control characters and line separators in it become blanks.
 */
public final class SalesAnalysisText {
    public static final String SUBJECT = "Daily Sales Analysis Report";

    private static final int PAGE_WIDTH = 80;
    private static final int NAME_WIDTH = 40;
    private static final int QUANTITY_WIDTH = 5;
    /** Names shorter than this are followed by three tabs, so that quantities line up in a reader with tabs of 8. */
    private static final int SHORT_NAME = 20;
    /** The longest name that is followed by two tabs. */
    private static final int LONG_NAME = 37;

    private SalesAnalysisText() {}

    public static String render(SalesAnalysis analysis) {
        StringBuilder out = new StringBuilder();
        out.append(centred("Sales Analysis Report", PAGE_WIDTH)).append('\n');
        out.append(centred("Date: " + analysis.date(), PAGE_WIDTH)).append('\n');
        if (analysis.groups().isEmpty()) {
            return out.append('\n')
                    .append(centred("There were no orders today.", PAGE_WIDTH))
                    .toString();
        }
        analysis.groups().forEach(group -> appendGroup(out, group));
        return out.toString();
    }

    private static void appendGroup(StringBuilder out, SalesAnalysis.Group group) {
        out.append("\nProduct Group: ").append(onOneLine(group.name())).append("\n\n");
        appendHead(out, "Item Name", "Quantity");
        appendHead(out, "*********", "********");
        for (SalesAnalysis.Item item : group.items()) {
            String name = onOneLine(item.name());
            out.append(centred(name, NAME_WIDTH))
                    .append("\t".repeat(tabsAfter(name)))
                    .append(centred(item.quantity().toPlainString(), QUANTITY_WIDTH))
                    .append('\n');
        }
    }

    private static void appendHead(StringBuilder out, String name, String quantity) {
        out.append(centred(name, NAME_WIDTH)).append("\t\t\t").append(quantity).append('\n');
    }

    private static int tabsAfter(String name) {
        int length = length(name);
        return length < SHORT_NAME ? 3 : length <= LONG_NAME ? 2 : 1;
    }

    /** Of an odd blank the left side gets the larger half only where the width is odd too; a longer text stays as it is. */
    private static String centred(String text, int width) {
        int pad = Math.max(0, width - length(text));
        int left = pad / 2 + (pad & width & 1);
        return " ".repeat(left) + text + " ".repeat(pad - left);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String onOneLine(String name) {
        return name.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
    }
}
