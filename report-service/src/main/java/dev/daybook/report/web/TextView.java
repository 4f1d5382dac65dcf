package dev.daybook.report.web;

import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionKey;
import dev.daybook.report.render.Words;
import java.util.List;
import java.util.Locale;

/**
 * What the page of a report shows whose text is all there is to show.
 *
 * @param publication what became of its mail, in words
 * @param waysOut what a person can do about it, a sentence each; empty where it needs nobody
 * @param revisions of the day, and what may be done
 */
public record TextView(
        String title,
        String day,
        String status,
        String mark,
        int revision,
        String publication,
        List<String> waysOut,
        String text,
        String json,
        String sha256,
        RevisionsView revisions) {

    static TextView of(Revision shown, String publication, List<String> waysOut, String text, RevisionsView revisions) {
        RevisionKey key = shown.key();
        return new TextView(
                DaysView.title(key.report()),
                Words.day(key.date()),
                shown.status().name(),
                shown.status().name().toLowerCase(Locale.ROOT),
                key.revision(),
                publication,
                waysOut,
                text,
                ReportLinks.json(key),
                shown.canonicalSha256(),
                revisions);
    }
}
