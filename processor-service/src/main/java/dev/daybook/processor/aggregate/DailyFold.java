package dev.daybook.processor.aggregate;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Event;
import dev.daybook.events.Sale;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one event adds to which rows: the same event, day and time of receipt always give the same rows, and summing the rows of
 * any events in any order gives the day's figures. Pure; knows neither stores nor Kafka.
 */
public final class DailyFold {
    private final BusinessDay day;
    private final long receivedMillis;
    private final Map<RowKey, Row> rows = new LinkedHashMap<>();

    private DailyFold(BusinessDay day, long receivedMillis) {
        this.day = day;
        this.receivedMillis = receivedMillis;
    }

    /**
     * The event's contribution, one row for each key that it touches.
     *
     * @param day as stamped at the door; for a void the sale's
     * @param receivedMillis the partition's record time
     * @throws ArithmeticException where the sums of the event alone don't fit a long
     */
    public static Map<RowKey, Row> fold(Event event, BusinessDay day, long receivedMillis) {
        DailyFold fold = new DailyFold(day, receivedMillis);
        if (event.content() instanceof Sale sale) {
            fold.sale(event, sale);
        } else if (event.content() instanceof Event.Activity activity) {
            fold.add(
                    new RowKey.Activity(day.date(), event.source(), event.eventType(), activity.status()),
                    new ActivityRow(1));
        }
        return fold.rows;
    }

    private void sale(Event event, Sale sale) {
        // A sale adds; a refund takes back on its own day; a void takes the sale's own figures off the sale's day.
        int sign = sale.kind() == Sale.Kind.COMPLETED ? 1 : -1;
        long net = sign * (sale.gross() - sale.discounts());
        int orders = sale.kind() == Sale.Kind.REFUNDED ? 0 : sign;
        String store = sale.storeId();
        String currency = sale.currency().code();
        add(new RowKey.Totals(day.date(), store, currency), totals(sale, net, orders, sign));
        products(event, sale);
        add(new RowKey.Hour(day.date(), store, currency, day.localTime().getHour()), new HourRow(orders, net));
        for (Sale.Payment payment : sale.payments()) {
            add(
                    new RowKey.Payment(day.date(), store, currency, payment.method()),
                    new PaymentRow(sign * payment.amount()));
        }
        add(
                new RowKey.Order(day.date(), store, currency, sale.orderOfRow()),
                new OrderRow(
                        net,
                        sign * sale.taxes(),
                        sign * sale.tip(),
                        sale.kind() == Sale.Kind.COMPLETED ? 1 : 0,
                        sale.kind() == Sale.Kind.VOIDED ? 1 : 0,
                        receivedMillis));
    }

    private static TotalsRow totals(Sale sale, long net, int orders, int sign) {
        boolean refund = sale.kind() == Sale.Kind.REFUNDED;
        long tax = sign * sale.taxes();
        long tips = sign * sale.tip();
        return new TotalsRow(
                refund ? 0 : sign * sale.gross(),
                refund ? 0 : sign * sale.discounts(),
                refund ? -net : 0,
                tax,
                tips,
                net + tips + (sale.pricesIncludeTax() ? 0 : tax),
                orders,
                refund ? 1 : 0,
                sale.kind() == Sale.Kind.VOIDED ? 1 : 0,
                refund ? 0 : sign * sale.quantityMillis(),
                refund ? sale.quantityMillis() : 0);
    }

    private void products(Event event, Sale sale) {
        // Of several lines of one product the last names it, whatever the order of their names.
        Map<String, ProductLabel> labels = new LinkedHashMap<>();
        for (Sale.Line line : sale.lines()) {
            labels.put(
                    line.productId(),
                    new ProductLabel(line.name(), line.category(), event.timestamp(), event.source(), event.eventId()));
        }
        for (Sale.Line line : sale.lines()) {
            add(
                    new RowKey.Product(
                            day.date(), sale.storeId(), sale.currency().code(), line.productId()),
                    product(sale.kind(), line, labels.get(line.productId())));
        }
    }

    private static ProductRow product(Sale.Kind kind, Sale.Line line, ProductLabel label) {
        return switch (kind) {
            case COMPLETED -> new ProductRow(line.quantityMillis(), 0, line.gross(), line.discount(), 0, label);
            case REFUNDED -> new ProductRow(0, line.quantityMillis(), 0, 0, line.gross() - line.discount(), label);
            case VOIDED -> new ProductRow(-line.quantityMillis(), 0, -line.gross(), -line.discount(), 0, label);
        };
    }

    private void add(RowKey key, Row row) {
        rows.merge(key, row, Row::plus);
    }
}
