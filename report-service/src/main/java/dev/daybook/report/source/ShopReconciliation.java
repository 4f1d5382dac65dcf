package dev.daybook.report.source;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.ComparedOrder;
import dev.daybook.report.daily.OrderComparison;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ShopOrder;
import dev.daybook.report.daily.StreamOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reconciles a day's stream with the shop's orders, where both sides mean the same day. Whatever is wrong with the shop's database or its rows is a {@link
 * Reconciliation.NotReconciled}, never an exception. Blocks up to the limits of the configuration; thread-safe.
 */
public final class ShopReconciliation {
    private final ShopDatabaseConfig config;
    private final BusinessCalendar calendar;
    private final ShopDatabase database;

    /** @param calendar by which the stream's orders were dated */
    public ShopReconciliation(ShopDatabaseConfig config, BusinessCalendar calendar) {
        this.config = config;
        this.calendar = calendar;
        this.database = new ShopDatabase(config);
    }

    /**
     * Reads the shop's orders of the date and compares.
     *
     * @param stream the date's order rows of all stores; read once, after the shop's
     * @param each is shown every order that was compared, by store, currency and order id; none if it wasn't compared
     */
    public Reconciliation reconcile(LocalDate date, Iterable<StreamOrder> stream, Consumer<ComparedOrder> each) {
        OrderComparison comparison = new OrderComparison(config.storeIds(), config.tolerance(), config.maxOrders());
        try {
            ShopReading reading = database.read(
                    config.ordersQuery(),
                    date,
                    row -> {
                        if (!comparison.shop(order(row))) {
                            throw new UnusableRow(tooMany());
                        }
                    },
                    "order_id",
                    "amount");
            if (reading instanceof ShopReading.Failed failed) {
                return new Reconciliation.NotReconciled(failed.reason());
            }
            Optional<String> otherDays = new ShopDates(config, calendar)
                    .otherDays(comparison.covered(), date, ((ShopReading.Whole) reading).dating());
            if (otherDays.isPresent()) {
                return new Reconciliation.NotReconciled(otherDays.get());
            }
            for (StreamOrder order : stream) {
                if (!comparison.stream(order)) {
                    return new Reconciliation.NotReconciled(tooMany());
                }
            }
            return comparison.compare(each);
        } catch (ArithmeticException tooLarge) {
            return new Reconciliation.NotReconciled("the day's amounts add up to more than can be counted exactly");
        }
    }

    /** Why orders beyond the limit aren't compared. */
    String tooMany() {
        return "the day has more than " + config.maxOrders() + " orders; raise SHOP_DB_MAX_ORDERS";
    }

    private ShopOrder order(ShopRow row) throws SQLException {
        CurrencyCode currency = currency(row);
        return new ShopOrder(storeId(row), currency, row.name("order_id"), amount(row, currency));
    }

    private String storeId(ShopRow row) throws SQLException {
        if (row.has("store_id")) {
            return row.name("store_id");
        }
        if (config.storeIds().size() != 1) {
            throw new UnusableRow(
                    "SHOP_DB_ORDERS_QUERY has no column store_id; then SHOP_DB_STORE_ID must name one store");
        }
        return config.storeIds().iterator().next();
    }

    private CurrencyCode currency(ShopRow row) throws SQLException {
        if (row.has("currency")) {
            return CurrencyCode.of(row.name("currency"))
                    .orElseThrow(() -> row.unusable("currency", "is no currency of ISO 4217"));
        }
        if (config.currency() == null) {
            throw new UnusableRow("SHOP_DB_ORDERS_QUERY has no column currency; then SHOP_DB_CURRENCY must be set");
        }
        return config.currency();
    }

    private static long amount(ShopRow row, CurrencyCode currency) throws SQLException {
        BigDecimal amount = row.decimal("amount").orElseThrow(() -> row.unusable("amount", "is NULL"));
        try {
            return amount.setScale(currency.decimals(), RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException finerOrTooLarge) {
            throw row.unusable(
                    "amount", "is finer than " + currency.code() + "'s minor unit, or too large to be counted");
        }
    }
}
