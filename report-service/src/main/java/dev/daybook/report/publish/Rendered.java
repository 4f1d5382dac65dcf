package dev.daybook.report.publish;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from a revision's canonical JSON.
 *
 * @param subject of its mail, as SNS takes it
 * @param messages for subscribers of other protocols than e-mail, by SNS's name of the protocol; {@code default} is among them
 * @param text of its mail
 * @param files that stand beside the text
 * @param processed its files under {@code processed/} by their names, in the order in which they are written
 */
public record Rendered(
        RevisionSummary summary,
        String subject,
        Map<String, String> messages,
        String text,
        List<File> files,
        Map<String, byte[]> processed) {

    /** @param name without folders */
    public record File(String name, String contentType, byte[] bytes) {}

    public Rendered {
        messages = Map.copyOf(messages);
        files = List.copyOf(files);
    }

    /** A mail without other files, and one message for all other protocols. */
    public Rendered(RevisionSummary summary, String subject, String mailSummary, String text) {
        this(summary, subject, Map.of("default", mailSummary), text, List.of(), Map.of());
    }

    /** All messages, the text that stands in S3 as the one by e-mail. */
    Map<String, String> messages(String standingText) {
        Map<String, String> all = new LinkedHashMap<>(messages);
        all.put("email", standingText);
        return all;
    }
}
