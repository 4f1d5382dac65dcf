package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;

/**
 * One order as the shop's own database has it.
 *
 * @param orderId compared to the byte, never by a database's collation: {@code A-1} and {@code a-1} are two orders
 * @param amount in the currency's minor units; what the order's net is compared with
 */
public record ShopOrder(String storeId, CurrencyCode currency, String orderId, long amount) {}
