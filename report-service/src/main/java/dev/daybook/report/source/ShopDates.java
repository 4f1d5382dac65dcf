package dev.daybook.report.source;

import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import dev.daybook.report.daily.BusinessCalendar;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether stores' business dates are those that the shop's orders are read by. Where they aren't, both sides have the orders
 * around the day's ends on different dates, and comparing them would accuse the shop. What counts is when a date begins and ends,
 * not the names of zones.
 */
record ShopDates(ShopDatabaseConfig config, BusinessCalendar calendar) {

    /** Which store has another day than the shop's database, and what to do; empty where none has. */
    Optional<String> otherDays(Set<String> stores, LocalDate date, ShopQuery.Dating dating) {
        ShopDay shop = new ShopDay(date, config.zone(), config.dayStartsAt());
        Stores registry = calendar.registry().get();
        List<String> others = new ArrayList<>();
        for (String store : stores) {
            otherDay(store, registry, shop, dating).ifPresent(others::add);
        }
        if (others.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                others.get(0) + (others.size() == 1 ? "" : " (and so for " + (others.size() - 1) + " more)")
                        + ", but the shop's orders of " + date + " are read by " + words(shop.zone(), shop.startsAt())
                        + ", so orders near the day's ends would seem to be missing that are not: set SHOP_DB_TIME_ZONE and"
                        + " SHOP_DB_DAY_STARTS_AT to the store's, or leave it out of SHOP_DB_ORDERS_QUERY and SHOP_DB_STORE_ID");
    }

    private Optional<String> otherDay(String storeId, Stores registry, ShopDay shop, ShopQuery.Dating dating) {
        Optional<Store> registered =
                registry.find(storeId).filter(store -> !store.versions().isEmpty());
        if (registered.isEmpty()) {
            ShopDay day = new ShopDay(shop.date(), calendar.zone(), calendar.dayStartsAt());
            return isSame(day, shop, dating)
                    ? Optional.empty()
                    : Optional.of("the store " + storeId + " isn't registered and has the default, "
                            + words(calendar.zone(), calendar.dayStartsAt()));
        }
        return registered.get().versions().stream()
                .filter(version -> !isSame(day(version, shop.date()), shop, dating))
                .filter(version -> datesAnything(registered.get(), version, shop))
                .findFirst()
                .map(version ->
                        "the store " + storeId + " is registered with " + words(version.zone(), version.dayStartsAt()));
    }

    private static boolean isSame(ShopDay day, ShopDay shop, ShopQuery.Dating dating) {
        return switch (dating) {
            case INSTANT -> day.start().equals(shop.start()) && day.end().equals(shop.end());
            case WALL_CLOCK -> day.startsAt().equals(shop.startsAt());
            case DATE -> true;
        };
    }

    /** Whether the version is valid on the date, be it the store's or the shop's: of a store that moves, two can be. */
    private static boolean datesAnything(Store store, StoreVersion version, ShopDay shop) {
        ShopDay own = day(version, shop.date());
        return store.versionsWithin(own.start(), own.end()).contains(version)
                || store.versionsWithin(shop.start(), shop.end()).contains(version);
    }

    private static ShopDay day(StoreVersion version, LocalDate date) {
        return new ShopDay(date, version.zone(), version.dayStartsAt());
    }

    private static String words(ZoneId zone, LocalTime startsAt) {
        return zone + " with days from " + startsAt;
    }
}
