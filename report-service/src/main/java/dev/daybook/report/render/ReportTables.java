package dev.daybook.report.render;

import dev.daybook.report.daily.ProcessedDay;
import dev.daybook.report.daily.Report;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report's figures as CSV files for people with a spreadsheet: the warehouse's, see {@link ProcessedDay}, with a byte order mark
 * in front, without which Excel takes UTF-8 for the machine's own code page and garbles every name that isn't ASCII. Pure.
 */
public final class ReportTables {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private ReportTables() {}

    /** The files by their names. */
    public static Map<String, byte[]> of(Report report) {
        Map<String, byte[]> tables = new LinkedHashMap<>();
        ProcessedDay.files(report).forEach((name, bytes) -> {
            if (name.endsWith(".csv")) {
                tables.put(name, marked(bytes));
            }
        });
        return tables;
    }

    private static byte[] marked(byte[] bytes) {
        byte[] marked = new byte[BYTE_ORDER_MARK.length + bytes.length];
        System.arraycopy(BYTE_ORDER_MARK, 0, marked, 0, BYTE_ORDER_MARK.length);
        System.arraycopy(bytes, 0, marked, BYTE_ORDER_MARK.length, bytes.length);
        return marked;
    }
}
