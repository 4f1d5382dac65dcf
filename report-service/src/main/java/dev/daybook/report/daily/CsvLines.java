package dev.daybook.report.daily;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes lines of CSV (RFC 4180, CRLF); a spreadsheet that opens them runs no formula, because a cell that could be one begins
 * with {@code '}, while numbers stay numbers. A writer that fails throws {@link UncheckedIOException}. Closes nothing.
 */
final class CsvLines {
    private static final String LINE_END = "\r\n";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    /** What spreadsheets take for the beginning of a formula, or skip in front of one. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\0";

    private final Appendable out;

    CsvLines(Appendable out) {
        this.out = out;
    }

    /** @param cells as they are to be read; null is an empty one */
    void line(String... cells) {
        try {
            out.append(Arrays.stream(cells).map(CsvLines::cell).collect(Collectors.joining(",")))
                    .append(LINE_END);
        } catch (IOException e) {
            throw new UncheckedIOException("writing CSV", e);
        }
    }

    static String cell(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        boolean formula = FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
