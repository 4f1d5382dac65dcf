package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.CurrencyCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    @Test
    void writesTheGoldenBytes() throws IOException {
        byte[] golden;
        try (var in = CanonicalJsonTest.class.getResourceAsStream("good-day.json")) {
            golden = in.readAllBytes();
        }
        assertThat(new String(
                        CanonicalJson.write(SampleReports.report(SampleReports.goodDay(), 1)), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden, StandardCharsets.UTF_8).stripTrailing());
    }

    @Test
    void readsBackWhatItWrote() {
        for (Figures figures : List.of(
                SampleReports.goodDay(),
                SampleReports.threeCurrencies(),
                SampleReports.emptyDay(),
                SampleReports.refundsAndVoids(),
                SampleReports.names(),
                SampleReports.oneLost(),
                SampleReports.provisional(),
                SampleReports.underWay())) {
            Report report = SampleReports.report(figures, 3);
            assertThat(CanonicalJson.read(CanonicalJson.write(report))).isEqualTo(report);
        }
    }

    @Test
    void readsARevisionOfAReleaseThatComparedWithNothing_andKnewNoStores() throws IOException {
        try (var in = CanonicalJsonTest.class.getResourceAsStream("before-comparisons.json")) {
            Report report = CanonicalJson.read(in.readAllBytes());
            assertThat(report.background()).isEqualTo(Background.NONE);
            assertThat(report.storeDays()).isEmpty();
            assertThat(report.stores()).isEqualTo(SampleReports.goodDay().stores());
        }
    }

    @Test
    void readsARevisionOfAReleaseThatDidNoAccounting() {
        String json = """
                {"report":"daily-sales","date":"2026-11-19","revision":1,"status":"COMPLETE",\
                "generated_at":"2026-11-20T16:00:02Z","cut":{"at":"2026-11-20T16:00:00Z","topic":"daybook.events",\
                "partitions":[{"partition":0,"events":1207}]},"calendar":{"time_zone":"Europe/London",\
                "day_starts_at":"00:00","time_zone_data":"2026a"},"sales":{"date":"2026-11-19","complete":true,\
                "stores":[]},"activity":[]}""";
        Report report = CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(report.accounting()).isEmpty();
        assertThat(report.rejections()).isEmpty();
        assertThat(report.doesNotAddUp()).isFalse();
        assertThat(SampleReports.cut(report.cut().at(), 1_207).covers(report.cut()))
                .isTrue();
    }

    @Test
    void writesEveryDecimalExactly_whenAQuantityHasZerosAtItsEnd() {
        StoreSales store = SampleReports.store("s", "GBP", 10_000);
        String json = new String(
                CanonicalJson.write(SampleReports.report(
                        SampleReports.figures(
                                SampleReports.goodDay().cut().at(), List.of(hundredUnits(store)), List.of()),
                        1)),
                StandardCharsets.UTF_8);
        assertThat(json).contains("\"units_sold\":100,").doesNotContain("E+");
    }

    private static StoreSales hundredUnits(StoreSales store) {
        return new StoreSales(
                store.storeId(),
                store.currency(),
                store.orders(),
                store.refunds(),
                store.voids(),
                100_000,
                0,
                store.gross(),
                store.discounts(),
                store.returns(),
                store.net(),
                store.tax(),
                store.tips(),
                store.collected(),
                store.averageOrder(),
                store.products(),
                store.hours(),
                store.payments());
    }

    @Test
    void namesTheField_whenAFigureIsMissing() {
        String json = new String(
                        CanonicalJson.write(SampleReports.report(SampleReports.goodDay(), 1)), StandardCharsets.UTF_8)
                .replaceFirst("\"tips\":\"404.10\",", "");
        assertThatThrownBy(() -> CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedFigures.class)
                .hasMessageContaining("/sales/stores/0/tips");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"revision\":1|\"revision\":99999999999",
                "\"partition\":0|\"partition\":-99999999999",
                "\"net\":\"8204.10\"|\"net\":\"92233720368547758.08\"",
                "\"status\":\"COMPLETE\"|\"status\":\"FINE\"",
                "\"generated_at\":\"2026|\"generated_at\":\"MMXXVI",
            })
    void refusesWhatNoReportSays(String written, String altered) {
        String json = new String(
                CanonicalJson.write(SampleReports.report(SampleReports.goodDay(), 1)), StandardCharsets.UTF_8);
        assertThat(json).contains(written);
        byte[] bytes = json.replace(written, altered).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CanonicalJson.read(bytes)).isInstanceOf(MalformedFigures.class);
    }

    @Test
    void digestChangesWithAFigureAndWithNothingElse() {
        String digest = CanonicalJson.salesDigest(SampleReports.goodDay().stores());
        assertThat(CanonicalJson.salesDigest(SampleReports.underWay().stores())).isEqualTo(digest);
        assertThat(CanonicalJson.salesDigest(SampleReports.threeCurrencies().stores()))
                .isNotEqualTo(digest);
    }

    @Test
    void readsBackWhetherTheDayIsReconciled() {
        OrderComparison comparison = new OrderComparison(Set.of("soho"), BigDecimal.ZERO, 10);
        comparison.shop(new ShopOrder("soho", CurrencyCode.checked("GBP"), "lost", 730));
        for (Reconciliation reconciliation :
                List.of(comparison.compare(order -> {}), new Reconciliation.NotReconciled("it is away"))) {
            Report report = SampleReports.report(SampleReports.goodDay(), reconciliation, 2);
            assertThat(CanonicalJson.read(CanonicalJson.write(report))).isEqualTo(report);
        }
    }
}
