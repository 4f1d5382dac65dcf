package dev.daybook.report.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.Decimals;
import dev.daybook.report.daily.AccountingJson;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.Report;
import dev.daybook.service.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What subscribers of each protocol of SNS get of a report: one text message by SMS and one JSON object for programs. Together
 * with the mail's text they stay within what SNS takes, whatever the report holds.
 */
public final class MailMessages {
    /** One text message, in characters of GSM 03.38's basic table; one character of none of its tables would leave room for 70. */
    static final int MAX_SMS_CHARACTERS = 160;
    /** ASCII that is not in that table: a backtick is in none, the others are in another one, and take two places each. */
    private static final Pattern NOT_BASIC = Pattern.compile("[\\[\\\\\\]^`{|}~]");
    /** Programs that need more read the report itself. */
    static final int MAX_CURRENCIES = 20;

    private static final List<String> FOR_PROGRAMS = List.of("sqs", "http", "https", "lambda");

    private MailMessages() {}

    /**
     * The message of each protocol but e-mail, by its name in SNS; {@code default} is for all others.
     *
     * @param page where the report is shown
     */
    public static Map<String, String> of(Report report, String page) {
        Map<String, String> messages = new LinkedHashMap<>();
        messages.put("default", summary(report, page));
        messages.put("sms", sms(report, page));
        String json = json(report, page);
        FOR_PROGRAMS.forEach(protocol -> messages.put(protocol, json));
        return messages;
    }

    /** What a subscriber without room for the whole text gets: the headline, how far it can be trusted, and the link. */
    static String summary(Report report, String page) {
        String trust = report.accounting()
                        .map(accounting -> Words.verdict(accounting) + "\n")
                        .orElse("")
                + report.reconciliation()
                        .map(outcome -> InertText.oneLine(Words.reconciliation(outcome)) + "\n")
                        .orElse("");
        String changed = report.changes()
                .map(changes -> "Changed since revision " + changes.sinceRevision() + ". "
                        + InertText.oneLine(String.join(" ", ChangedFigures.sentences(changes))) + "\n")
                .orElse("");
        return MailSubject.of(report) + "\n" + Words.standing(report) + "\n" + changed + trust + page + "\n";
    }

    /** The subject and the link where it fits; the chain's name is all of it that anybody chose. */
    static String sms(Report report, String page) {
        String subject = NOT_BASIC.matcher(MailSubject.of(report)).replaceAll("-");
        boolean fits = subject.length() + 1 + page.length() <= MAX_SMS_CHARACTERS
                && page.chars().allMatch(c -> c > ' ' && c < 0x7F)
                && !NOT_BASIC.matcher(page).find();
        return fits ? subject + " " + page : subject;
    }

    private static String json(Report report, String page) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("report", report.kind());
        json.put("date", report.date().toString());
        json.put("revision", report.revision());
        json.put("status", report.status().name());
        json.put("sales_sha256", CanonicalJson.salesDigest(report.stores()));
        var nets = json.putArray("net");
        List<CurrencyTotals> totals = CurrencyTotals.of(report.stores());
        for (CurrencyTotals of : totals.subList(0, Math.min(totals.size(), MAX_CURRENCIES))) {
            nets.addObject()
                    .put("currency", of.currency().code())
                    .put("amount", Decimals.money(of.net(), of.currency()))
                    .put("orders", of.orders());
        }
        json.put("currencies", totals.size());
        report.accounting().ifPresent(accounting -> json.set("accounting", AccountingJson.of(accounting)));
        report.reconciliation()
                .map(Reconciliation::status)
                .ifPresent(status -> json.put("reconciliation", status.name()));
        json.put("url", page);
        return new String(Json.bytes(json), StandardCharsets.UTF_8);
    }
}
