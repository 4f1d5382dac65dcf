package dev.daybook.processor.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FigureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net                     | store \"soho\" GBP net",
                "units_returned          | store \"soho\" GBP units_returned",
                "product:flat: white     | store \"soho\" GBP product \"flat: white\" net",
                "product.units_sold:a.b  | store \"soho\" GBP product \"a.b\" units_sold",
                "hour:0                  | store \"soho\" GBP hour 0 net",
                "hour.orders:23          | store \"soho\" GBP hour 23 orders",
                "payment:card            | store \"soho\" GBP payment \"card\" amount",
            })
    void isTheOneThatThePersonNames(String text, String name) {
        assertThat(Figure.parse(text))
                .map(figure -> figure.nameIn("soho", "GBP"))
                .contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "profit",
                "average_order",
                "product:",
                "product.orders:latte",
                "till:1",
                "payment.net:card",
                "hour:08",
                "hour:24",
                "hour:-1",
                "hour:8am",
                "hour.net:",
            })
    void isNone_whenNothingIsCalledSo(String text) {
        assertThat(Figure.parse(text)).isEmpty();
    }
}
