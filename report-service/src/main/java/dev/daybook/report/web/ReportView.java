package dev.daybook.report.web;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.RejectionCount;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.report.source.RejectionQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the page of a report shows.
 *
 * @param publication what became of its mail, in words
 * @param revisions how many there are of the day
 */
public record ReportView(Report report, List<CurrencyTotals> totals, String publication, String sha256, int revisions) {
    /** Strangers who write to Kafka can name themselves as they like. */
    private static final int MAX_REJECTIONS = 100;

    /**
     * How many of a producer's events were refused for one reason.
     *
     * @param link to them
     */
    public record RejectionRow(String producer, String code, String count, String link) {}

    static ReportView of(Report report, String publication, String sha256, int revisions) {
        return new ReportView(report, CurrencyTotals.of(report.stores()), publication, sha256, revisions);
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
                Long.toString(rejection.count()),
                Rejections.path("/rejections", query));
    }

    public List<StoreSales.Product> productsByNet(StoreSales store) {
        return store.products().stream()
                .sorted(Comparator.comparingLong(StoreSales.Product::net)
                        .reversed()
                        .thenComparing(StoreSales.Product::productId))
                .toList();
    }
}
