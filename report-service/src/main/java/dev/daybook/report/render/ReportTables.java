package dev.daybook.report.render;

import dev.daybook.report.daily.ByteOrderMark;
import dev.daybook.report.daily.ProcessedDay;
import dev.daybook.report.daily.Report;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report's figures as CSV files for people with a spreadsheet: the warehouse's, see {@link ProcessedDay}, with a
 * {@link ByteOrderMark} in front. Pure.
 */
public final class ReportTables {
    private ReportTables() {}

    /** The files by their names. */
    public static Map<String, byte[]> of(Report report) {
        Map<String, byte[]> tables = new LinkedHashMap<>();
        ProcessedDay.files(report).forEach((name, bytes) -> {
            if (name.endsWith(".csv")) {
                tables.put(name, ByteOrderMark.before(bytes));
            }
        });
        return tables;
    }
}
