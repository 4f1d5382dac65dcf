package dev.daybook.events;

import static dev.daybook.events.RandomCases.forAll;
import static dev.daybook.events.RandomCases.number;
import static dev.daybook.events.RandomCases.oneOf;
import static dev.daybook.events.Samples.accepted;
import static dev.daybook.events.Samples.oneLine;
import static dev.daybook.events.Samples.refused;
import static dev.daybook.events.Samples.sale;
import static dev.daybook.events.Samples.saleOf;
import static dev.daybook.events.Samples.unusable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Refusal.Code;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaleTest {
    /** The dearest random unit price, in millionths of the currency. */
    private static final long MAX_MICROS = 1_000_000_000;

    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");

    @Test
    void readsTheSampleOfTheContract() {
        Event event = accepted(Samples.SALE).event();
        assertThat(event)
                .isEqualTo(new Event(
                        "soho-2-000184",
                        "pos/soho/till-2",
                        "sale.completed",
                        Instant.parse("2026-11-20T08:31:07.412Z"),
                        new Sale(
                                Sale.Kind.COMPLETED,
                                "soho",
                                "soho-2-9931",
                                null,
                                GBP,
                                List.of(new Sale.Line("latte", "Latte", "Hot drinks", 2_000, 740, 40, 117)),
                                0,
                                0,
                                100,
                                false,
                                List.of(new Sale.Payment("card", 917)),
                                null)));
        assertThat(event.countsAt()).isEqualTo(event.timestamp());
    }

    @Test
    void sumsLinesAndTheOrdersOwnFigures() {
        Sale sale = saleOf(sale("sale.completed", """
                        "currency":"GBP","discount":"1.00","tax":"0.20","prices_include_tax":true,"payments":[],"lines":[
                        {"product_id":"a","quantity":1,"gross":"5.00","discount":"0.50","tax":"0.30"},
                        {"product_id":"b","quantity":"1.250","gross":"2.00"}]"""));
        assertThat(sale.gross()).isEqualTo(700);
        assertThat(sale.discounts()).isEqualTo(150);
        assertThat(sale.taxes()).isEqualTo(50);
        assertThat(sale.quantityMillis()).isEqualTo(2_250);
        assertThat(sale.pricesIncludeTax()).isTrue();
        assertThat(sale.orderOfRow()).isEqualTo("o");
    }

    @Test
    void aRefundChangesTheRowOfTheOrderItNames() {
        String line = "\"currency\":\"GBP\",\"lines\":[{\"product_id\":\"a\",\"quantity\":1,\"gross\":\"5.00\"}]";
        Sale refund = saleOf(sale("sale.refunded", line + ",\"refund_of\":\"first\""));
        assertThat(refund.kind()).isEqualTo(Sale.Kind.REFUNDED);
        assertThat(refund.orderOfRow()).isEqualTo("first");
        assertThat(saleOf(sale("sale.refunded", line)).orderOfRow()).isEqualTo("o");
        assertThat(saleOf(sale("sale.completed", line + ",\"refund_of\":7")).refundOf())
                .as("means nothing outside a refund")
                .isNull();
        assertThat(refused(sale("sale.refunded", line + ",\"refund_of\":7")).pointer())
                .isEqualTo("/details/refund_of");
    }

    @Test
    void aVoidCountsWhereItsSaleDid() {
        String line = "\"currency\":\"GBP\",\"lines\":[{\"product_id\":\"a\",\"quantity\":1,\"gross\":\"5.00\"}]";
        Event event = accepted(sale("sale.voided", line + ",\"sold_at\":\"2026-11-19T23:59:00+01:00\""))
                .event();
        assertThat(event.countsAt()).isEqualTo(Instant.parse("2026-11-19T22:59:00Z"));
        Refusal refusal = refused(sale("sale.voided", line));
        assertThat(refusal.code()).isEqualTo(Code.MISSING_FIELD);
        assertThat(refusal.pointer()).isEqualTo("/details/sold_at");
        refusal = refused(sale("sale.voided", line + ",\"sold_at\":\"2026-11-19\""));
        assertThat(refusal.code()).isEqualTo(Code.INVALID_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource({
        "GBP, 2, 3.70, 740",
        "GBP, 0.5, 0.01, 1", // 0.5 p
        "GBP, 0.5, 0.03, 2", // 1.5 p: half-up, not half-even
        "GBP, 0.5, 0.05, 3", // 2.5 p
        "GBP, 0.499, 0.01, 0",
        "GBP, 1, 0.004999, 0",
        "GBP, 1, 0.005, 1",
        "GBP, 0.001, 0.000001, 0",
        "GBP, 3, 0, 0",
        "JPY, 3, 149.5, 449", // 448.5
        "JPY, 1, 0.499999, 0",
        "KWD, 0.125, 0.012, 2", // 1.5 fils
        "KWD, 2, 1.2345, 2469",
        "GBP, 1000000000, 100, 10000000000000"
    })
    void aLinesGrossIsQuantityTimesUnitPriceRoundedHalfUp(
            String currency, String quantity, String unitPrice, long gross) {
        Sale sale = saleOf(oneLine(currency, "\"quantity\":" + quantity + ",\"unit_price\":\"" + unitPrice + "\"", ""));
        assertThat(sale.gross()).isEqualTo(gross);
        String given = Decimals.money(gross, CurrencyCode.checked(currency));
        String both = "\"quantity\":" + quantity + ",\"unit_price\":\"" + unitPrice + "\",\"gross\":\"";
        assertThat(saleOf(oneLine(currency, both + given + "\"", ""))).isEqualTo(sale);
    }

    @Test
    void aLinesGrossIsThatOfExactArithmetic() {
        forAll(5_000, random -> {
            CurrencyCode currency = CurrencyCode.checked(oneOf(random, List.of("JPY", "GBP", "KWD")));
            long millis = random.nextInt(4) == 0 ? roundNumber(random) : number(random, 1, 1_000_000_000_000L);
            long micros = switch (random.nextInt(8)) {
                case 0, 1 -> roundNumber(random);
                case 2 -> priceOfLargestGross(millis, currency) + random.nextInt(2);
                default -> number(random, 0, MAX_MICROS);
            };
            assertGrossIsExact(currency, millis, micros);
        });
    }

    /** Digits and then zeros, below 10^9: two of these often multiply to half a minor unit, which others hardly ever do. */
    private static long roundNumber(Random random) {
        long number = 1 + random.nextInt(999);
        for (int zeros = random.nextInt(7); zeros > 0; zeros--) {
            number *= 10;
        }
        return number;
    }

    /** Millionths of the currency: the most that such a quantity may cost, and {@link #MAX_MICROS} at most. */
    private static long priceOfLargestGross(long millis, CurrencyCode currency) {
        return BigDecimal.valueOf(SaleCheck.MAX_AMOUNT, currency.decimals())
                .movePointRight(3 + 6)
                .divide(BigDecimal.valueOf(millis), 0, RoundingMode.DOWN)
                .min(BigDecimal.valueOf(MAX_MICROS))
                .longValueExact();
    }

    private static void assertGrossIsExact(CurrencyCode currency, long millis, long micros) {
        BigDecimal quantity = new BigDecimal(millis).divide(new BigDecimal(1000));
        BigDecimal unitPrice = new BigDecimal(micros).divide(new BigDecimal(1_000_000));
        BigDecimal minorUnits = quantity.multiply(unitPrice).multiply(BigDecimal.TEN.pow(currency.decimals()));
        long expected = minorUnits.setScale(0, RoundingMode.HALF_UP).longValueExact();
        String event = oneLine(
                currency.code(),
                "\"quantity\":" + quantity.toPlainString() + ",\"unit_price\":\"" + unitPrice.toPlainString() + "\"",
                "");
        if (expected > SaleCheck.MAX_AMOUNT) {
            assertThat(refused(event).code()).as(event).isEqualTo(Code.AMOUNT_TOO_LARGE);
        } else {
            assertThat(saleOf(event).gross()).as(event).isEqualTo(expected);
        }
    }

    @Test
    void refusesALine_whenItsGrossAndUnitPriceDisagree() {
        Refusal refusal = refused(oneLine("GBP", "\"quantity\":3,\"unit_price\":\"0.335\",\"gross\":\"1.00\"", ""));
        assertThat(refusal.code()).isEqualTo(Code.GROSS_MISMATCH);
        assertThat(refusal.pointer()).isEqualTo("/details/lines/0/gross");
        assertThat(refusal.detail()).contains("1.01 GBP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GBP | \"7\"        | 700",
                "GBP | \"7.0\"      | 700",
                "GBP | \"7.100000\" | 710",
                "GBP | \"007.10\"   | 710",
                "GBP | \"-0.00\"    | 0",
                "GBP | 7.1          | 710",
                "GBP | 71e-1        | 710",
                "GBP | 0.71E+1      | 710",
                "GBP | 0e-18        | 0",
                "GBP | 0e18         | 0",
                "GBP | 0.1000000000000000055511151231257827021e0 | -1",
                "GBP | 0.10         | 10",
                "JPY | \"149\"      | 149",
                "KWD | \"0.001\"    | 1",
                "GBP | \"100000000000\"    | 10000000000000",
                "GBP | 1e11         | 10000000000000",
            })
    void readsAnAmountAsTheExactDecimalOfItsText(String currency, String amount, long minorUnits) {
        String event = oneLine(currency, "\"quantity\":1,\"gross\":" + amount, "");
        if (minorUnits < 0) {
            assertThat(refused(event).code()).isEqualTo(Code.INVALID_AMOUNT);
        } else {
            assertThat(saleOf(event).gross()).isEqualTo(minorUnits);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GBP | \"0.001\"   | INVALID_AMOUNT",
                "GBP | 1e-3        | INVALID_AMOUNT",
                "JPY | \"0.5\"     | INVALID_AMOUNT",
                "KWD | \"0.0005\"  | INVALID_AMOUNT",
                "GBP | \"-0.01\"   | INVALID_AMOUNT",
                "GBP | -1          | INVALID_AMOUNT",
                "GBP | \"\"        | INVALID_AMOUNT",
                "GBP | \" 1\"      | INVALID_AMOUNT",
                "GBP | \"+1\"      | INVALID_AMOUNT",
                "GBP | \".5\"      | INVALID_AMOUNT",
                "GBP | \"1.\"      | INVALID_AMOUNT",
                "GBP | \"-\"       | INVALID_AMOUNT",
                "GBP | \"1,00\"    | INVALID_AMOUNT",
                "GBP | \"1e2\"     | INVALID_AMOUNT",
                "GBP | \"0x1\"     | INVALID_AMOUNT",
                "GBP | \"NaN\"     | INVALID_AMOUNT",
                "GBP | \"١\"       | INVALID_AMOUNT",
                "GBP | 1e1000000000     | INVALID_AMOUNT",
                "GBP | -1e-1000000000   | INVALID_AMOUNT",
                "GBP | 1e99999999999999 | INVALID_AMOUNT",
                "GBP | 1e19        | INVALID_AMOUNT",
                "GBP | 1e18        | AMOUNT_TOO_LARGE",
                "GBP | \"100000000000.01\" | AMOUNT_TOO_LARGE",
                "GBP | \"92233720368547758.08\" | AMOUNT_TOO_LARGE",
                "GBP | \"999999999999999999999999999999999999999999999999\" | AMOUNT_TOO_LARGE",
                "GBP | \"9999999999999999999999999999999999999999999999999\" | INVALID_AMOUNT",
                "GBP | true        | WRONG_TYPE",
                "GBP | [1]         | WRONG_TYPE",
                "GBP | {\"a\":{}}  | WRONG_TYPE",
            })
    void refusesAnAmount_whereverItStands(String currency, String amount, Code code) {
        String line = "\"quantity\":1,\"gross\":\"0\"";
        assertRefused(oneLine(currency, "\"quantity\":1,\"gross\":" + amount, ""), code, "/details/lines/0/gross");
        assertRefused(oneLine(currency, line + ",\"discount\":" + amount, ""), code, "/details/lines/0/discount");
        assertRefused(oneLine(currency, line + ",\"tax\":" + amount, ""), code, "/details/lines/0/tax");
        assertRefused(oneLine(currency, line, ",\"discount\":" + amount), code, "/details/discount");
        assertRefused(oneLine(currency, line, ",\"tax\":" + amount), code, "/details/tax");
        assertRefused(oneLine(currency, line, ",\"tip\":" + amount), code, "/details/tip");
        String payments = ",\"payments\":[{\"method\":\"card\",\"amount\":0},{\"method\":\"card\",\"amount\":" + amount;
        assertRefused(oneLine(currency, line, payments + "}]"), code, "/details/payments/1/amount");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000001, INVALID_AMOUNT",
        "-0.000001, INVALID_AMOUNT",
        "1e1000000000, INVALID_AMOUNT",
        "1e18, AMOUNT_TOO_LARGE",
        "null, MISSING_FIELD",
        "false, WRONG_TYPE"
    })
    void refusesAUnitPrice(String unitPrice, Code code) {
        assertRefused(
                oneLine("GBP", "\"quantity\":1,\"unit_price\":" + unitPrice, ""), code, "/details/lines/0/unit_price");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000",
        "0.001, 1",
        "\"2.5\", 2500",
        "1e2, 100000",
        "1.0000, 1000",
        "1000000000, 1000000000000",
    })
    void readsAQuantityInThousandths(String quantity, long millis) {
        Sale sale = saleOf(oneLine("GBP", "\"gross\":1,\"quantity\":" + quantity, ""));
        assertThat(sale.lines().get(0).quantityMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "0, INVALID_QUANTITY",
        "-1, INVALID_QUANTITY",
        "0.0001, INVALID_QUANTITY",
        "1.0005, INVALID_QUANTITY",
        "1000000000.001, INVALID_QUANTITY",
        "1e18, INVALID_QUANTITY",
        "1e1000000000, INVALID_QUANTITY",
        "\"two\", INVALID_QUANTITY",
        "true, WRONG_TYPE",
        "null, MISSING_FIELD"
    })
    void refusesAQuantity(String quantity, Code code) {
        assertRefused(oneLine("GBP", "\"gross\":1,\"quantity\":" + quantity, ""), code, "/details/lines/0/quantity");
    }

    @Test
    void aLinesDiscountIsAtMostItsGross() {
        String line = "\"quantity\":1,\"gross\":\"2.00\",\"discount\":";
        assertThat(saleOf(oneLine("GBP", line + "\"2.00\"", "")).discounts()).isEqualTo(200);
        Refusal refusal = refused(oneLine("GBP", line + "\"2.01\"", ""));
        assertThat(refusal)
                .extracting(Refusal::code, Refusal::pointer)
                .containsExactly(Code.DISCOUNT_TOO_LARGE, "/details/lines/0/discount");
        assertThat(refusal.detail()).contains("2.00 GBP");
    }

    @Test
    void theOrdersDiscountIsAtMostWhatItsLinesLeave() {
        String line = "\"quantity\":1,\"gross\":\"2.00\",\"discount\":\"0.50\"";
        assertThat(saleOf(oneLine("GBP", line, ",\"discount\":\"1.50\"")).discounts())
                .isEqualTo(200);
        Refusal refusal = refused(oneLine("GBP", line, ",\"discount\":\"1.51\""));
        assertThat(refusal)
                .extracting(Refusal::code, Refusal::pointer)
                .containsExactly(Code.DISCOUNT_TOO_LARGE, "/details/discount");
        assertThat(refusal.detail()).contains("1.50 GBP");
    }

    @Test
    void boundsTheSumsOfAnEvent_notOnlyItsAmounts() {
        String max = Decimals.money(SaleCheck.MAX_AMOUNT, GBP);
        String line = "{\"product_id\":\"p\",\"quantity\":1,\"gross\":\"" + max + "\"}";
        String two = "\"currency\":\"GBP\",\"lines\":[" + line + "," + line + "]";
        assertRefused(sale("sale.completed", two), Code.AMOUNT_TOO_LARGE, "/details/lines");
        String free = "\"quantity\":1,\"gross\":0,\"tax\":\"" + max + "\"";
        assertRefused(oneLine("GBP", free, ",\"tax\":\"0.01\""), Code.AMOUNT_TOO_LARGE, "/details/tax");
        String payments =
                ",\"payments\":[{\"method\":\"a\",\"amount\":\"" + max + "\"},{\"method\":\"b\",\"amount\":\"0.01\"}]";
        assertRefused(
                oneLine("GBP", "\"quantity\":1,\"gross\":0", payments), Code.AMOUNT_TOO_LARGE, "/details/payments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gbp", "GB", "GBPX", "XXX", "XAU", "QQQ", "G\u0411P", "\u20ac\u20ac\u20ac"})
    void refusesACurrency_whenIso4217HasNoMinorUnitForIt(String currency) {
        assertRefused(oneLine(currency, "\"quantity\":1,\"gross\":0", ""), Code.INVALID_CURRENCY, "/details/currency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"store_id", "order_id", "currency", "lines"})
    void refusesASale_whenAFieldIsMissing(String field) {
        assertRefused(Samples.SALE.replace(field, "other"), Code.MISSING_FIELD, "/details/" + field);
        assertRefused(
                Samples.SALE.replaceFirst("\"" + field + "\": (\"[^\"]*\"|\\[[^]]*])", "\"" + field + "\": null"),
                Code.MISSING_FIELD,
                "/details/" + field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"lines\":[]                   | MISSING_FIELD | /details/lines",
                "\"lines\":{}                   | WRONG_TYPE    | /details/lines",
                "\"lines\":\"x\"                | WRONG_TYPE    | /details/lines",
                "\"lines\":[null]               | WRONG_TYPE    | /details/lines/0",
                "\"lines\":[[{}]]               | WRONG_TYPE    | /details/lines/0",
                "\"lines\":[{}]                 | MISSING_FIELD | /details/lines/0/product_id",
                "\"lines\":[{\"product_id\":7}] | WRONG_TYPE    | /details/lines/0/product_id",
                "\"lines\":[{\"product_id\":\"p\",\"name\":\"\"}]   | INVALID_TEXT | /details/lines/0/name",
                "\"lines\":[{\"product_id\":\"p\",\"category\":[]}] | WRONG_TYPE   | /details/lines/0/category",
                "\"lines\":[{\"product_id\":\"p\",\"quantity\":1}]  | MISSING_FIELD | /details/lines/0/unit_price",
            })
    void refusesLines(String lines, Code code, String pointer) {
        assertRefused(sale("sale.completed", "\"currency\":\"GBP\"," + lines), code, pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"payments\":{}     | WRONG_TYPE    | /details/payments",
                "\"payments\":[1]    | WRONG_TYPE    | /details/payments/0",
                "\"payments\":[{}]   | MISSING_FIELD | /details/payments/0/method",
                "\"payments\":[{\"method\":\"card\"}]              | MISSING_FIELD | /details/payments/0/amount",
                "\"payments\":[{\"method\":\"\",\"amount\":1}]     | INVALID_TEXT  | /details/payments/0/method",
                "\"prices_include_tax\":\"true\"                   | WRONG_TYPE    | /details/prices_include_tax",
            })
    void refusesTheRestOfAnOrder(String rest, Code code, String pointer) {
        assertRefused(oneLine("GBP", "\"quantity\":1,\"gross\":1", "," + rest), code, pointer);
    }

    @Test
    void countsNullAsAbsent() {
        String nulls = ",\"discount\":null,\"tax\":null,\"tip\":null,\"payments\":null,\"prices_include_tax\":null";
        String line = "\"quantity\":1,\"gross\":1";
        String lineNulls = ",\"unit_price\":null,\"discount\":null,\"tax\":null,\"name\":null,\"category\":null";
        assertThat(saleOf(oneLine("GBP", line + lineNulls, nulls))).isEqualTo(saleOf(oneLine("GBP", line, "")));
    }

    @Test
    void limitsLinesAndPaymentsOfASale() {
        String line = "{\"product_id\":\"p\",\"quantity\":1,\"gross\":1}";
        String lines = "\"currency\":\"GBP\",\"lines\":[" + (line + ",").repeat(1_999) + line;
        assertThat(saleOf(sale("sale.completed", lines + "]")).lines()).hasSize(2_000);
        Refusal refusal = unusable("[7," + sale("sale.completed", lines + "," + line + "]") + "]");
        assertThat(refusal)
                .extracting(Refusal::code, Refusal::pointer)
                .containsExactly(Code.TOO_MANY_LINES, "/1/details/lines");
        assertThat(refusal.detail()).contains("2000").contains("2001");

        String payment = "{\"method\":\"card\",\"amount\":1}";
        String payments = ",\"payments\":[" + (payment + ",").repeat(100) + payment + "]";
        refusal = unusable(oneLine("GBP", "\"quantity\":1,\"gross\":1", payments));
        assertThat(refusal)
                .extracting(Refusal::code, Refusal::pointer)
                .containsExactly(Code.TOO_MANY_PAYMENTS, "/details/payments");
    }

    @Test
    void givesNoMeaningToSaleFields_whenTheEventIsNoSale() {
        String details = "{\"lines\":7,\"currency\":[],\"sold_at\":{},\"payments\":\"x\",\"tip\":-1,\"status\":\"ok\"}";
        assertThat(accepted(Samples.activity(details)).event().content()).isEqualTo(new Event.Activity("ok"));
    }

    private static void assertRefused(String event, Code code, String pointer) {
        assertThat(refused(event)).extracting(Refusal::code, Refusal::pointer).containsExactly(code, pointer);
    }
}
