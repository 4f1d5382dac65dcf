package dev.daybook.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SampleDays;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {
    private static final String PAGE = "https://daybook.example/reports/2026-11-19";

    private static String html(Report report) {
        return new String(new HtmlReport().render(report, PAGE), StandardCharsets.UTF_8);
    }

    private static List<String> all(String html, String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    static Stream<Report> days() {
        return SampleDays.all().values().stream();
    }

    @ParameterizedTest
    @MethodSource("days")
    void needsNothingButItself(Report report) {
        String html = html(report);
        assertThat(html).doesNotContain("<script", "<link", "<img", "<iframe", "url(", "@import", " style=");
        assertThat(all(html, "<[^>]* on[a-z]+=")).isEmpty();
        assertThat(all(html, "(?:href|src)=\"[^\"]*\"")).containsOnly("href=\"" + PAGE + "\"");
    }

    @ParameterizedTest
    @MethodSource("days")
    void tellsWhatEachChartShows_andNamesNoIdTwice(Report report) {
        String html = html(report);
        assertThat(all(html, "<svg[^>]*role=\"img\"[^>]*>\\s*<title"))
                .hasSameSizeAs(all(html, "<svg[^>]*role=\"img\""));
        assertThat(all(html, "<figure.*?</figure>")).allMatch(figure -> figure.contains("<desc id="));
        assertThat(all(html, " id=\"[^\"]+\"")).doesNotHaveDuplicates();
        assertThat(all(html, "<th(?: [^>]*)?>")).allMatch(head -> head.contains("scope="));
    }

    @Test
    void keepsHostileNamesInert() {
        String html = html(SampleDays.all().get("names"));
        assertThat(html)
                .contains("Override ettal &lt;b&gt;net&lt;/b&gt; GBP 1.00 &amp; \"more\"")
                .doesNotContain("<b>", "\u202E", "\u202C");
    }
}
