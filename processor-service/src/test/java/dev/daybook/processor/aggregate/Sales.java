package dev.daybook.processor.aggregate;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Event;
import dev.daybook.events.Sale;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** Events of the tests, in GBP unless said otherwise. */
final class Sales {
    static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    static final BusinessDay DAY = new BusinessDay(DATE, LocalDateTime.of(2026, 11, 20, 8, 31, 7));
    static final Instant AT = Instant.parse("2026-11-20T08:31:07.412Z");

    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");

    private Sales() {}

    static Event event(String id, Sale sale) {
        return new Event(id, "pos/soho/till-2", sale.kind().eventType(), AT, sale);
    }

    static Event event(String id, Instant at, Sale sale) {
        return new Event(id, "pos/soho/till-2", sale.kind().eventType(), at, sale);
    }

    /** Two lattes of 3.70 with 0.40 off and 1.17 tax, a cake of 2.50; 0.20 off the order, 0.30 tax on it, 1.00 tip. */
    static Sale twoLattesAndACake(Sale.Kind kind, boolean pricesIncludeTax) {
        return new Sale(
                kind,
                "soho",
                "order-1",
                kind == Sale.Kind.REFUNDED ? "order-0" : null,
                GBP,
                List.of(
                        new Sale.Line("latte", "Latte", "Hot drinks", 2_000, 740, 40, 117),
                        new Sale.Line("cake", null, null, 1_000, 250, 0, 0)),
                20,
                30,
                100,
                pricesIncludeTax,
                List.of(new Sale.Payment("card", 900), new Sale.Payment("cash", 77), new Sale.Payment("card", 200)),
                kind == Sale.Kind.VOIDED ? AT : null);
    }

    static Sale sale(Sale.Kind kind, List<Sale.Line> lines) {
        return new Sale(kind, "soho", "order-1", null, GBP, lines, 0, 0, 0, false, List.of(), null);
    }
}
