package dev.daybook.report.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SampleDays;
import dev.daybook.report.render.ChangeWords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartsTest {
    private static final Report DAY = SampleDays.goodDay();
    private static final CurrencyTotals TOTALS = CurrencyTotals.of(DAY.stores()).get(0);

    @ParameterizedTest
    @CsvSource({"100, 50", "1250, 0", "0, 0", "-300, -1200", "9223372036854775807, -9223372036854775808", "1, -1"})
    void everyAmountStandsWithinThePlot_andZeroOnALine(long highest, long lowest) {
        ColumnScale scale = new ColumnScale(List.of(highest, lowest), 100, 20, 150);
        for (long amount : new long[] {highest, lowest, 0}) {
            assertThat(scale.y(amount)).isBetween(20, 170);
        }
        assertThat(scale.lines()).contains(0L).hasSizeBetween(2, 7);
        if (highest > lowest) {
            assertThat(scale.y(highest)).isLessThanOrEqualTo(scale.y(lowest));
        }
    }

    @Test
    void linesAreRoundAmounts() {
        assertThat(new ColumnScale(List.of(126_682L), 100, 0, 100).lines())
                .containsExactly(150_000L, 100_000L, 50_000L, 0L);
        assertThat(new ColumnScale(List.of(900L, -250L), 100, 0, 100).lines()).containsExactly(1_000L, 500L, 0L, -500L);
    }

    @Test
    void hasAColumnForEachHour_withAMarkForTheWeekBefore_andARowOfFigures() {
        ColumnChart chart = HoursChart.of(TOTALS, new ChangeWords(DAY)).orElseThrow();
        assertThat(chart.columns()).hasSize(12).allMatch(column -> column.mark() != null);
        assertThat(chart.rows()).hasSize(12).first().asString().contains("07:00–08:00", "GBP ");
        assertThat(chart.description()).contains("08:00–09:00", "GBP 1,266.82", "the Thursday before");
    }

    @Test
    void leavesAGapForADayWithoutAReport() {
        ColumnChart chart = TrendChart.of(DAY, TOTALS).orElseThrow();
        assertThat(chart.columns()).hasSize(29 - 2);
        assertThat(chart.description()).contains("2 days have no report.");
        assertThat(chart.labels())
                .extracting(ColumnChart.Label::text)
                .containsExactly("22 Oct", "29 Oct", "5 Nov", "12 Nov", "19 Nov");
    }

    @Test
    void foldsRowsAndSaysWhatTheyComeTo() {
        CurrencyTotals sixty =
                CurrencyTotals.of(SampleDays.all().get("sixty-stores").stores()).get(0);
        BarTable table = BarTable.of(
                "Stores",
                List.of(),
                sixty.stores(),
                58,
                "stores",
                sixty.currency(),
                store -> store.storeId(),
                store -> store.net(),
                store -> List.of());
        assertThat(table.rows())
                .hasSize(58)
                .first()
                .extracting(BarTable.Row::width)
                .isEqualTo("100%");
        assertThat(table.folded()).startsWith("and 2 more stores: GBP ");
    }

    @Test
    void partsOfTheReconciliationFillTheBar_andNoneIsTooThinToSee() {
        Report report = SampleDays.all().get("does-not-reconcile");
        ReconciliationChart chart = ReconciliationChart.of(
                (Reconciliation.Compared) report.reconciliation().orElseThrow());
        double sum = chart.parts().stream()
                .mapToDouble(part -> Double.parseDouble(part.width().replace("%", "")))
                .peek(width -> assertThat(width).isGreaterThan(1))
                .sum();
        assertThat(sum).isBetween(99.9, 100.1);
        assertThat(chart.description()).contains("23 only in the shop's database", "23 matched");
    }
}
