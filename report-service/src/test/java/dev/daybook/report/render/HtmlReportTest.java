package dev.daybook.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SampleDays;
import dev.daybook.report.daily.SampleReports;
import dev.daybook.report.daily.StoreSales;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

    /** A second revision with these stores, of which the first had none. */
    private static Report changedFromNothing(List<StoreSales> stores) {
        Figures figures = SampleReports.figures(SampleReports.goodDay().cut().at(), stores, List.of());
        return SampleReports.report(figures, 2).since(SampleReports.report(SampleReports.emptyDay(), 1));
    }

    @Test
    void foldsWhatARevisionChanged_whenThatIsMoreThanAnybodyReads() {
        List<StoreSales> stores = new ArrayList<>(SampleDays.all().get("names").stores());
        for (int i = 0; i < 150; i++) {
            stores.add(SampleReports.store("store-" + i, "GBP", 1_000 + i));
        }
        String html = html(changedFromNothing(stores));
        String changed = html.substring(html.indexOf("Changed since revision 1"), html.indexOf("<h2>Sales in GBP"));
        assertThat(all(changed, "<caption>")).hasSize(100);
        assertThat(changed).contains("and 53 more stores with changed figures; the report’s JSON has all of them");
        assertThat(all(changed, "<table>.*?</table>"))
                .allSatisfy(table ->
                        assertThat(all(table, "<tr><th scope=\"row\">")).hasSizeBetween(1, 100));
    }

    @Test
    void foldsTheChangesOfOneStore() {
        List<StoreSales.Product> many = IntStream.range(0, 60)
                .mapToObj(i -> new StoreSales.Product("p-" + i, "Thing \u202E" + i, null, 1_000, 0, 100, 0, 0, 100))
                .toList();
        StoreSales one = SampleReports.store("one", "GBP", 6_000);
        StoreSales store = new StoreSales(
                one.storeId(),
                one.currency(),
                one.orders(),
                0,
                0,
                60_000,
                0,
                6_000,
                0,
                0,
                6_000,
                0,
                0,
                6_000,
                one.averageOrder(),
                many,
                one.hours(),
                one.payments());
        String html = html(changedFromNothing(List.of(store)));
        String changed = html.substring(html.indexOf("Changed since revision 1"), html.indexOf("<h2>Sales in GBP"));
        assertThat(all(changed, "<tr><th scope=\"row\">")).hasSize(100);
        // 6 figures of the store, 3 of each product, 1 payment and 2 of an hour
        assertThat(changed)
                .contains("and " + (6 + 3 * 60 + 1 + 2 - 100)
                        + " more changed figures; the report’s JSON has all of them")
                .contains("Thing 0")
                .doesNotContain("\u202E");
    }

    @Test
    void keepsHostileNamesInert() {
        String html = html(SampleDays.all().get("names"));
        assertThat(html)
                .contains("Override ettal &lt;b&gt;net&lt;/b&gt; GBP 1.00 &amp; \"more\"")
                .doesNotContain("<b>", "\u202E", "\u202C");
    }
}
