package dev.daybook.report.web;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.publish.Publication;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.render.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the page of days shows.
 *
 * @param older the date before which the next page goes on; null where there are no more
 */
public record DaysView(List<Row> rows, String older, String nextFireTime) {

    /**
     * One day.
     *
     * @param mark the style of its status
     * @param detail what someone should know of it; null where there is nothing
     */
    public record Row(
            String date,
            String day,
            String status,
            String mark,
            List<String> net,
            String revision,
            String publication,
            String detail) {}

    static DaysView of(Days days, Optional<String> nextFireTime) {
        return new DaysView(
                days.days().stream().map(DaysView::row).toList(),
                days.before().map(Object::toString).orElse(null),
                nextFireTime.orElse("never; REPORT_CRON has no fire time left"));
    }

    private static Row row(Days.Day day) {
        String date = day.date().toString();
        String shown = Words.day(day.date());
        if (day instanceof Days.Day.Held held) {
            return new Row(date, shown, "HELD", "held", List.of(), "", "", held.detail());
        }
        Revision revision = ((Days.Day.Reported) day).revision();
        String status = revision.status().name();
        return new Row(
                date,
                shown,
                status,
                status.toLowerCase(Locale.ROOT),
                revision.net().isEmpty()
                        ? List.of("no sales")
                        : revision.net().stream()
                                .map(net -> net.currency() + " " + net.amount())
                                .toList(),
                Integer.toString(revision.key().revision()),
                words(revision.publication()),
                detail(revision));
    }

    /** That the day does not add up comes first: it outlasts what became of the mail. */
    private static String detail(Revision revision) {
        String failed = revision.publication() == Publication.PUBLISHED ? null : revision.lastError();
        if (revision.accounting().filter(Accounting::differs).isEmpty()) {
            return failed;
        }
        String verdict = Words.verdict(revision.accounting().get());
        return failed == null ? verdict : verdict + " " + failed;
    }

    /** What became of the mail, in words. */
    static String words(Publication publication) {
        return switch (publication) {
            case PENDING -> "waiting to be sent";
            case PUBLISHING -> "being sent";
            case PUBLISHED -> "sent";
            case UNKNOWN -> "unknown: it may have been sent or not, and is not sent again by itself";
            case NOT_SENT -> "not sent";
        };
    }
}
