package dev.daybook.report.render;

import dev.daybook.report.daily.Report;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A report as one HTML file that needs nothing else: its styles and charts are in it, it runs no script and loads nothing from
 * anywhere. Everything that someone else wrote is escaped by the template engine. Thread-safe.
 */
public final class HtmlReport {
    private static final String STYLE = "report.css";

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlReport.class.getClassLoader(), "dev.daybook.report.web.pages");
    private final String style = new String(style(), StandardCharsets.UTF_8);

    /** @param page where the report is shown, for the link to it */
    public byte[] render(Report report, String page) {
        StringOutput html = new StringOutput();
        engine.render("report-file.jte", Map.of("body", new ReportBody(report), "style", style, "page", page), html);
        return html.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The style sheet, for the page. */
    public static byte[] style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException(STYLE + " of this jar can't be read", damaged);
        }
    }
}
