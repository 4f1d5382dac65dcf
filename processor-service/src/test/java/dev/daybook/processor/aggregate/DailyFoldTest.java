package dev.daybook.processor.aggregate;

import static dev.daybook.processor.aggregate.Sales.AT;
import static dev.daybook.processor.aggregate.Sales.DATE;
import static dev.daybook.processor.aggregate.Sales.DAY;
import static dev.daybook.processor.aggregate.Sales.event;
import static dev.daybook.processor.aggregate.Sales.sale;
import static dev.daybook.processor.aggregate.Sales.twoLattesAndACake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.Event;
import dev.daybook.events.Sale;
import dev.daybook.events.Sale.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DailyFoldTest {
    private static final long RECEIVED = 1_000;
    private static final RowKey TOTALS = new RowKey.Totals(DATE, "soho", "GBP");
    private static final RowKey LATTE = new RowKey.Product(DATE, "soho", "GBP", "latte");
    private static final RowKey CAKE = new RowKey.Product(DATE, "soho", "GBP", "cake");
    private static final RowKey HOUR_8 = new RowKey.Hour(DATE, "soho", "GBP", 8);
    private static final RowKey CARD = new RowKey.Payment(DATE, "soho", "GBP", "card");
    private static final RowKey CASH = new RowKey.Payment(DATE, "soho", "GBP", "cash");
    private static final ProductLabel LATTE_LABEL =
            new ProductLabel("Latte", "Hot drinks", AT, "pos/soho/till-2", "e-1");
    private static final ProductLabel CAKE_LABEL = new ProductLabel(null, null, AT, "pos/soho/till-2", "e-1");

    @Test
    void addsASaleToEveryRowOfItsDay() {
        assertThat(DailyFold.fold(event("e-1", twoLattesAndACake(Kind.COMPLETED, false)), DAY, RECEIVED))
                .isEqualTo(Map.of(
                        // net 990 - 60 = 930; collected 930 + 147 + 100
                        TOTALS,
                        new TotalsRow(990, 60, 0, 147, 100, 1_177, 1, 0, 0, 3_000, 0),
                        LATTE,
                        new ProductRow(2_000, 0, 740, 40, 0, LATTE_LABEL),
                        CAKE,
                        new ProductRow(1_000, 0, 250, 0, 0, CAKE_LABEL),
                        HOUR_8,
                        new HourRow(1, 930),
                        CARD,
                        new PaymentRow(1_100),
                        CASH,
                        new PaymentRow(77),
                        new RowKey.Order(DATE, "soho", "GBP", "order-1"),
                        new OrderRow(930, 147, 100, 1, 0, RECEIVED)));
    }

    @Test
    void takesARefundOffItsOwnDayAndTheRowOfTheOrderItRefunds() {
        assertThat(DailyFold.fold(event("e-1", twoLattesAndACake(Kind.REFUNDED, false)), DAY, RECEIVED))
                .isEqualTo(Map.of(
                        TOTALS,
                        new TotalsRow(0, 0, 930, -147, -100, -1_177, 0, 1, 0, 0, 3_000),
                        LATTE,
                        new ProductRow(0, 2_000, 0, 0, 700, LATTE_LABEL),
                        CAKE,
                        new ProductRow(0, 1_000, 0, 0, 250, CAKE_LABEL),
                        HOUR_8,
                        new HourRow(0, -930),
                        CARD,
                        new PaymentRow(-1_100),
                        CASH,
                        new PaymentRow(-77),
                        new RowKey.Order(DATE, "soho", "GBP", "order-0"),
                        new OrderRow(-930, -147, -100, 0, 0, RECEIVED)));
    }

    @Test
    void takesAVoidedSaleOffItsDayEverywhere() {
        assertThat(DailyFold.fold(event("e-1", twoLattesAndACake(Kind.VOIDED, false)), DAY, RECEIVED))
                .isEqualTo(Map.of(
                        TOTALS,
                        new TotalsRow(-990, -60, 0, -147, -100, -1_177, -1, 0, 1, -3_000, 0),
                        LATTE,
                        new ProductRow(-2_000, 0, -740, -40, 0, LATTE_LABEL),
                        CAKE,
                        new ProductRow(-1_000, 0, -250, 0, 0, CAKE_LABEL),
                        HOUR_8,
                        new HourRow(-1, -930),
                        CARD,
                        new PaymentRow(-1_100),
                        CASH,
                        new PaymentRow(-77),
                        new RowKey.Order(DATE, "soho", "GBP", "order-1"),
                        new OrderRow(-930, -147, -100, 0, 1, RECEIVED)));
    }

    @Test
    void leavesTaxOutOfCollected_whenPricesIncludeIt() {
        Map<RowKey, Row> rows = DailyFold.fold(event("e-1", twoLattesAndACake(Kind.COMPLETED, true)), DAY, RECEIVED);
        assertThat(((TotalsRow) rows.get(TOTALS)).collected()).isEqualTo(930 + 100);
        assertThat(((TotalsRow) rows.get(TOTALS)).tax()).isEqualTo(147);
    }

    @Test
    void changesTheRefundsOwnOrder_whenItNamesNoOther() {
        Map<RowKey, Row> rows = DailyFold.fold(
                event("e-1", sale(Kind.REFUNDED, List.of(new Sale.Line("tea", null, null, 1_000, 200, 0, 0)))),
                DAY,
                RECEIVED);
        assertThat(rows).containsKey(new RowKey.Order(DATE, "soho", "GBP", "order-1"));
    }

    @Test
    void namesAProductByTheLastOfItsLines() {
        List<Sale.Line> lines = List.of(
                new Sale.Line("tea", "Zealous tea", "Hot", 1_000, 200, 0, 0),
                new Sale.Line("tea", "Assam", null, 500, 100, 10, 0));
        Map<RowKey, Row> rows = DailyFold.fold(event("e-1", sale(Kind.COMPLETED, lines)), DAY, RECEIVED);
        assertThat(rows.get(new RowKey.Product(DATE, "soho", "GBP", "tea")))
                .isEqualTo(new ProductRow(
                        1_500, 0, 300, 10, 0, new ProductLabel("Assam", null, AT, "pos/soho/till-2", "e-1")));
    }

    @Test
    void countsAnyOtherEventAsActivity() {
        Event login = new Event("12345", "application_A", "user_action", AT, new Event.Activity("success"));
        Event plain = new Event("12346", "application_A", "user_action", AT, new Event.Activity(null));
        assertThat(DailyFold.fold(login, DAY, RECEIVED))
                .isEqualTo(Map.of(
                        new RowKey.Activity(DATE, "application_A", "user_action", "success"), new ActivityRow(1)));
        assertThat(DailyFold.fold(plain, DAY, RECEIVED))
                .isEqualTo(Map.of(new RowKey.Activity(DATE, "application_A", "user_action", null), new ActivityRow(1)));
    }

    @Test
    void throwsRatherThanWrapAround_whenASumIsBeyondALong() {
        Row almostFull = new PaymentRow(Long.MAX_VALUE);
        assertThatThrownBy(() -> almostFull.plus(new PaymentRow(1))).isInstanceOf(ArithmeticException.class);
        Row farBelow = new TotalsRow(0, Long.MAX_VALUE, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> farBelow.plus(new TotalsRow(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)))
                .as("the net of the row, which is derived")
                .isInstanceOf(ArithmeticException.class);
    }
}
