package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.render.MailSubject;
import dev.daybook.report.render.MailText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Money of several currencies and of any size, from the figures to what people read. */
class MoneyTest {
    /** One store that takes yen, pounds and dinars on one day. */
    private static final List<StoreSales> AIRPORT = List.of(
            SampleReports.store("airport", "GBP", 5_000),
            SampleReports.store("airport", "JPY", 98_001),
            SampleReports.store("airport", "KWD", 1_234_567));

    private static Report report(List<StoreSales> stores) {
        return SampleReports.report(
                SampleReports.figures(SampleReports.goodDay().cut().at(), stores, List.of()), 1);
    }

    @Test
    void reportsTheCurrenciesOfAStoresDayApart() {
        assertThat(CurrencyTotals.of(AIRPORT))
                .extracting(totals -> totals.currency().code() + " " + totals.net() + " of "
                        + totals.stores().size() + ", " + totals.orders() + " orders")
                .containsExactly("GBP 5000 of 1, 2 orders", "JPY 98001 of 1, 2 orders", "KWD 1234567 of 1, 2 orders");
        Report report = report(AIRPORT);
        assertThat(MailSubject.of(report))
                .isEqualTo("Daybook 2026-11-19: net GBP 50.00, JPY 98,001, KWD 1,234.567, complete, revision 1");
        String text = MailText.of(report, "https://daybook.example");
        assertThat(text.lines().filter(line -> line.startsWith("NET SALES: ")))
                .containsExactly("NET SALES: GBP 50.00", "NET SALES: JPY 98,001", "NET SALES: KWD 1,234.567");
        assertThat(text.lines().filter(line -> line.startsWith("2 orders of airport, ")))
                .hasSize(3);
        assertThat(text).contains("JPY 49,001 on average").contains("KWD 617.284 on average");
        String json = new String(CanonicalJson.write(report), StandardCharsets.UTF_8);
        assertThat(json)
                .contains("\"currency\":\"GBP\"", "\"net\":\"50.00\"")
                .contains("\"currency\":\"JPY\"", "\"net\":\"98001\"")
                .contains("\"currency\":\"KWD\"", "\"net\":\"1234.567\"");
        assertThat(CanonicalJson.read(CanonicalJson.write(report))).isEqualTo(report);
    }

    @Test
    void throws_whenStoresTogetherSellMoreThanALongHolds() {
        List<StoreSales> stores =
                List.of(SampleReports.store("a", "GBP", Long.MAX_VALUE), SampleReports.store("b", "GBP", 1));
        assertThatThrownBy(() -> CurrencyTotals.of(stores)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> MailText.of(report(stores), "")).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void throws_whenOneProductOrPaymentMethodOverAllStoresIsMoreThanALongHolds() {
        StoreSales most = only(new StoreSales.Product("p", null, null, 1, 0, 1, 0, 0, Long.MAX_VALUE), "card", 1);
        StoreSales more = only(new StoreSales.Product("p", null, null, 1, 0, 1, 0, 0, 1), "card", 1);
        assertThatThrownBy(() -> CurrencyTotals.of(List.of(most, more))).isInstanceOf(ArithmeticException.class);
        StoreSales paid = only(new StoreSales.Product("p", null, null, 1, 0, 1, 0, 0, 1), "card", Long.MAX_VALUE);
        assertThatThrownBy(() -> CurrencyTotals.of(List.of(paid, more))).isInstanceOf(ArithmeticException.class);
    }

    private static StoreSales only(StoreSales.Product product, String method, long paid) {
        return new StoreSales(
                "s",
                CurrencyCode.checked("GBP"),
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                OptionalLong.empty(),
                List.of(product),
                List.of(),
                List.of(new StoreSales.Payment(method, paid)));
    }

    @Test
    void throws_whenTheCountsOfAnEquationAreMoreThanALongHolds() {
        Accounting accounting = new Accounting(OptionalLong.of(1), Long.MAX_VALUE, 1, 0, 0);
        assertThatThrownBy(accounting::accountedFor).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() ->
                        new Reconciliation.Total("s", CurrencyCode.checked("GBP"), -2, Long.MAX_VALUE, 0).difference())
                .isInstanceOf(ArithmeticException.class);
    }
}
