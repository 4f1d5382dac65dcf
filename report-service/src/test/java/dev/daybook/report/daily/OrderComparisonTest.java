package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.ComparedOrder.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderComparisonTest {
    private static final CurrencyCode USD = CurrencyCode.checked("USD");
    private static final CurrencyCode CAD = CurrencyCode.checked("CAD");

    private final List<ShopOrder> shop = new ArrayList<>();
    private final List<StreamOrder> stream = new ArrayList<>();
    private final List<ComparedOrder> shown = new ArrayList<>();
    private BigDecimal tolerance = BigDecimal.ZERO;

    @Test
    void passes_whenEveryOrderIsOnBothSidesWithTheSameAmount() {
        shop("1", 2000);
        shop("2", 350);
        sold("2", 350);
        sold("1", 2000);
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.status()).isEqualTo(Reconciliation.Status.PASS);
        assertThat(outcome.count(Kind.MATCHED)).isEqualTo(2);
        assertThat(outcome.examples()).isEmpty();
        assertThat(outcome.totals()).containsExactly(new Reconciliation.Total("cafe", USD, 2350, 2350, 0));
        assertThat(shown).extracting(ComparedOrder::orderId).containsExactly("1", "2");
    }

    @Test
    void passes_whenBothSidesAreEmpty() {
        assertThat(compare().status()).isEqualTo(Reconciliation.Status.PASS);
        assertThat(shown).isEmpty();
    }

    @Test
    void namesTheOrder_whenItIsOnlyInTheDatabase() {
        shop("1", 2000);
        assertOne(Kind.ONLY_IN_DATABASE, "1", 2000L, null, -2000);
    }

    @Test
    void namesTheOrder_whenItIsOnlyInTheStream() {
        sold("1", 2000);
        assertOne(Kind.ONLY_IN_STREAM, "1", null, 2000L, 2000);
    }

    @Test
    void namesTheOrderWithBothAmounts_whenTheyDifferByACent() {
        shop("1", 2000);
        sold("1", 1999);
        assertOne(Kind.AMOUNTS_DIFFER, "1", 2000L, 1999L, -1);
    }

    @Test
    void namesTheOrder_whenTheStreamCountedItTwice() {
        shop("1", 2000);
        sold("1", 2000);
        sold("1", 2000);
        assertOne(Kind.AMOUNTS_DIFFER, "1", 2000L, 4000L, 2000);
        assertThat(compare().examples().get(0).stream().sales()).isEqualTo(2);
    }

    @Test
    void namesTheOrder_whenTheDatabaseHasItTwice() {
        shop("1", 2000);
        shop("1", 2000);
        sold("1", 2000);
        assertOne(Kind.DUPLICATED_IN_DATABASE, "1", 4000L, 2000L, -2000);
        assertThat(compare().examples().get(0).databaseRows()).isEqualTo(2);
    }

    @Test
    void fails_whenTheDatabaseHasAnOrderTwiceWhoseAmountsAddUp() {
        shop("1", 1000);
        shop("1", 1000);
        sold("1", 2000);
        assertOne(Kind.DUPLICATED_IN_DATABASE, "1", 2000L, 2000L, 0);
    }

    @Test
    void fails_whenAnOrderOfNoAmountIsOnOneSideOnly() {
        shop("1", 0);
        tolerance = BigDecimal.TEN;
        assertOne(Kind.ONLY_IN_DATABASE, "1", 0L, null, 0);
    }

    @Test
    void tellsIdsApartThatACollationTakesForOne() {
        shop("a-1", 2000);
        shop("e", 100);
        sold("A-1", 2000);
        sold("é", 100);
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.count(Kind.ONLY_IN_DATABASE)).isEqualTo(2);
        assertThat(outcome.count(Kind.ONLY_IN_STREAM)).isEqualTo(2);
        assertThat(outcome.totals()).containsExactly(new Reconciliation.Total("cafe", USD, 2100, 2100, 0));
        assertThat(outcome.status()).isEqualTo(Reconciliation.Status.FAIL);
    }

    @Test
    void agrees_whenAVoidedOrderIsNotInTheDatabaseOrHasNoAmountThere() {
        stream("gone", 0, 1, 1);
        shop("kept", 0);
        stream("kept", 0, 1, 1);
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.status()).isEqualTo(Reconciliation.Status.PASS);
        assertThat(outcome.count(Kind.VOIDED)).isEqualTo(1);
        assertThat(outcome.count(Kind.MATCHED)).isEqualTo(1);
    }

    @Test
    void namesTheOrder_whenItIsVoidedInTheStreamButNotInTheDatabase() {
        shop("1", 2000);
        stream("1", 0, 1, 1);
        assertOne(Kind.AMOUNTS_DIFFER, "1", 2000L, 0L, -2000);
    }

    @Test
    void namesTheOrder_whenAVoidCameWithoutItsSaleOrLeftSomething() {
        stream("1", -2000, 0, 1);
        assertOne(Kind.ONLY_IN_STREAM, "1", null, -2000L, -2000);
        stream.clear();
        stream("2", 5, 1, 1);
        assertOne(Kind.ONLY_IN_STREAM, "2", null, 5L, 5);
    }

    @Test
    void setsARefundOfAnotherDaysOrderApart_whenTheDatabaseHasNoSuchOrderThatDay() {
        stream("old", -500, 0, 0);
        shop("1", 2000);
        sold("1", 2000);
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.status()).isEqualTo(Reconciliation.Status.PASS);
        assertThat(outcome.count(Kind.REFUND_OF_OTHER_DAY)).isEqualTo(1);
        assertThat(outcome.totals()).containsExactly(new Reconciliation.Total("cafe", USD, 2000, 2000, -500));
    }

    @Test
    void namesTheOrder_whenItsRefundArrivedWithoutItsSale() {
        shop("1", 2000);
        stream("1", -500, 0, 0);
        assertOne(Kind.AMOUNTS_DIFFER, "1", 2000L, -500L, -2500);
    }

    @Test
    void addsUpRowsOfOneOrderFromSeveralPartitions() {
        shop("1", 1500);
        sold("1", 2000);
        stream("1", -500, 0, 0);
        assertThat(compare().status()).isEqualTo(Reconciliation.Status.PASS);
    }

    @Test
    void comparesOnlyStoresThatTheDatabaseCovers() {
        shop.add(new ShopOrder("soho", USD, "1", 100));
        stream.add(new StreamOrder("soho", USD, "1", 100, 0, 0, 1, 0));
        stream.add(new StreamOrder("astoria", USD, "1", 100, 0, 0, 1, 0));
        sold("9", 700);
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.notCovered()).containsExactly("astoria");
        assertThat(shown).extracting(ComparedOrder::storeId).containsExactly("cafe", "soho");
        assertThat(outcome.count(Kind.ONLY_IN_STREAM)).as("of the store named").isEqualTo(1);
    }

    @Test
    void neverAddsCurrencies() {
        shop("1", 100);
        shop.add(new ShopOrder("cafe", CAD, "1", 700));
        sold("1", 100);
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.totals())
                .containsExactly(
                        new Reconciliation.Total("cafe", CAD, 700, 0, 0),
                        new Reconciliation.Total("cafe", USD, 100, 100, 0));
        assertThat(outcome.examples()).extracting(ComparedOrder::currency).containsExactly(CAD);
    }

    @ParameterizedTest
    @CsvSource({"0, FAIL", "0.01, FAIL", "0.02, PASS", "1, PASS"})
    void takesDifferencesWithoutTheirSignsForTheTolerance(BigDecimal allowed, Reconciliation.Status status) {
        tolerance = allowed;
        shop("1", 100);
        sold("1", 101);
        shop("2", 100);
        sold("2", 99);
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.totals().get(0).difference()).isZero();
        assertThat(outcome.count(Kind.AMOUNTS_DIFFER)).isEqualTo(2);
    }

    @Test
    void showsTheFirstTwentyOfAKindAndHandsAllOver() {
        IntStream.range(100, 125).forEach(i -> shop("d" + i, 1));
        IntStream.range(100, 121).forEach(i -> sold("s" + i, 1));
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.examples(Kind.ONLY_IN_DATABASE))
                .extracting(ComparedOrder::orderId)
                .containsExactlyElementsOf(
                        IntStream.range(100, 120).mapToObj(i -> "d" + i).toList());
        assertThat(outcome.examples(Kind.ONLY_IN_STREAM)).hasSize(20);
        assertThat(outcome.count(Kind.ONLY_IN_DATABASE)).isEqualTo(25);
        assertThat(shown).hasSize(46);
    }

    @Test
    void refusesAnOrderBeyondItsLimitOnEitherSide() {
        OrderComparison comparison = new OrderComparison(Set.of("cafe"), BigDecimal.ZERO, 2);
        assertThat(comparison.shop(new ShopOrder("cafe", USD, "1", 1))).isTrue();
        assertThat(comparison.shop(new ShopOrder("cafe", USD, "2", 1))).isTrue();
        assertThat(comparison.shop(new ShopOrder("cafe", USD, "2", 1))).isTrue();
        assertThat(comparison.shop(new ShopOrder("cafe", USD, "3", 1))).isFalse();
        assertThat(comparison.stream(new StreamOrder("cafe", USD, "2", 1, 0, 0, 1, 0)))
                .isTrue();
        assertThat(comparison.stream(new StreamOrder("cafe", USD, "4", 1, 0, 0, 1, 0)))
                .isFalse();
        assertThat(comparison.stream(new StreamOrder("other", USD, "4", 1, 0, 0, 1, 0)))
                .isTrue();
    }

    @Test
    void refusesAnOrderOfTheShopsAfterTheStreams() {
        OrderComparison comparison = new OrderComparison(Set.of("cafe"), BigDecimal.ZERO, 2);
        comparison.stream(new StreamOrder("cafe", USD, "2", 1, 0, 0, 1, 0));
        assertThatThrownBy(() -> comparison.shop(new ShopOrder("cafe", USD, "1", 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void throwsInsteadOfWrapping_whenAmountsAreTooLargeToBeAdded() {
        shop("1", Long.MAX_VALUE);
        shop("1", 1);
        assertThatThrownBy(this::compare).isInstanceOf(ArithmeticException.class);
    }

    private void assertOne(Kind kind, String orderId, Long database, Long net, long difference) {
        Reconciliation.Compared outcome = compare();
        assertThat(outcome.status()).isEqualTo(Reconciliation.Status.FAIL);
        assertThat(outcome.examples()).singleElement().satisfies(order -> {
            assertThat(order.kind()).isEqualTo(kind);
            assertThat(order.orderId()).isEqualTo(orderId);
            assertThat(order.database()).isEqualTo(database);
            assertThat(order.stream() == null ? null : (Long) order.stream().net())
                    .isEqualTo(net);
            assertThat(order.difference()).isEqualTo(difference);
        });
        assertThat(outcome.count(kind)).isEqualTo(1);
        assertThat(outcome.totals().get(0).difference()).isEqualTo(difference);
    }

    private void shop(String orderId, long amount) {
        shop.add(new ShopOrder("cafe", USD, orderId, amount));
    }

    private void sold(String orderId, long net) {
        stream(orderId, net, 1, 0);
    }

    private void stream(String orderId, long net, long sales, long voids) {
        stream.add(new StreamOrder("cafe", USD, orderId, net, 0, 0, sales, voids));
    }

    private Reconciliation.Compared compare() {
        OrderComparison comparison = new OrderComparison(Set.of("cafe"), tolerance, 1_000);
        shop.forEach(order -> assertThat(comparison.shop(order)).isTrue());
        stream.forEach(order -> assertThat(comparison.stream(order)).isTrue());
        shown.clear();
        return comparison.compare(shown::add);
    }
}
