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
    /** No id of a key is empty, so no producer's rows meet those of nobody. */
    String NO_PRODUCER = "";

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

    /** What became of a day's records. */
    record Accounting(LocalDate date) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.ACCOUNTING;
        }
    }

    /**
     * Refused events.
     *
     * @param producer null where the record names none
     * @param code as {@code daybook.rejected} has it
     */
    record Rejections(LocalDate date, String producer, String code) implements RowKey {
        @Override
        public RowKind kind() {
            return RowKind.REJECTIONS;
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
        } else if (this instanceof Accounting) {
            key.text(""); // the bare kind is where the range of the kind before ends, inclusive
        } else if (this instanceof Rejections rejections) {
            key.text(rejections.producer() == null ? NO_PRODUCER : rejections.producer())
                    .text(rejections.code());
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
            case ACCOUNTING -> new Accounting(date);
            case REJECTIONS -> new Rejections(date, producer(key.text()), key.text());
            case ORDERS -> new Order(date, key.text(), key.text(), key.text());
        };
    }

    private static String producer(String text) {
        return text.equals(NO_PRODUCER) ? null : text;
    }
}
