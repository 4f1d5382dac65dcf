package dev.daybook.report.source;

/** How a query over the shop's database ended. */
sealed interface ShopReading {

    /**
     * Every row of the day was read.
     *
     * @param dating what decided that they are the day's
     */
    record Whole(ShopQuery.Dating dating) implements ShopReading {}

    /**
     * None of the rows may be used.
     *
     * @param reason for the operator, without a secret
     */
    record Failed(String reason) implements ShopReading {}
}
