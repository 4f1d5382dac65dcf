package dev.daybook.processor.aggregate;

import java.time.LocalDate;

/**
 * What a row counts. Keys order by date, then kind, then their parts in the order of their UTF-8 bytes, so that a day, a kind of
 * a day, and a store of a kind are each one range scan.
 *
 * <p>Encoded: 4 bytes of big-endian epoch day with its sign bit flipped, 1 byte of kind, then each text as UTF-8 ended by a zero
 * byte (texts of the contract hold no control character), an hour as one byte.
 */
public sealed interface RowKey {

    LocalDate date();

    RowKind kind();

    /** Figures of one store in one currency. */
    record Totals(LocalDate date, String storeId, String currency) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.TOTALS;
        }
    }

    /** Figures of one product. */
    record Product(LocalDate date, String storeId, String currency, String productId) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.PRODUCTS;
        }
    }

    /** Figures of one hour of the store's wall clock, 0 to 23; an hour that is repeated adds up. */
    record Hour(LocalDate date, String storeId, String currency, int hour) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.HOURS;
        }
    }

    /** Payments by one method. */
    record Payment(LocalDate date, String storeId, String currency, String method) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.PAYMENTS;
        }
    }

    /**
     * Events that are no sales.
     *
     * @param status null where the events name none
     */
    record Activity(LocalDate date, String source, String eventType, String status) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.ACTIVITY;
        }
    }

    /** One order. */
    record Order(LocalDate date, String storeId, String currency, String orderId) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.ORDERS;
        }
    }

    default byte[] encode() {
        KeyWriter key = new KeyWriter(date(), kind());
        if (this instanceof Totals totals) {
            key.text(totals.storeId()).text(totals.currency());
        } else if (this instanceof Product product) {
            key.text(product.storeId()).text(product.currency()).text(product.productId());
        } else if (this instanceof Hour hour) {
            key.text(hour.storeId()).text(hour.currency()).hour(hour.hour());
        } else if (this instanceof Payment payment) {
            key.text(payment.storeId()).text(payment.currency()).text(payment.method());
        } else if (this instanceof Activity activity) {
            key.text(activity.source()).text(activity.eventType());
            if (activity.status() != null) {
                key.text(activity.status());
            }
        } else if (this instanceof Order order) {
            key.text(order.storeId()).text(order.currency()).text(order.orderId());
        }
        return key.toBytes();
    }

    static RowKey decode(byte[] bytes) {
        KeyReader key = new KeyReader(bytes);
        LocalDate date = key.date();
        return switch (key.kind()) {
            case TOTALS -> new Totals(date, key.text(), key.text());
            case PRODUCTS -> new Product(date, key.text(), key.text(), key.text());
            case HOURS -> new Hour(date, key.text(), key.text(), key.hour());
            case PAYMENTS -> new Payment(date, key.text(), key.text(), key.text());
            case ACTIVITY -> new Activity(date, key.text(), key.text(), key.hasMore() ? key.text() : null);
            case ORDERS -> new Order(date, key.text(), key.text(), key.text());
        };
    }
}
