package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");
    private static final CurrencyCode JPY = CurrencyCode.checked("JPY");
    private static final LocalDate DATE = SampleReports.DATE;

    private static Report report(LocalDate date, boolean ended, StoreSales... stores) {
        Figures figures = new Figures(
                date,
                SampleReports.cut(
                        date.plusDays(ended ? 2 : 0)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant(),
                        1),
                List.of(stores),
                List.of(),
                SampleReports.accounting(5, 0),
                List.of(),
                List.of());
        return Report.compile(
                figures,
                Optional.empty(),
                3,
                new BusinessCalendar(ZoneOffset.UTC, LocalTime.MIDNIGHT),
                Background.NONE,
                figures.cut().at());
    }

    @Test
    void sameWeekdaysAreThoseOfTheFourWeeksBefore() {
        assertThat(Comparison.sameWeekdays(DATE))
                .containsExactly(DATE.minusDays(7), DATE.minusDays(14), DATE.minusDays(21), DATE.minusDays(28))
                .allMatch(day -> day.getDayOfWeek() == DATE.getDayOfWeek());
    }

    @Test
    void namesTheRevisionThatItComparesWith_andTheHoursOfTheWeekBeforeAlone() {
        Comparison comparison = Comparison.of(
                DATE,
                List.of(
                        report(DATE.minusDays(14), true, SampleReports.store("a", "GBP", 300)),
                        report(DATE.minusDays(7), true, SampleReports.store("a", "GBP", 100))),
                List.of(),
                List.of());
        assertThat(comparison.sameWeekdays())
                .extracting(day ->
                        day.date() + " r" + day.revision() + " " + day.hours().size())
                .containsExactly("2026-11-12 r3 1", "2026-11-05 r3 0");
        assertThat(comparison.lastWeek(DATE).orElseThrow().net(GBP)).isEqualTo(100);
    }

    @Test
    void leavesOutDaysThatWereUnderWay_andDaysThatAreNotAskedFor() {
        Comparison comparison = Comparison.of(
                DATE,
                List.of(
                        report(DATE.minusDays(7), false, SampleReports.store("a", "GBP", 100)),
                        report(DATE.minusDays(8), true, SampleReports.store("a", "GBP", 100))),
                List.of(),
                List.of());
        assertThat(comparison.sameWeekdays()).isEmpty();
        assertThat(comparison.lastWeek(DATE)).isEmpty();
        assertThat(comparison.averageNet(GBP)).isEmpty();
    }

    @Test
    void averagesOverTheDaysThatHaveAReport_halfUp_aDayWithoutSalesCountsAsZero() {
        Comparison comparison = Comparison.of(
                DATE,
                List.of(
                        report(DATE.minusDays(7), true, SampleReports.store("a", "GBP", 100)),
                        report(DATE.minusDays(14), true),
                        report(
                                DATE.minusDays(28),
                                true,
                                SampleReports.store("a", "GBP", 150),
                                SampleReports.store("b", "GBP", 100))),
                List.of(),
                List.of());
        assertThat(comparison.averageNet(GBP)).hasValue(117); // 350 ÷ 3
        assertThat(comparison.averageNet(JPY)).isEmpty();
    }
}
