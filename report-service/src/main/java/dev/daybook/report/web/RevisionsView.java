package dev.daybook.report.web;

import java.util.List;

/**
 * The revisions of a day, and what a person may do with the day.
 *
 * @param rows the last revision first
 * @param earlier how many more there are before those
 * @param report the kind, for the form that has it run
 * @param date likewise
 * @param preview where it is shown as it would be now
 * @param figures where each figure leads to its events; null where it has none
 * @param mail where this revision's e-mail is told of
 * @param isUnknown whether nobody knows if that e-mail went out
 */
public record RevisionsView(
        List<RevisionRow> rows,
        int earlier,
        String report,
        String date,
        String preview,
        String figures,
        String mail,
        boolean isUnknown) {}
