package dev.daybook.report.web;

import dev.daybook.report.render.Words;
import dev.daybook.report.source.KeptRejection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the page of refusals shows.
 *
 * @param day in words
 * @param producer what is filtered by; empty for all
 * @param code likewise
 * @param next where the next page is; null where there is none
 */
public record RejectionsView(LocalDate date, String day, String producer, String code, List<Row> rows, String next) {

    /**
     * One refusal.
     *
     * @param body the beginning of the event; null where it isn't safe to show
     */
    public record Row(
            String receivedAt,
            String producer,
            String code,
            String pointer,
            String reason,
            String refusedBy,
            String source,
            String eventId,
            String size,
            String body) {}

    static RejectionsView of(Rejections.Found found, String next) {
        return new RejectionsView(
                found.query().date(),
                Words.day(found.query().date()),
                found.query().producer().orElse(""),
                found.query().code().orElse(""),
                found.page().rejections().stream().map(RejectionsView::row).toList(),
                next);
    }

    /** Such as {@code 2026-11-20 08:31:07 UTC}. */
    static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace("T", " ")
                .replace("Z", " UTC");
    }

    private static Row row(KeptRejection rejection) {
        return new Row(
                second(rejection.receivedAt()),
                rejection.producer() == null ? "none that is known" : rejection.producer(),
                rejection.code(),
                rejection.pointer(),
                rejection.reason(),
                rejection.refusedBy(),
                rejection.source(),
                rejection.eventId(),
                rejection.bodyBytes() < 0 ? "" : Long.toString(rejection.bodyBytes()),
                BodyText.of(rejection.body()).orElse(null));
    }
}
