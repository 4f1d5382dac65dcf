package dev.daybook.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.Background;
import dev.daybook.report.daily.Comparison;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.PastDay;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.daily.SampleReports;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Thursday that sold GBP 100.00, against the Thursdays before. */
class ChangeWordsTest {
    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");

    private static PastDay past(int weeks, ReportStatus status, long net) {
        return new PastDay(
                SampleReports.DATE.minusWeeks(weeks),
                1,
                status,
                List.of(new PastDay.Store("soho", GBP, net, 2)),
                List.of());
    }

    private static PastDay past(int weeks, long net) {
        return past(weeks, ReportStatus.COMPLETE, net);
    }

    private static Report against(Figures day, PastDay... before) {
        Comparison comparison = new Comparison(List.of(before), List.of(), List.of());
        return SampleReports.report(
                new Figures(
                        day.date(),
                        day.cut(),
                        List.of(SampleReports.store("soho", "GBP", 10_000)),
                        List.of(),
                        day.accounting(),
                        List.of(),
                        List.of()),
                null,
                1,
                new Background(Optional.empty(), Optional.of(comparison), List.of()));
    }

    private static Report against(PastDay... before) {
        return against(SampleReports.goodDay(), before);
    }

    private static Optional<String> sentence(Report report) {
        return new ChangeWords(report)
                .sentence(CurrencyTotals.of(report.stores()).get(0));
    }

    private static List<String> gaps(Report report) {
        return new ChangeWords(report).gaps();
    }

    @Test
    void comparesWithTheWeekBefore_andWithTheAverageOfThoseThatHaveAReport() {
        Report report = against(past(1, 9_500), past(3, 10_500), past(4, 12_000));
        assertThat(sentence(report)).contains("up 5.3% on the Thursday before, down 6.3% on the 4-week average");
        assertThat(new ChangeWords(report).weekdaysWithReport()).contains("3 of the 4 Thursdays before have a report");
        assertThat(gaps(report)).isEmpty();
    }

    @Test
    void saysWhichDayIsMissing() {
        Report onlyEarlier = against(past(2, 8_000), past(3, 8_000));
        assertThat(sentence(onlyEarlier)).contains("up 25.0% on the 4-week average");
        assertThat(gaps(onlyEarlier)).containsExactly("There is no report of the Thursday before to compare with.");
        assertThat(sentence(against())).isEmpty();
        assertThat(gaps(against())).containsExactly("There is no report of the 4 Thursdays before to compare with.");
    }

    /** It need not be new: it may have been closed, or its till offline. */
    @Test
    void saysThatAStoreSoldNothingTheWeekBefore() {
        Report report = against(past(1, 9_500));
        assertThat(new ChangeWords(report).ofStore(report.stores().get(0))).contains("+5.3%");
        assertThat(new ChangeWords(report).ofStore(SampleReports.store("kiosk", "GBP", 100)))
                .contains("from 0");
        assertThat(new ChangeWords(report).ofStore(SampleReports.store("soho", "EUR", 100)))
                .contains("from 0");
    }

    @Test
    void callsOneDayNoAverage() {
        assertThat(sentence(against(past(1, 8_000)))).contains("up 25.0% on the Thursday before");
    }

    @Test
    void saysThatADayItComparesWithMayBeShort() {
        Report report = against(past(1, ReportStatus.PROVISIONAL, 4_000), past(2, 10_000));
        assertThat(gaps(report))
                .containsExactly("The report of 12 Nov is provisional: what this one is compared with may be short.");
        assertThat(MailText.of(report, "https://daybook.example")).contains("The report of 12 Nov is provisional: ");
    }

    @Test
    void comparesADayThatGoesOnWithNone() {
        Report report = against(SampleReports.underWay(), past(1, 9_500), past(2, 9_500));
        assertThat(sentence(report)).isEmpty();
        assertThat(gaps(report)).isEmpty();
        assertThat(new ChangeWords(report).ofStore(report.stores().get(0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 10000, unchanged",
        "10000, 9500, up 5.3%",
        "0, 9500, down 100.0%",
        "10000, 0, up GBP 100.00",
        "-500, 0, down GBP 5.00",
        "10000, -100, up GBP 101.00",
        "10000, 1, up GBP 99.99",
    })
    void saysAnAmount_whereAPercentageWouldMeanNothing(long now, long before, String words) {
        assertThat(ChangeWords.upOrDown(now, before, GBP)).isEqualTo(words);
    }
}
