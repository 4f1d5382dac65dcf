package dev.daybook.report.web;

import dev.daybook.report.daily.RejectionCount;
import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.ReportBody;
import dev.daybook.report.source.RejectionQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the page of a report shows.
 *
 * @param publication what became of its mail, in words
 * @param waysOut what a person can do about it, a sentence each; empty where it needs nobody
 * @param revisions of the day, and what may be done
 * @param files where each of its files can be had
 */
public record ReportView(
        Report report,
        ReportBody body,
        String publication,
        List<String> waysOut,
        String sha256,
        RevisionsView revisions,
        List<FileLink> files) {
    /** Strangers who write to Kafka can name themselves as they like. */
    private static final int MAX_REJECTIONS = 100;

    /**
     * How many of a producer's events were refused for one reason.
     *
     * @param link to them
     */
    public record RejectionRow(String producer, String code, String count, String link) {}

    public record FileLink(String name, String link) {}

    static ReportView of(
            Report report,
            String publication,
            List<String> waysOut,
            String sha256,
            RevisionsView revisions,
            List<FileLink> files) {
        return new ReportView(report, new ReportBody(report), publication, waysOut, sha256, revisions, files);
    }

    /** The list of all reconciled orders, if the revision has one. */
    public Optional<FileLink> reconciledOrders() {
        return files.stream()
                .filter(file -> file.name().equals(ReportFiles.ORDERS))
                .findFirst();
    }

    /** Most first. */
    public List<RejectionRow> rejections() {
        return report.rejections().stream()
                .sorted(Comparator.comparingLong(RejectionCount::count).reversed())
                .limit(MAX_REJECTIONS)
                .map(this::row)
                .toList();
    }

    public int foldedRejections() {
        return Math.max(0, report.rejections().size() - MAX_REJECTIONS);
    }

    private RejectionRow row(RejectionCount rejection) {
        RejectionQuery query = new RejectionQuery(
                report.date(), Optional.ofNullable(rejection.producer()), Optional.of(rejection.code()));
        return new RejectionRow(
                rejection.producer() == null ? "none that is known" : rejection.producer(),
                rejection.code(),
                Amounts.count(rejection.count()),
                Rejections.path("/rejections", query));
    }
}
