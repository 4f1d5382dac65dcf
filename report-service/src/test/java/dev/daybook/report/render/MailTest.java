package dev.daybook.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SampleReports;
import dev.daybook.report.daily.StoreSales;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MailTest {
    private static final String PAGE = "https://daybook.example/reports/2026-11-19";

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of("good-day", SampleReports.goodDay(), 1, "Daybook 2026-11-19: net GBP 8204.10"),
                Arguments.of(
                        "three-currencies",
                        SampleReports.threeCurrencies(),
                        1,
                        "Daybook 2026-11-19: net GBP 120.50, JPY 98000, KWD 1234.567"),
                Arguments.of("empty-day", SampleReports.emptyDay(), 1, "Daybook 2026-11-19: no sales"),
                Arguments.of(
                        "refunds-and-voids",
                        SampleReports.refundsAndVoids(),
                        2,
                        "Daybook 2026-11-19 (revision 2): net GBP -10.00"),
                Arguments.of(
                        "one-lost",
                        SampleReports.oneLost(),
                        1,
                        "Daybook 2026-11-19 (does not add up): net GBP 8204.10"),
                Arguments.of(
                        "one-too-many",
                        SampleReports.oneTooMany(),
                        2,
                        "Daybook 2026-11-19 (does not add up, revision 2): net GBP 8204.10"),
                Arguments.of(
                        "provisional",
                        SampleReports.provisional(),
                        1,
                        "Daybook 2026-11-19 (provisional): net GBP 8204.10"),
                Arguments.of("names", SampleReports.names(), 1, "Daybook 2026-11-19: net GBP 12.00"),
                Arguments.of(
                        "under-way", SampleReports.underWay(), 1, "Daybook 2026-11-19 (interim): net GBP 8204.10"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void rendersTheGoldenMail(String name, Figures figures, int revision, String subject) throws IOException {
        Report report = SampleReports.report(figures, revision);
        assertThat(MailSubject.of(report)).isEqualTo(subject);
        try (var golden = MailTest.class.getResourceAsStream(name + ".txt")) {
            assertThat(MailText.of(report, PAGE))
                    .isEqualTo(golden == null ? "" : new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void subjectStaysWithinWhatSnsTakes_whenThereAreAllCurrencies() {
        List<StoreSales> stores = Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .map(currency -> SampleReports.store("s", currency.getCurrencyCode(), Long.MAX_VALUE))
                .toList();
        Report report = SampleReports.report(
                SampleReports.figures(SampleReports.underWay().cut().at(), stores, List.of()), Integer.MAX_VALUE);
        assertThat(MailSubject.of(report))
                .hasSizeLessThan(100)
                .matches("\\p{ASCII}*")
                .doesNotContain("\n")
                .matches(".* and \\d+ more");
    }

    @Test
    void textStaysWithinItsLimit_whenThereAreManyStoresWithLongNames() {
        List<StoreSales> stores = new ArrayList<>();
        for (String currency : List.of("GBP", "EUR", "JPY", "KWD", "USD")) {
            for (int i = 0; i < 60; i++) {
                stores.add(SampleReports.store("店".repeat(120) + i, currency, 1_000_000 + i));
            }
        }
        String text = MailText.of(
                SampleReports.report(
                        SampleReports.figures(SampleReports.goodDay().cut().at(), stores, List.of()), 1),
                PAGE);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MailText.MAX_BYTES);
        assertThat(text).contains("and 40 more stores: net EUR").endsWith("… the rest is at " + PAGE + "\n");
    }

    @Test
    void keepsAForeignNameOnItsLine_whenItHoldsLineBreaksAndOverrides() {
        String text = MailText.of(SampleReports.report(SampleReports.names(), 1), PAGE);
        assertThat(text.lines()).noneMatch(line -> line.startsWith("net GBP 1.00"));
        assertThat(text).doesNotContain("\u202E");
    }
}
