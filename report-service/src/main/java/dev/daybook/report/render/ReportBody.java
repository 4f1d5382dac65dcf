package dev.daybook.report.render;

import dev.daybook.report.daily.ActivityCount;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Changes;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.render.chart.ReconciliationChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the HTML of a report shows, in its file and on its page: words and shapes, no decision is left to the template. Pure. */
public final class ReportBody {
    /** A list of every activity of a chain would be longer than the report. */
    private static final int MAX_ACTIVITY = 50;
    /** Of more the JSON has the figures. */
    static final int MAX_CHANGES_OF_A_STORE = 100;

    private final Report report;
    private final ChangeWords changes;
    private final List<CurrencyBody> currencies;

    public ReportBody(Report report) {
        this.report = report;
        this.changes = new ChangeWords(report);
        this.currencies = CurrencyTotals.of(report.stores()).stream()
                .map(totals -> new CurrencyBody(report, totals, changes))
                .toList();
    }

    public Report report() {
        return report;
    }

    public String chain() {
        return InertText.whole(report.background().chain().orElse(MailSubject.NO_CHAIN));
    }

    public String day() {
        return Words.day(report.date());
    }

    /** One for each currency with sales. */
    public List<CurrencyBody> currencies() {
        return currencies;
    }

    public boolean isUnderWay() {
        return report.status() == ReportStatus.INTERIM;
    }

    /** Such as {@code Complete}. */
    public String status() {
        String name = report.status().name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    /** The style of the status. */
    public String statusStyle() {
        return report.status().name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with the whole report, in words; empty where nothing is. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        report.missing().forEach(missing -> warnings.add("Missing: " + InertText.oneLine(missing)));
        report.accounting()
                .filter(accounting ->
                        accounting.differs() || accounting.received().isEmpty())
                .ifPresent(accounting -> warnings.add(Words.verdict(accounting)));
        if (report.failsReconciliation()) {
            warnings.add("DOES NOT RECONCILE with the shop's database.");
        }
        return warnings;
    }

    /** What proves the figures, in a few words for the first screen. */
    public String trust() {
        List<String> trust = new ArrayList<>();
        report.accounting()
                .filter(accounting -> accounting.received().isPresent() && !accounting.differs())
                .ifPresent(accounting -> trust.add("every record received is accounted for"));
        report.reconciliation()
                .ifPresent(outcome -> trust.add(
                        switch (outcome.status()) {
                            case PASS -> "agrees with the shop’s database, order by order";
                            case FAIL -> "does not agree with the shop’s database";
                            case NOT_RECONCILED -> "not compared with the shop’s database";
                        }));
        return String.join(" · ", trust);
    }

    public List<Attention.Item> attention() {
        return Attention.of(report);
    }

    /**
     * What changed of one store in one currency since the revision before.
     *
     * @param folded how many rows are left out
     */
    public record ChangedStore(String name, String currency, List<ChangedFigures.Row> rows, int folded) {}

    /** A provisional report that became complete may differ in every figure of every product of a chain. */
    public List<ChangedStore> changedStores() {
        return report.changes().stream()
                .flatMap(since -> since.stores().stream())
                .limit(CurrencyBody.MAX_STORES)
                .map(this::changed)
                .toList();
    }

    private ChangedStore changed(Changes.Store store) {
        List<ChangedFigures.Row> rows = ChangedFigures.rows(store);
        int shown = Math.min(rows.size(), MAX_CHANGES_OF_A_STORE);
        return new ChangedStore(
                InertText.whole(Words.store(report, store.storeId())),
                store.currency().code(),
                rows.stream().limit(shown).map(ReportBody::inert).toList(),
                rows.size() - shown);
    }

    private static ChangedFigures.Row inert(ChangedFigures.Row row) {
        return new ChangedFigures.Row(InertText.whole(row.what()), row.before(), row.after(), row.difference());
    }

    public int foldedChangedStores() {
        return report.changes()
                .map(since -> Math.max(0, since.stores().size() - CurrencyBody.MAX_STORES))
                .orElse(0);
    }

    /** What no comparison could be made with, in sentences. */
    public List<String> gaps() {
        return changes.gaps();
    }

    /** The most frequent first. */
    public List<ActivityCount> activity() {
        return report.activity().stream()
                .sorted(Comparator.comparingLong(ActivityCount::count).reversed())
                .limit(MAX_ACTIVITY)
                .toList();
    }

    public int foldedActivity() {
        return Math.max(0, report.activity().size() - MAX_ACTIVITY);
    }

    public Optional<Reconciliation.Compared> compared() {
        return report.reconciliation()
                .filter(Reconciliation.Compared.class::isInstance)
                .map(Reconciliation.Compared.class::cast);
    }

    public Optional<ReconciliationChart> reconciliationChart() {
        return compared()
                .map(ReconciliationChart::of)
                .filter(chart -> !chart.parts().isEmpty());
    }

    /** Stores whose nets were compared, those that differ first. */
    public List<Reconciliation.Total> comparedStores() {
        return compared().stream()
                .flatMap(compared -> compared.totals().stream())
                .sorted(Comparator.comparing(total -> total.difference() == 0))
                .limit(CurrencyBody.MAX_STORES)
                .toList();
    }

    /** SHA-256 of the sales figures. */
    public String salesDigest() {
        return CanonicalJson.salesDigest(report.stores());
    }
}
