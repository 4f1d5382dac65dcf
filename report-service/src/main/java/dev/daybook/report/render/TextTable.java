package dev.daybook.report.render;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines of plain text, some with columns that stay straight in a monospaced and in a proportional font: figures are padded with
 * spaces that are as wide as a digit or a comma in either, and only the last column holds names, of any script and length. Not
 * thread-safe.
 */
final class TextTable {
    private static final char FIGURE_SPACE = '\u2007';
    private static final char PUNCTUATION_SPACE = '\u2008';

    private final StringBuilder text = new StringBuilder();

    TextTable line(String line) {
        text.append(line).append('\n');
        return this;
    }

    TextTable blank() {
        return line("");
    }

    TextTable heading(String heading) {
        return blank().line(heading);
    }

    /** @param rows all of the same number of cells; all but the last hold figures */
    TextTable columns(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return this;
        }
        int last = rows.get(0).size() - 1;
        String[] widest = new String[last];
        for (int i = 0; i < last; i++) {
            int column = i;
            widest[i] = rows.stream().map(row -> row.get(column)).reduce("", (a, b) -> b.length() > a.length() ? b : a);
        }
        for (List<String> row : rows) {
            text.append("  ");
            for (int i = 0; i < last; i++) {
                text.append(padded(row.get(i), widest[i])).append("  ");
            }
            line(row.get(last));
        }
        return this;
    }

    /** The cell as wide as the widest of its column; what both begin with, a currency, stays in front of the padding. */
    private static String padded(String cell, String widest) {
        int prefix = 0;
        while (prefix < cell.length()
                && cell.charAt(prefix) == widest.charAt(prefix)
                && (Character.isLetter(cell.charAt(prefix)) || cell.charAt(prefix) == ' ')) {
            prefix++;
        }
        StringBuilder padded = new StringBuilder(cell.substring(0, prefix));
        for (int i = 0; i < widest.length() - cell.length(); i++) {
            char in = widest.charAt(prefix + i);
            padded.append(in == ',' || in == '.' ? PUNCTUATION_SPACE : FIGURE_SPACE);
        }
        return padded.append(cell, prefix, cell.length()).toString();
    }

    /** What is written so far, and nothing of it from now on. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    /** The text, cut behind a line where it has more bytes in UTF-8, with the note in place of what is left out. */
    static String within(String whole, int maxBytes, String note) {
        if (bytes(whole) <= maxBytes) {
            return whole;
        }
        int room = maxBytes - bytes(note) - 1;
        StringBuilder cut = new StringBuilder();
        int taken = 0;
        for (String line : whole.split("\n", -1)) {
            taken += bytes(line) + 1;
            if (taken > room) {
                break;
            }
            cut.append(line).append('\n');
        }
        return cut.append(note).append('\n').toString();
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
