package dev.daybook.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowKeyTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);

    static Stream<RowKey> keys() {
        return Stream.of(
                new RowKey.Totals(DATE, "soho", "GBP"),
                new RowKey.Product(DATE, "Zürich HB", "CHF", "café crème \uD83C\uDF75"),
                new RowKey.Hour(DATE, "soho", "GBP", 0),
                new RowKey.Hour(DATE, "soho", "GBP", 23),
                new RowKey.Payment(DATE, "soho", "GBP", "gift card"),
                new RowKey.Activity(DATE, "application_A", "user_action", "success"),
                new RowKey.Activity(DATE, "application_A", "user_action", null),
                new RowKey.Accounting(DATE),
                new RowKey.Rejections(DATE, "till-soho", "missing_field"),
                new RowKey.Rejections(DATE, null, "wrong_key"),
                new RowKey.Order(DATE, "soho", "GBP", "soho-2-9931"),
                new RowKey.Totals(KeyWriter.FIRST_DATE, "soho", "GBP"),
                new RowKey.Totals(KeyWriter.LAST_DATE, "soho", "GBP"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void readsBackWhatItWrote(RowKey key) {
        assertThat(RowKey.decode(key.encode())).isEqualTo(key);
    }

    @Test
    void ordersByDateThenKindThenParts() {
        List<RowKey> inOrder = List.of(
                new RowKey.Totals(LocalDate.of(-1, 6, 1), "soho", "GBP"),
                new RowKey.Order(LocalDate.of(1969, 12, 31), "soho", "GBP", "o"),
                new RowKey.Totals(LocalDate.of(1970, 1, 1), "a", "EUR"),
                new RowKey.Totals(LocalDate.of(1970, 1, 1), "a", "GBP"),
                new RowKey.Totals(LocalDate.of(1970, 1, 1), "a b", "EUR"),
                new RowKey.Totals(LocalDate.of(1970, 1, 1), "ab", "EUR"),
                new RowKey.Product(DATE, "soho", "GBP", "\uFF21"),
                new RowKey.Product(DATE, "soho", "GBP", "\uD83C\uDF75"),
                new RowKey.Hour(DATE, "soho", "GBP", 9),
                new RowKey.Hour(DATE, "soho", "GBP", 10),
                new RowKey.Payment(DATE, "soho", "GBP", "card"),
                new RowKey.Activity(DATE, "s", "t", null),
                new RowKey.Activity(DATE, "s", "t", "ok"),
                new RowKey.Accounting(DATE),
                new RowKey.Rejections(DATE, null, "conflict"),
                new RowKey.Rejections(DATE, "a", "conflict"),
                new RowKey.Order(DATE, "soho", "GBP", "o"),
                new RowKey.Totals(DATE.plusDays(1), "soho", "GBP"));
        assertThat(inOrder.stream().map(key -> Bytes.wrap(key.encode())).sorted())
                .containsExactlyElementsOf(
                        inOrder.stream().map(key -> Bytes.wrap(key.encode())).toList());
    }

    @Test
    void keepsAStoresRangeToThatStore() {
        RowRange soho = RowRange.of(DATE, RowKind.ORDERS, "soho");
        assertThat(List.of("soh", "soho", "soho 2", "soho2", "sohp"))
                .filteredOn(store -> {
                    Bytes key = Bytes.wrap(new RowKey.Order(DATE, store, "GBP", "o").encode());
                    return soho.from().compareTo(key) <= 0 && key.compareTo(soho.to()) <= 0;
                })
                .containsExactly("soho");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isInTheRangeOfItsOwnKindAndInNoOther(RowKey key) {
        Bytes encoded = Bytes.wrap(key.encode());
        assertThat(RowKind.values())
                .filteredOn(kind -> {
                    RowRange range = RowRange.of(key.date(), kind);
                    return range.from().compareTo(encoded) <= 0 && encoded.compareTo(range.to()) <= 0;
                })
                .containsExactly(key.kind());
    }

    @Test
    void refusesADateWhoseKeyWouldMeetTheBookkeeping() {
        assertThat(KeyWriter.isRowDate(KeyWriter.LAST_DATE.plusDays(1))).isFalse();
        assertThat(KeyWriter.isRowDate(KeyWriter.FIRST_DATE.minusDays(1))).isFalse();
        assertThatThrownBy(() -> new RowKey.Totals(LocalDate.MAX, "s", "GBP").encode())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAValueOfAnotherVersion() {
        byte[] value = new PaymentRow(5).encode();
        value[0] = 9;
        assertThatThrownBy(() -> Row.decode(RowKind.PAYMENTS, value))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 9");
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void keepsExtremeNumbers(long number) {
        assertThat(Row.decode(RowKind.PAYMENTS, new PaymentRow(number).encode()))
                .isEqualTo(new PaymentRow(number));
    }

    static Stream<Long> extremes() {
        return Stream.of(0L, 1L, -1L, 63L, -64L, 64L, Long.MAX_VALUE, Long.MIN_VALUE);
    }
}
