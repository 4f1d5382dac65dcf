package dev.daybook.report.analysis;

import dev.daybook.report.daily.ReportStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The mail of a Sales Analysis Report. Its body is the report's text and nothing else, so what a reader should know of the
 * revision stands in the subject; a body that SNS would not take is cut behind a line and says where the rest is.
 */
public final class AnalysisMail {
    /** SNS takes 262,144 bytes with JSON escaping, which at worst doubles this. */
    static final int MAX_BYTES = 120 * 1024;

    private AnalysisMail() {}

    /** {@link SalesAnalysisText#SUBJECT}, and in brackets what tells it from a day's first whole one. */
    public static String subject(AnalysisRevision revision) {
        List<String> marks = new ArrayList<>();
        if (revision.status() != ReportStatus.COMPLETE) {
            marks.add("interim");
        }
        if (revision.revision() > 1) {
            marks.add("revision " + revision.revision());
        }
        return SalesAnalysisText.SUBJECT + (marks.isEmpty() ? "" : " (" + String.join(", ", marks) + ")");
    }

    /** For subscribers of other protocols than e-mail. @param page where the report is shown */
    public static String summary(AnalysisRevision revision, String page) {
        return subject(revision) + "\nDate: " + revision.date() + "\n" + page + "\n";
    }

    /** @param page where the report is shown */
    public static String text(AnalysisRevision revision, String page) {
        String whole = SalesAnalysisText.render(revision.analysis());
        if (bytes(whole) <= MAX_BYTES) {
            return whole;
        }
        String note = "\n… the rest is in the JSON of " + page + "\n";
        StringBuilder cut = new StringBuilder();
        int room = MAX_BYTES - bytes(note);
        for (String line : whole.split("(?<=\n)")) {
            room -= bytes(line);
            if (room < 0) {
                break;
            }
            cut.append(line);
        }
        return cut.append(note).toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
