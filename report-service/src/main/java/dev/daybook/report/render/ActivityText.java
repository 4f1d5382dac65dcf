package dev.daybook.report.render;

import dev.daybook.report.daily.ActivityCount;
import dev.daybook.report.daily.Report;
import java.util.Comparator;
import java.util.List;

/** The events other than sales as lines of a mail, the most frequent first. */
final class ActivityText {
    static final int MAX_LINES = 20;

    private ActivityText() {}

    static void write(TextTable text, Report report) {
        List<ActivityCount> activity = report.activity().stream()
                .sorted(Comparator.comparingLong(ActivityCount::count).reversed())
                .toList();
        if (activity.isEmpty()) {
            return;
        }
        text.heading("Other events");
        text.columns(activity.stream()
                .limit(MAX_LINES)
                .map(count -> List.of(Amounts.count(count.count()), words(count)))
                .toList());
        if (activity.size() > MAX_LINES) {
            text.line("  and " + (activity.size() - MAX_LINES) + " more kinds of events");
        }
    }

    private static String words(ActivityCount count) {
        String status = count.status() == null ? "" : " (" + InertText.name(count.status()) + ")";
        return InertText.name(count.eventType()) + status + " from " + InertText.name(count.source());
    }
}
