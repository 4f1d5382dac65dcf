package dev.daybook.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.ActivityCount;
import dev.daybook.report.daily.Background;
import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.OrderComparison;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SampleDays;
import dev.daybook.report.daily.SampleReports;
import dev.daybook.report.daily.ShopOrder;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.service.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailTest {
    private static final String PAGE = "https://daybook.example/reports/2026-11-19";
    /** What SNS takes, counted after JSON escaping and with the subject. */
    private static final int SNS_BYTES = 262_144;
    /** The ASCII that is in GSM 03.38's basic table: without brackets, braces, backslash, caret, backtick, bar and tilde. */
    private static final String GSM_BASIC = "[ -Z_a-z]+";

    private static Report allCurrencies() {
        List<StoreSales> stores = Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .map(currency -> SampleReports.store("s", currency.getCurrencyCode(), Long.MAX_VALUE))
                .toList();
        return SampleReports.report(
                SampleReports.figures(SampleReports.underWay().cut().at(), stores, List.of()), Integer.MAX_VALUE);
    }

    /** As many names as there is room for, each as wide as it may be, of characters that JSON escapes. */
    private static Report longNames() {
        List<StoreSales> stores = new ArrayList<>();
        List<ActivityCount> activity = new ArrayList<>();
        for (String currency : List.of("GBP", "EUR", "JPY", "KWD", "USD")) {
            for (int i = 0; i < 60; i++) {
                stores.add(SampleReports.store("\"\\".repeat(60) + i, currency, 1_000_000 + i));
                stores.add(SampleReports.store("店".repeat(120) + i, currency, 2_000_000 + i));
                activity.add(new ActivityCount("\"".repeat(200) + i, "\\".repeat(100), "𝕏".repeat(100), i));
            }
        }
        return SampleReports.report(
                SampleReports.figures(SampleReports.goodDay().cut().at(), stores, activity), 1);
    }

    /** As much as a subject warns of at once, in two currencies. */
    private static Report allWarnings(int revision, long net) {
        Figures underWay = SampleReports.underWay();
        OrderComparison differs = new OrderComparison(Set.of(), BigDecimal.ZERO, 1);
        differs.shop(new ShopOrder("soho", CurrencyCode.checked("GBP"), "lost", 730));
        return SampleReports.report(
                new Figures(
                        underWay.date(),
                        underWay.cut(),
                        List.of(SampleReports.store("leeds", "GBP", net), SampleReports.store("osaka", "JPY", net)),
                        List.of(),
                        SampleReports.accounting(1, 2_200),
                        List.of(),
                        List.of()),
                differs.compare(order -> {}),
                revision);
    }

    static Stream<Report> extremes() {
        return Stream.of(
                allCurrencies(), longNames(), allWarnings(12, 820_410), allWarnings(Integer.MAX_VALUE, Long.MIN_VALUE));
    }

    static Stream<Report> allDays() {
        return Stream.concat(SampleDays.all().values().stream(), extremes());
    }

    @ParameterizedTest
    @MethodSource("allDays")
    void subjectIsWhatSnsTakes(Report report) {
        assertThat(MailSubject.of(report))
                .hasSizeLessThan(100)
                .matches("[\\x20-\\x7E]+")
                .contains("2026-11-19")
                .endsWith(", revision " + report.revision())
                .doesNotStartWith(" ");
    }

    @Test
    void subjectNamesNoAmount_whenNotAllOfItFits() {
        assertThat(MailSubject.of(allWarnings(1, 820_410)))
                .isEqualTo("2026-11-19 (interim, does not add up, does not reconcile): net GBP 8,204.10 and 1 more,"
                        + " revision 1");
        assertThat(MailSubject.of(allWarnings(12, 820_410)))
                .isEqualTo("2026-11-19 (interim, does not add up, does not reconcile): net sales inside, revision 12");
    }

    @Test
    void subjectFlagsThatTheDayDoesNotAddUpOrReconcile() {
        assertThat(MailSubject.of(SampleDays.all().get("day-with-refusals")))
                .isEqualTo("Corner Coffee Co. 2026-11-19 (does not add up, does not reconcile): net GBP 9,038.81,"
                        + " revision 1");
    }

    @Test
    void summarySaysWhatARevisionChanged() {
        assertThat(MailMessages.summary(SampleDays.all().get("late-sale"), PAGE))
                .contains("Changed since revision 1.")
                .contains("Revision 1 was reconciled with the shop's database (PASS); this one is not.");
    }

    @Test
    void textSaysWhereItsRestIs_whenItIsCut() {
        assertThat(MailText.of(allCurrencies(), PAGE)).contains("\n… the rest is at " + PAGE + "\n\nCan I trust this?");
    }

    @Test
    void foldsLongListsToTheirFirstAndLastTen() {
        String text = MailText.of(SampleDays.all().get("sixty-stores"), PAGE);
        assertThat(text.lines().filter(line -> line.matches("  GBP .* store-.*")))
                .hasSize(20);
        assertThat(text).contains("  … 40 more stores between: GBP ");
    }

    @Test
    void subjectSaysHowManyCurrenciesItLeavesOut() {
        assertThat(MailSubject.of(allCurrencies())).matches(".* and \\d+ more, revision 2147483647");
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void textStaysWithinItsLimit_andKeepsItsEnd(Report report) {
        String text = MailText.of(report, PAGE);
        assertThat(TextTable.bytes(text)).isLessThanOrEqualTo(MailText.MAX_BYTES);
        assertThat(text)
                .contains("Can I trust this?", "SHA-256 of the sales figures: ")
                .endsWith(PAGE + "\n");
    }

    @ParameterizedTest
    @MethodSource("allDays")
    void allMessagesTogetherAreWhatSnsTakes(Report report) {
        Map<String, String> messages = new HashMap<>(MailMessages.of(report, PAGE));
        messages.put("email", MailText.of(report, PAGE));
        assertThat(messages).containsKeys("default", "email", "sms", "sqs", "http", "https", "lambda");
        assertThat(messages.get("sms")).hasSizeLessThanOrEqualTo(160).matches(GSM_BASIC);
        byte[] message = Json.bytes(Json.MAPPER.valueToTree(messages));
        assertThat(message.length + MailSubject.of(report).length()).isLessThan(SNS_BYTES);
    }

    @Test
    void smsLeavesOutALinkThatDoesNotFit() {
        Report report = SampleDays.goodDay();
        assertThat(MailMessages.sms(report, PAGE)).endsWith(" " + PAGE);
        assertThat(MailMessages.sms(report, PAGE + "x".repeat(100))).isEqualTo(MailSubject.of(report));
    }

    /** Each would take two places, and a backtick would leave room for no more than 70 characters. */
    @Test
    void smsHasNoCharacterThatTakesMoreThanOnePlace() {
        Background named = new Background(Optional.of("[Joe`s] {Caf\\e} ~^|"), Optional.empty(), List.of());
        Report report = SampleReports.report(SampleReports.goodDay(), null, 1, named);
        assertThat(MailSubject.of(report)).startsWith("[Joe`s] {Caf\\e} ~^| 2026-11-19");
        assertThat(MailMessages.sms(report, PAGE))
                .matches(GSM_BASIC)
                .startsWith("-Joe-s- -Caf-e- --- 2026-11-19")
                .endsWith(PAGE);
        assertThat(MailMessages.sms(report, "https://daybook.example/~ops")).doesNotContain("https:");
    }

    @Test
    void keepsAForeignNameOnItsLine_whenItHoldsLineBreaksAndOverrides() {
        String text = MailText.of(SampleReports.report(SampleReports.names(), 1), PAGE);
        assertThat(text.lines()).noneMatch(line -> line.startsWith("net GBP 1.00"));
        assertThat(text).doesNotContain("\u202E", "\u202C").contains("Override ettal net GBP 1.00");
    }

    @Test
    void isolatesNamesThatRunFromRightToLeft_andNoOthers() {
        assertThat(InertText.name("قهوة عربية")).isEqualTo("\u2068قهوة عربية\u2069");
        assertThat(InertText.name("\u2067\u2069Latte\u2066")).isEqualTo("Latte");
    }

    @ParameterizedTest
    @CsvSource({"Latte, 5", "抹茶ラテ, 8", "한글, 4", "ｶﾀｶﾅ, 4", "e\u0301te\u0301, 3", "☕, 1", "🍵, 2", "قهوة, 4"})
    void measuresTheColumnsOfAMonospacedFont(String text, int columns) {
        assertThat(InertText.columns(text)).isEqualTo(columns);
    }

    @Test
    void cutsNamesByTheirWidth_betweenCharacters() {
        assertThat(InertText.name("店".repeat(30))).isEqualTo("店".repeat(19) + "…");
        assertThat(InertText.name("x".repeat(40))).isEqualTo("x".repeat(40));
        assertThat(InertText.name("x".repeat(41))).isEqualTo("x".repeat(39) + "…");
        assertThat(InertText.columns(InertText.name("👩‍👩‍👧‍👦".repeat(40)))).isLessThanOrEqualTo(40);
        assertThat(InertText.name("a" + "\u0301".repeat(5_000))).hasSizeLessThan(20);
    }

    @Test
    void padsFiguresAsWideAsTheirDigitsAndCommas() {
        String lines = new TextTable()
                .columns(List.of(List.of("GBP 1,234.50", "a"), List.of("GBP −7.00", "b"), List.of("GBP 345.00", "c")))
                .take();
        assertThat(lines)
                .isEqualTo("  GBP 1,234.50  a\n  GBP \u2007\u2008\u2007−7.00  b\n  GBP \u2007\u2008345.00  c\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0, JPY, JPY 0",
        "-1234567, JPY, 'JPY −1,234,567'",
        "100, GBP, GBP 1.00",
        "99999, GBP, GBP 999.99",
        "-5, GBP, GBP −0.05",
        "1234567, KWD, 'KWD 1,234.567'",
        "-9223372036854775808, GBP, 'GBP −92,233,720,368,547,758.08'"
    })
    void writesAmountsInTheirCurrencysOwnFormat(long minorUnits, String currency, String shown) {
        assertThat(Amounts.money(minorUnits, CurrencyCode.checked(currency))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "1053, 1000, +5.3%",
        "988, 1000, −1.2%",
        "1000, 1000, 0.0%",
        "0, 1000, −100.0%",
        "100050, 100000, +0.1%",
        "1, 3, −66.7%"
    })
    void writesChangesRoundedHalfUp(long now, long before, String shown) {
        assertThat(Amounts.change(now, before)).contains(shown);
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "5, -3", "100000, 1", "-100000, 1"})
    void writesNoPercentageThatWouldMeanNothing(long now, long before) {
        assertThat(Amounts.change(now, before)).isEmpty();
    }
}
