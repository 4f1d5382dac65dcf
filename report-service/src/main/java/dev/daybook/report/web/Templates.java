package dev.daybook.report.web;

import dev.daybook.service.http.Answer;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Renders pages; everything that someone else wrote is escaped for where it stands. Thread-safe. */
final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "dev.daybook.report.web.pages");

    Answer page(int status, String template, Map<String, Object> parameters) {
        StringOutput html = new StringOutput();
        engine.render(template, parameters, html);
        return Answer.html(status, html.toString());
    }

    /** A page that says one thing. */
    Answer message(int status, String title, String text) {
        return page(status, "message.jte", Map.of("title", title, "text", text));
    }
}
