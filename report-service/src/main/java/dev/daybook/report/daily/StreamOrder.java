package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;

/**
 * What one day's events did to one order; rows of the same order add up. Amounts are in the currency's minor units, refunds and
 * voids already subtracted.
 *
 * @param sales completed sales under that order id; 0 where the day only saw a refund of an order of another day
 * @param voids sales that were taken back
 */
public record StreamOrder(
        String storeId, CurrencyCode currency, String orderId, long net, long tax, long tips, long sales, long voids) {}
