package dev.daybook.events;

import static dev.daybook.events.RandomCases.forAll;
import static dev.daybook.events.RandomCases.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
    @ParameterizedTest
    @CsvSource({
        "1234, GBP, 12.34",
        "-5, GBP, -0.05",
        "0, GBP, 0.00",
        "1234, JPY, 1234",
        "1234, KWD, 1.234",
        "-1, KWD, -0.001",
        "9223372036854775807, GBP, 92233720368547758.07",
        "-9223372036854775808, JPY, -9223372036854775808"
    })
    void writesMoneyWithAllDecimalsOfItsCurrency(long minorUnits, String currency, String text) {
        assertThat(Decimals.money(minorUnits, CurrencyCode.checked(currency))).isEqualTo(text);
    }

    @Test
    void readsBackTheMoneyItWrote() {
        forAll(5_000, random -> {
            long minorUnits = number(random, Long.MIN_VALUE, Long.MAX_VALUE);
            for (String code : new String[] {"JPY", "GBP", "KWD", "CLF"}) {
                CurrencyCode currency = CurrencyCode.checked(code);
                assertThat(Decimals.minorUnits(Decimals.money(minorUnits, currency), currency))
                        .isEqualTo(minorUnits);
            }
        });
    }

    @Test
    void anEventsAmountIsTheMoneyThatIsWritten() {
        forAll(5_000, random -> {
            long minorUnits = number(random, 0, SaleCheck.MAX_AMOUNT);
            for (String code : new String[] {"JPY", "GBP", "KWD"}) {
                String text = Decimals.money(minorUnits, CurrencyCode.checked(code));
                String event = Samples.oneLine(code, "\"quantity\":1,\"gross\":\"" + text + "\"", "");
                assertThat(Samples.saleOf(event).gross()).isEqualTo(minorUnits);
            }
        });
    }

    @Test
    void throwsRatherThanRound_whenMoneyIsFinerThanItsCurrency() {
        assertThatThrownBy(() -> Decimals.minorUnits("0.5", CurrencyCode.checked("JPY")))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({"2000, 2", "1250, 1.25", "1, 0.001", "0, 0", "-1500, -1.5", "1000000, 1000"})
    void writesAQuantityAsItsShortestDecimal(long millis, String text) {
        assertThat(Decimals.quantity(millis).toPlainString()).isEqualTo(text);
        assertThat(Decimals.quantity(millis).toString())
                .as("no exponent in JSON")
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 3", "-5, 2, -3", "4, 3, 1", "7, 7, 1", "0, 9, 0", "9223372036854775807, 1, 9223372036854775807"})
    void dividesHalfUp(long dividend, long divisor, long quotient) {
        assertThat(Decimals.divideHalfUp(dividend, divisor)).isEqualTo(quotient);
    }
}
