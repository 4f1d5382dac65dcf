package dev.daybook.report.web;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreSales;
import java.util.Comparator;
import java.util.List;

/**
 * What the page of a report shows.
 *
 * @param publication what became of its mail, in words
 * @param revisions how many there are of the day
 */
public record ReportView(Report report, List<CurrencyTotals> totals, String publication, String sha256, int revisions) {

    static ReportView of(Report report, String publication, String sha256, int revisions) {
        return new ReportView(report, CurrencyTotals.of(report.stores()), publication, sha256, revisions);
    }

    public List<StoreSales.Product> productsByNet(StoreSales store) {
        return store.products().stream()
                .sorted(Comparator.comparingLong(StoreSales.Product::net)
                        .reversed()
                        .thenComparing(StoreSales.Product::productId))
                .toList();
    }
}
