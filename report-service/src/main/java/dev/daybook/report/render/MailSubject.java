package dev.daybook.report.render;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The subject of a report's mail, such as {@code Daybook 2026-11-19: net GBP 8204.10}: ASCII, without line breaks and under 100
 * characters, which is what SNS takes. Currencies are listed while they fit; how many are left out is said.
 */
public final class MailSubject {
    /** SNS refuses a subject of 100 characters or more. */
    static final int MAX_LENGTH = 99;

    private MailSubject() {}

    public static String of(Report report) {
        String head = "Daybook " + report.date() + marks(report) + ": ";
        List<CurrencyTotals> totals = CurrencyTotals.of(report.stores());
        if (totals.isEmpty()) {
            return head + "no sales";
        }
        String subject = head + "net " + amount(totals.get(0));
        for (int shown = 1; shown < totals.size(); shown++) {
            String longer = subject + ", " + amount(totals.get(shown));
            int left = totals.size() - shown - 1;
            if (longer.length() + (left == 0 ? 0 : more(left).length()) > MAX_LENGTH) {
                return subject + more(left + 1);
            }
            subject = longer;
        }
        return subject;
    }

    private static String marks(Report report) {
        List<String> marks = new ArrayList<>();
        if (report.status() != ReportStatus.COMPLETE) {
            marks.add(report.status().name().toLowerCase(Locale.ROOT));
        }
        if (report.doesNotAddUp()) {
            marks.add("does not add up");
        }
        if (report.revision() > 1) {
            marks.add("revision " + report.revision());
        }
        return marks.isEmpty() ? "" : " (" + String.join(", ", marks) + ")";
    }

    private static String amount(CurrencyTotals totals) {
        return Words.money(totals.net(), totals.currency());
    }

    private static String more(int currencies) {
        return " and " + currencies + " more";
    }
}
