package dev.daybook.report.daily;

import java.util.Locale;

/** A figure of a report that a later revision may show otherwise, in the order in which reports show them. */
public enum Figure {
    ORDERS(Unit.COUNT, "orders"),
    REFUNDS(Unit.COUNT, "refunds"),
    VOIDS(Unit.COUNT, "voids"),
    UNITS_SOLD(Unit.THOUSANDTHS, "units sold"),
    UNITS_RETURNED(Unit.THOUSANDTHS, "units returned"),
    GROSS(Unit.MONEY, "gross"),
    DISCOUNTS(Unit.MONEY, "discounts"),
    RETURNS(Unit.MONEY, "returns"),
    NET(Unit.MONEY, "net sales"),
    TAX(Unit.MONEY, "tax"),
    TIPS(Unit.MONEY, "tips"),
    COLLECTED(Unit.MONEY, "collected"),
    AVERAGE_ORDER(Unit.MONEY, "average order"),
    AMOUNT(Unit.MONEY, "amount");

    /** What a figure's {@code long} counts. */
    public enum Unit {
        COUNT,
        THOUSANDTHS,
        /** Minor units of the currency it stands beside. */
        MONEY
    }

    private final Unit unit;
    private final String label;

    Figure(Unit unit, String label) {
        this.unit = unit;
        this.label = label;
    }

    public Unit unit() {
        return unit;
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    /** As the canonical JSON names it. */
    public String fieldName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
