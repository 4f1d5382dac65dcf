package dev.daybook.report.render;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.PastDay;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The subject of a report's mail, such as {@code Daybook 2026-11-19: net GBP 8,204.10 (+5.3% on 12 Nov), complete, revision 1}:
 * ASCII, without line breaks and under 100 characters, which is what SNS takes. What is wrong stands in front of the figures.
 * Currencies are listed while they fit; how many are left out is said. Nothing is cut off an amount or the revision's number.
 */
public final class MailSubject {
    /** SNS refuses a subject of 100 characters or more. */
    static final int MAX_LENGTH = 99;

    static final String NO_CHAIN = "Daybook";
    private static final int MAX_CHAIN = 24;
    private static final String NO_SALES = "no sales";
    /** Where not even the first currency's net fits: part of an amount would be another amount. */
    private static final String NO_ROOM = "net sales inside";
    /** What anybody expects of a report, so it gives way to what nobody does. */
    private static final String COMPLETE = ", complete";

    private MailSubject() {}

    public static String of(Report report) {
        String head = " " + report.date() + warnings(report) + ": ";
        String revision = ", revision " + report.revision();
        List<CurrencyTotals> totals = CurrencyTotals.of(report.stores());
        String least = totals.isEmpty() ? NO_SALES : first(totals) + more(totals.size() - 1);
        String chain = chain(report);
        boolean roomForStatus = (chain + head + least + COMPLETE + revision).length() <= MAX_LENGTH;
        String tail = (report.status() == ReportStatus.COMPLETE && roomForStatus ? COMPLETE : "") + revision;
        int left = MAX_LENGTH - head.length() - tail.length();
        if (least.length() > left) {
            return (head + NO_ROOM + tail).strip();
        }
        String shownChain = chain.substring(0, Math.min(chain.length(), left - least.length()))
                .strip();
        String figures = totals.isEmpty() ? NO_SALES : nets(report, totals, left - shownChain.length());
        return (shownChain + head + figures + tail).strip();
    }

    private static String first(List<CurrencyTotals> totals) {
        return "net " + amount(totals.get(0));
    }

    /** All with their changes, else all, else as many as fit. */
    private static String nets(Report report, List<CurrencyTotals> totals, int room) {
        Optional<PastDay> lastWeek = new ChangeWords(report).lastWeek();
        List<String> amounts = totals.stream().map(MailSubject::amount).toList();
        List<String> changed = IntStream.range(0, amounts.size())
                .mapToObj(at -> amounts.get(at) + change(totals.get(at), lastWeek, at == 0))
                .toList();
        for (List<String> all : List.of(changed, amounts)) {
            String shown = "net " + String.join(", ", all);
            if (shown.length() <= room) {
                return shown;
            }
        }
        String shown = "net " + amounts.get(0);
        for (int next = 1; next < amounts.size(); next++) {
            String longer = shown + ", " + amounts.get(next);
            if (!fits(longer, amounts.size() - next - 1, room)) {
                return shown + more(amounts.size() - next);
            }
            shown = longer;
        }
        return shown;
    }

    private static boolean fits(String shown, int left, int room) {
        return shown.length() + more(left).length() <= room;
    }

    private static String change(CurrencyTotals totals, Optional<PastDay> lastWeek, boolean withDate) {
        return lastWeek.flatMap(day -> Amounts.change(totals.net(), day.net(totals.currency()))
                        .map(percent -> " (" + Amounts.ascii(percent)
                                + (withDate ? " on " + Words.shortDay(day.date()) : "") + ")"))
                .orElse("");
    }

    /** The chain's name without what isn't ASCII, cut. */
    static String chain(Report report) {
        String ascii = Normalizer.normalize(report.background().chain().orElse(NO_CHAIN), Normalizer.Form.NFKD)
                .replaceAll("[^\\x20-\\x7E]+", "")
                .strip();
        String shown =
                ascii.length() > MAX_CHAIN ? ascii.substring(0, MAX_CHAIN).strip() : ascii;
        return shown.isEmpty() ? NO_CHAIN : shown;
    }

    private static String warnings(Report report) {
        List<String> warnings = new ArrayList<>();
        if (report.status() != ReportStatus.COMPLETE) {
            warnings.add(report.status().name().toLowerCase(Locale.ROOT));
        }
        if (report.doesNotAddUp()) {
            warnings.add("does not add up");
        }
        if (report.failsReconciliation()) {
            warnings.add("does not reconcile");
        }
        return warnings.isEmpty() ? "" : " (" + String.join(", ", warnings) + ")";
    }

    private static String amount(CurrencyTotals totals) {
        return Amounts.ascii(Amounts.money(totals.net(), totals.currency()));
    }

    private static String more(int currencies) {
        return currencies == 0 ? "" : " and " + currencies + " more";
    }
}
