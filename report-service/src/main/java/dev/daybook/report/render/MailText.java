package dev.daybook.report.render;

import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Changes;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as plain text, for mail: what a phone shows of it before it is opened is the net sales, how they changed, and what is
 * wrong. Never longer than {@link #MAX_BYTES}: long lists are folded and say so, the page has all of them; whether the figures can
 * be trusted and the link are never cut. Reads in a monospaced and in a proportional font, see {@link TextTable}.
 */
public final class MailText {
    /** SNS takes 262,144 bytes with JSON escaping, which at worst doubles this; and nobody reads more. */
    public static final int MAX_BYTES = 32 * 1024;

    /** The first line is what previews show. */
    private static final int CURRENCIES_IN_FIRST_LINE = 3;

    static final int MAX_CHANGES = 60;
    static final int MAX_CHANGES_OF_A_STORE = 20;

    private final TextTable text = new TextTable();
    private final Report report;
    private final String page;
    private final List<CurrencyTotals> totals;
    private final ChangeWords changes;

    private MailText(Report report, String page) {
        this.report = report;
        this.page = page;
        this.totals = CurrencyTotals.of(report.stores());
        this.changes = new ChangeWords(report);
    }

    /** @param page where the report is shown */
    public static String of(Report report, String page) {
        return new MailText(report, page).render();
    }

    private String render() {
        text.line(revised() + headline(report));
        standing();
        text.blank();
        text.line(Words.day(report.date()) + " · " + chain(report) + " · revision " + report.revision());
        text.line("Everything of it, with charts: " + page);
        report.changes().ifPresent(this::changed);
        attention();
        for (CurrencyTotals of : totals) {
            new SalesText(text, report, changes, of).write();
        }
        changes.gaps().forEach(gap -> text.blank().line(InertText.oneLine(gap)));
        ActivityText.write(text, report);
        String body = text.take();
        trust();
        String end = text.take();
        return TextTable.within(body, MAX_BYTES - TextTable.bytes(end), "… the rest is at " + page) + end;
    }

    /** A revision says first what it changed. */
    private String revised() {
        return report.changes()
                .map(since -> "Revision " + report.revision() + " " + ChangedFigures.headline(since) + " ")
                .orElse("");
    }

    /** The net sales and how they changed, in a sentence. */
    public static String headline(Report report) {
        List<CurrencyTotals> totals = CurrencyTotals.of(report.stores());
        if (totals.isEmpty()) {
            return "No sales were recorded for " + Words.day(report.date()) + ".";
        }
        String net = report.status() == ReportStatus.INTERIM ? "Net sales so far: " : "Net sales: ";
        if (totals.size() == 1) {
            return net + only(report, totals.get(0)) + ".";
        }
        List<String> nets = new ArrayList<>();
        ChangeWords changes = new ChangeWords(report);
        totals.stream().limit(CURRENCIES_IN_FIRST_LINE).forEach(of -> {
            String change = changes.lastWeek()
                    .map(day -> " (" + ChangeWords.upOrDown(of.net(), day.net(of.currency()), of.currency()) + ")")
                    .orElse("");
            nets.add(Amounts.money(of.net(), of.currency()) + change);
        });
        int left = totals.size() - CURRENCIES_IN_FIRST_LINE;
        String against = changes.lastWeek().isPresent() ? ", each against " + changes.dayBefore() : "";
        return net + String.join(", ", nets) + (left > 0 ? " and " + left + " more currencies" : "") + against + ".";
    }

    private static String only(Report report, CurrencyTotals totals) {
        return Amounts.money(totals.net(), totals.currency()) + ", "
                + new ChangeWords(report)
                        .sentence(totals)
                        .orElse("from " + Amounts.counted(totals.orders(), "order", "orders"));
    }

    static String chain(Report report) {
        return InertText.name(report.background().chain().orElse(MailSubject.NO_CHAIN));
    }

    private void standing() {
        text.line(Words.standing(report));
        report.missing().forEach(missing -> text.line("Missing: " + InertText.oneLine(missing)));
        if (report.doesNotAddUp()) {
            text.line(Words.verdict(report.accounting().orElseThrow()) + " Have it looked into before relying on it.");
        }
        if (report.failsReconciliation()) {
            text.line("DOES NOT RECONCILE with the shop's database: see what needs attention.");
        }
    }

    /** What changed of each store itself first; of its products, payments and hours what there is room for. */
    private void changed(Changes since) {
        text.heading("Changed since revision " + since.sinceRevision());
        ChangedFigures.sentences(since).forEach(sentence -> text.line("  " + InertText.oneLine(sentence)));
        int room = MAX_CHANGES;
        int folded = 0;
        for (Changes.Store store : since.stores()) {
            List<ChangedFigures.Row> rows = ChangedFigures.rows(store);
            int shown = Math.min(rows.size(), Math.min(room, MAX_CHANGES_OF_A_STORE));
            room -= shown;
            folded += rows.size() - shown;
            if (shown > 0) {
                text.line("  " + Words.shortStore(report, store.storeId(), InertText::name));
                text.columns(rows.subList(0, shown).stream().map(MailText::row).toList());
            }
        }
        if (folded > 0) {
            text.line("  and " + Amounts.count(folded) + " more changed figures");
        }
    }

    private static List<String> row(ChangedFigures.Row row) {
        String values = row.before().isEmpty() ? "" : ": " + row.before() + " before, " + row.after() + " now";
        return List.of(row.difference(), InertText.name(row.what()) + values);
    }

    private void attention() {
        List<Attention.Item> items = Attention.of(report);
        if (!items.isEmpty()) {
            text.heading("Needs attention");
        }
        for (Attention.Item item : items) {
            text.line("  " + item.words());
            item.details().forEach(detail -> text.line("    " + detail));
        }
    }

    private void trust() {
        text.heading("Can I trust this?");
        report.accounting().ifPresent(accounting -> {
            text.line("  " + Words.equation(accounting));
            text.line("  " + Words.verdict(accounting));
        });
        report.reconciliation()
                .ifPresent(reconciliation -> text.line("  " + InertText.oneLine(Words.reconciliation(reconciliation))));
        text.line("  SHA-256 of the sales figures: " + CanonicalJson.salesDigest(report.stores()));
        text.line("  " + Words.days(report));
        text.blank().line("Every figure, order by order: " + page);
    }
}
