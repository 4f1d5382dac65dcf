package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.Reconciliation.NotReconciled;
import dev.daybook.service.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportDifferenceTest {
    private static final Reconciliation PASS =
            new OrderComparison(Set.of("soho"), BigDecimal.ZERO, 10).compare(order -> {});
    private static final Reconciliation AWAY = new NotReconciled("it is away");

    private static Report report(int revision, StoreSales... stores) {
        return SampleReports.report(
                SampleReports.figures(SampleReports.goodDay().cut().at(), List.of(stores), List.of()), revision);
    }

    private static Report reconciled(int revision, Reconciliation reconciliation) {
        return SampleReports.report(SampleReports.goodDay(), reconciliation, revision);
    }

    /** The changes as the canonical JSON has them, after they were read back. */
    private static JsonNode json(Report before, Report after) throws IOException {
        Report revised = after.since(before);
        byte[] bytes = CanonicalJson.write(revised);
        assertThat(CanonicalJson.read(bytes)).isEqualTo(revised);
        return Json.MAPPER.readTree(bytes).path("changes");
    }

    @Test
    void namesExactlyTheFiguresThatChanged_ofStoreProductsHoursAndPayments() throws IOException {
        StoreSales more = new StoreSales(
                "soho",
                CurrencyCode.checked("GBP"),
                1_208,
                3,
                1,
                2_412_500,
                4_000,
                856_490,
                21_245,
                14_465,
                820_780,
                136_735,
                40_410,
                997_925,
                OptionalLong.of(679),
                List.of(
                        new StoreSales.Product("beans", "House beans", "Retail", 12_250, 0, 24_500, 0, 0, 24_500),
                        new StoreSales.Product(
                                "latte", "Caffè latte", "Hot drinks", 613_500, 1_000, 226_810, 2_100, 370, 224_340),
                        new StoreSales.Product("x-1", null, null, 1_000, 0, 100, 0, 0, 100)),
                List.of(
                        new StoreSales.Hour(8, 160, 101_140),
                        new StoreSales.Hour(17, 90, 61_000),
                        new StoreSales.Hour(23, 1, 370)),
                List.of(new StoreSales.Payment("card", 900_370), new StoreSales.Payment("cash", 97_555)));

        JsonNode changes = json(report(1, SampleReports.soho()), report(2, more));

        assertThat(changes).isEqualTo(Json.MAPPER.readTree("""
                {"since_revision": 1, "stores": [{"store_id": "soho", "currency": "GBP",
                  "figures": {
                    "orders": {"before": 1207, "after": 1208, "difference": 1},
                    "units_sold": {"before": 2411, "after": 2412.5, "difference": 1.5},
                    "gross": {"before": "8561.20", "after": "8564.90", "difference": "3.70"},
                    "net": {"before": "8204.10", "after": "8207.80", "difference": "3.70"},
                    "collected": {"before": "9975.55", "after": "9979.25", "difference": "3.70"},
                    "average_order": {"before": "6.80", "after": "6.79", "difference": "-0.01"}},
                  "products": [{"product_id": "latte", "name": "Caffè latte", "figures": {
                      "units_sold": {"before": 612, "after": 613.5, "difference": 1.5},
                      "gross": {"before": "2264.40", "after": "2268.10", "difference": "3.70"},
                      "net": {"before": "2239.70", "after": "2243.40", "difference": "3.70"}},
                    "name_changed": {"before": "Latte", "after": "Caffè latte"}}],
                  "hours": [{"hour": 23, "figures": {
                      "orders": {"before": 0, "after": 1, "difference": 1},
                      "net": {"before": "0.00", "after": "3.70", "difference": "3.70"}}}],
                  "payments": [{"method": "card", "figures": {
                      "amount": {"before": "9000.00", "after": "9003.70", "difference": "3.70"}}}]}]}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 98000, 98001, 98000, 98001, 1",
        "GBP, 5000, 4999, 50.00, 49.99, -0.01",
        "KWD, 1234567, 1234569, 1234.567, 1234.569, 0.002"
    })
    void writesAmountsWithTheDecimalsOfTheirCurrency(
            String currency, long before, long after, String was, String is, String difference) throws IOException {
        JsonNode changes = json(
                report(1, SampleReports.store("s", currency, before)),
                report(2, SampleReports.store("s", currency, after)));
        JsonNode net = changes.at("/stores/0/figures/net");
        assertThat(changes.at("/stores/0/currency").asText()).isEqualTo(currency);
        assertThat(net.path("before").asText()).isEqualTo(was);
        assertThat(net.path("after").asText()).isEqualTo(is);
        assertThat(net.path("difference").asText()).isEqualTo(difference);
        assertThat(changes.at("/stores/0/products/0/figures/net/difference").asText())
                .isEqualTo(difference);
        assertThat(changes.at("/stores/0/hours/0/figures/net/difference").asText())
                .isEqualTo(difference);
        assertThat(changes.at("/stores/0/payments/0/figures/amount/difference").asText())
                .isEqualTo(difference);
    }

    @Test
    void keepsTheCurrenciesOfOneStoreApart() throws IOException {
        JsonNode changes = json(
                report(1, SampleReports.store("s", "EUR", 100), SampleReports.store("s", "GBP", 100)),
                report(2, SampleReports.store("s", "EUR", 300), SampleReports.store("s", "GBP", 90)));
        assertThat(changes.path("stores")).hasSize(2);
        assertThat(changes.at("/stores/0/figures/net/difference").asText()).isEqualTo("2.00");
        assertThat(changes.at("/stores/0/currency").asText()).isEqualTo("EUR");
        assertThat(changes.at("/stores/1/figures/net/difference").asText()).isEqualTo("-0.10");
        assertThat(changes.at("/stores/1/currency").asText()).isEqualTo("GBP");
    }

    @Test
    void countsAStoreAsZero_whereARevisionDoesNotHaveIt() throws IOException {
        Report without = report(1);
        Report with = report(2, SampleReports.store("s", "GBP", 400));
        JsonNode appeared = json(without, with).at("/stores/0/figures");
        assertThat(appeared.path("net").toString())
                .isEqualTo("{\"before\":\"0.00\",\"after\":\"4.00\",\"difference\":\"4.00\"}");
        assertThat(appeared.path("average_order").toString())
                .isEqualTo("{\"before\":null,\"after\":\"2.00\",\"difference\":null}");
        JsonNode vanished = json(with, without).at("/stores/0/figures");
        assertThat(vanished.path("net").path("difference").asText()).isEqualTo("-4.00");
        assertThat(vanished.path("refunds").isMissingNode()).isTrue();
    }

    @Test
    void saysThatTheStatusRose_andThatNoFigureChanged() throws IOException {
        Report interim = SampleReports.report(SampleReports.underWay(), 1);
        JsonNode changes = json(interim, SampleReports.report(SampleReports.goodDay(), 2));
        assertThat(changes.toString())
                .isEqualTo(
                        "{\"since_revision\":1,\"status\":{\"before\":\"INTERIM\",\"after\":\"COMPLETE\"},\"stores\":[]}");
    }

    @Test
    void remembersThatAnEarlierRevisionWasReconciled_untilOneIsAgain() {
        Report first = reconciled(1, PASS);
        Report second = reconciled(2, AWAY).since(first);
        Report third = reconciled(3, AWAY).since(second);
        Report fourth = reconciled(4, PASS).since(third);
        Changes.ReconciledEarlier earlier = new Changes.ReconciledEarlier(1, Reconciliation.Status.PASS);
        assertThat(second.changes().orElseThrow().reconciledEarlier()).contains(earlier);
        assertThat(second.changes().orElseThrow().reconciliation())
                .contains(new Changes.ReconciliationChange(
                        Optional.of(Reconciliation.Status.PASS), Optional.of(Reconciliation.Status.NOT_RECONCILED)));
        assertThat(third.changes().orElseThrow().reconciledEarlier()).contains(earlier);
        assertThat(third.changes().orElseThrow().reconciliation()).isEmpty();
        assertThat(fourth.changes().orElseThrow().reconciledEarlier()).isEmpty();
        assertThat(CanonicalJson.read(CanonicalJson.write(third))).isEqualTo(third);
    }

    @Test
    void refusesADifferenceThatNoLongHolds() {
        Report least = report(1, SampleReports.store("s", "GBP", Long.MIN_VALUE + 1));
        Report most = report(2, SampleReports.store("s", "GBP", Long.MAX_VALUE)).since(least);
        assertThatThrownBy(() -> CanonicalJson.write(most)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void hasNothingToSay_whenOnlyTheAccountingDiffers() {
        Report before = SampleReports.report(SampleReports.oneTooMany(), 1);
        assertThat(SampleReports.report(SampleReports.oneLost(), 2)
                        .since(before)
                        .changes())
                .contains(new Changes(1, Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void pairsStoresWhateverTheirOrder() {
        StoreSales a = SampleReports.store("a", "GBP", 1);
        StoreSales b = SampleReports.store("b", "GBP", 2);
        assertThat(report(2, b, a)
                        .since(report(1, a, b))
                        .changes()
                        .orElseThrow()
                        .stores())
                .isEmpty();
    }
}
