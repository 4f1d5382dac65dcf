package dev.daybook.report.web;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionSummary;
import dev.daybook.report.render.Amounts;
import dev.daybook.report.render.Words;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A revision in the list of its day's revisions.
 *
 * @param path of its page
 * @param made when its files stood
 * @param mark the style of its status
 * @param net by currency
 * @param change of the net sales since the revision before, by currency; empty for the first
 * @param mail where its e-mail is told of
 */
public record RevisionRow(
        String number,
        String path,
        boolean isShown,
        String made,
        String status,
        String mark,
        List<String> net,
        List<String> change,
        String publication,
        String mail) {

    /** @param before the revision before it, where there is one */
    static RevisionRow of(Revision revision, Optional<Revision> before, boolean isShown, ZoneId zone) {
        String status = revision.status().name();
        return new RevisionRow(
                Integer.toString(revision.key().revision()),
                ReportLinks.page(revision.key()),
                isShown,
                Words.time(revision.storedAt(), zone),
                status,
                status.toLowerCase(Locale.ROOT),
                revision.net().stream().map(DaysView::money).toList(),
                before.map(earlier -> changes(earlier, revision)).orElse(List.of()),
                DaysView.shortWords(revision.publication()),
                PublicationPages.path(revision.key()));
    }

    private static List<String> changes(Revision before, Revision after) {
        List<String> changes = new ArrayList<>();
        for (RevisionSummary.Net net : after.net()) {
            CurrencyCode currency = CurrencyCode.checked(net.currency());
            long difference = Math.subtractExact(amount(after, currency), amount(before, currency));
            changes.add(difference == 0 ? "the same" : Amounts.difference(difference, currency));
        }
        before.net().stream()
                .filter(net ->
                        after.net().stream().noneMatch(other -> other.currency().equals(net.currency())))
                .forEach(net -> changes.add("no " + net.currency() + " any more"));
        return changes;
    }

    private static long amount(Revision revision, CurrencyCode currency) {
        return revision.net().stream()
                .filter(net -> net.currency().equals(currency.code()))
                .mapToLong(net -> Decimals.minorUnits(net.amount(), currency))
                .sum();
    }
}
