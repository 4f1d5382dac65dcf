package dev.daybook.allinone.aws;

import java.util.List;

/** The inbox as a page for a person, newest mail first: no script, everything escaped. Pure. */
final class InboxPage {
    private InboxPage() {}

    static String of(List<Mail> oldestFirst) {
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Daybook inbox</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
                article { border-top: 1px solid #bbb; padding: 1rem 0; }
                h2 { font-size: 1.1rem; margin: 0; }
                p { color: #555; margin: 0.25rem 0; }
                pre { background: #f6f6f4; overflow-x: auto; padding: 1rem; }
                </style>
                </head>
                <body>
                <h1>Inbox</h1>
                """);
        if (oldestFirst.isEmpty()) {
            html.append("<p>No mail yet.</p>\n");
        }
        for (int i = oldestFirst.size() - 1; i >= 0; i--) {
            append(html, oldestFirst.get(i));
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static void append(StringBuilder html, Mail mail) {
        html.append("<article>\n<h2>").append(escape(mail.subject())).append("</h2>\n<p>to ");
        html.append(escape(mail.to())).append(", ").append(escape(mail.receivedAt()));
        // A line break right after <pre> is dropped by browsers, so that one is added keeps the text's own.
        html.append("</p>\n<pre>\n").append(escape(mail.body())).append("</pre>\n</article>\n");
    }

    /** {@code text} for HTML and XML, as content and within quotes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                // Control characters are allowed in neither XML nor HTML, and would make a page or an answer
                // unreadable.
                default -> escaped.append(Character.isISOControl(c) && !Character.isWhitespace(c) ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }
}
