package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an earlier day's report said when a later one was compared with it. Amounts are net sales in minor units.
 *
 * @param revision the one that was compared with; a later one changes no comparison that was made
 * @param stores by store and currency
 * @param hours of all stores together, by currency and hour; empty unless it is the day a week before
 */
public record PastDay(LocalDate date, int revision, ReportStatus status, List<Store> stores, List<Hour> hours) {

    public PastDay {
        stores = List.copyOf(stores);
        hours = List.copyOf(hours);
    }

    /** One store's net sales in one currency. */
    public record Store(String storeId, CurrencyCode currency, long net, long orders) {}

    /** The net sales of one local hour in one currency. */
    public record Hour(CurrencyCode currency, int hour, long net, long orders) {}

    /** @param withHours whether its hours are wanted, too */
    static PastDay of(Report report, boolean withHours) {
        return new PastDay(
                report.date(),
                report.revision(),
                report.status(),
                report.stores().stream()
                        .map(store -> new Store(store.storeId(), store.currency(), store.net(), store.orders()))
                        .toList(),
                withHours ? hours(report) : List.of());
    }

    private static List<Hour> hours(Report report) {
        return CurrencyTotals.of(report.stores()).stream()
                .flatMap(totals -> totals.hours().stream()
                        .map(hour -> new Hour(totals.currency(), hour.hour(), hour.net(), hour.orders())))
                .toList();
    }

    private Stream<Store> stores(CurrencyCode currency) {
        return stores.stream().filter(store -> store.currency().equals(currency));
    }

    /** Of all stores in that currency; 0 where there were no sales in it. */
    public long net(CurrencyCode currency) {
        return stores(currency).mapToLong(Store::net).reduce(0, Math::addExact);
    }

    /** Empty where the store sold nothing in that currency. */
    public Optional<Store> store(String storeId, CurrencyCode currency) {
        return stores(currency).filter(store -> store.storeId().equals(storeId)).findFirst();
    }

    /** In that currency, by hour. */
    public List<Hour> hours(CurrencyCode currency) {
        return hours.stream().filter(hour -> hour.currency().equals(currency)).toList();
    }
}
