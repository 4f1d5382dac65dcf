package dev.daybook.allinone.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.BusinessDay;
import dev.daybook.service.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * One trading day of a small café chain: three stores, 2,400 sales, refunds, a void, discounts, tips, retries that send the
 * same event twice, and a few events that have to be refused. Everything follows from the date and the zone alone, ids and
 * timestamps carry the date, so the same day made twice is the same to the byte.
 */
public final class SampleDay {
    public static final int SALES = 2_400;
    /** Where the chain is, and so its wall clocks. */
    public static final ZoneId ZONE = ZoneId.of("Europe/London");

    private static final long SEED = 20_080_611;
    private static final int RETRY_EVERY = 40;
    private static final int REFUND_EVERY = 300;
    private static final int REFUSED_EVERY = 400;
    /** A sale that comes back in no other way: what was refunded is not voided as well. */
    private static final int VOIDED = SALES / 2 + 1;

    private static final BigDecimal VAT = new BigDecimal("0.20");
    /** What regulars get off the whole order. */
    private static final String LOYALTY = "0.10";

    private final LocalDate date;
    private final ZoneId zone;
    private final Random random;
    private final List<String> events = new ArrayList<>();
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private int refused;

    /**
     * An order as the shop's own database has it at the end of the day.
     *
     * @param amount what is left of it after refunds and voids, without the tip
     */
    public record Order(String storeId, String orderId, OffsetDateTime placedAt, BigDecimal amount) {}

    private record Product(String id, String name, String category, String price) {}

    private record Store(String id, String name, int share, int opens, int closes) {}

    private static final List<Product> PRODUCTS = List.of(
            new Product("espresso", "Espresso", "Hot drinks", "2.40"),
            new Product("flat-white", "Flat white", "Hot drinks", "3.60"),
            new Product("latte", "Latte", "Hot drinks", "3.70"),
            new Product("cappuccino", "Cappuccino", "Hot drinks", "3.65"),
            new Product("mocha", "Mocha", "Hot drinks", "4.10"),
            new Product("tea", "Pot of tea", "Hot drinks", "2.95"),
            new Product("cold-brew", "Cold brew", "Cold drinks", "4.20"),
            new Product("lemonade", "Lemonade", "Cold drinks", "3.30"),
            new Product("croissant", "Croissant", "Bakery", "2.80"),
            new Product("pain-au-chocolat", "Pain au chocolat", "Bakery", "3.10"),
            new Product("cinnamon-bun", "Cinnamon bun", "Bakery", "3.40"),
            new Product("banana-bread", "Banana bread", "Bakery", "3.25"),
            new Product("toastie", "Cheese toastie", "Food", "6.50"),
            new Product("soup", "Soup of the day", "Food", "5.90"),
            new Product("beans-250", "House beans, 250 g", "Retail", "9.50"));

    private static final List<Store> STORES = List.of(
            new Store("soho", "Soho", 50, 7, 20),
            new Store("camden", "Camden Market", 30, 8, 19),
            new Store("brighton", "Brighton Lanes", 20, 8, 18));

    private SampleDay(LocalDate date, ZoneId zone) {
        this.date = date;
        this.zone = zone;
        this.random = new Random(SEED ^ date.toEpochDay());
    }

    /**
     * The day's events in the order in which the tills send them, one JSON object a line.
     *
     * @param zone the time zone that the stores' wall clocks show
     */
    public static SampleDay of(LocalDate date, ZoneId zone) {
        SampleDay day = new SampleDay(date, zone);
        day.trade();
        return day;
    }

    /** What the chain tells Daybook of its stores: the body of each one's {@code PUT /v1/stores/{store_id}}, by id. */
    public static Map<String, JsonNode> stores() {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        for (Store store : STORES) {
            ObjectNode body = Json.MAPPER.createObjectNode();
            body.put("name", store.name()).put("time_zone", ZONE.getId()).put("currency", "GBP");
            ObjectNode hours = body.putObject("opening_hours");
            for (DayOfWeek day : DayOfWeek.values()) {
                hours.putArray(day.name().toLowerCase(Locale.ROOT))
                        .addObject()
                        .put("opens", LocalTime.of(store.opens(), 0).toString())
                        .put("closes", LocalTime.of(store.closes(), 0).toString());
            }
            bodies.put(store.id(), body);
        }
        return bodies;
    }

    /** The last day that has ended both in the stores' zone and in an installation's own. */
    public static LocalDate lastEnded(Instant now, ZoneId installation, LocalTime dayStartsAt) {
        LocalDate inStores = BusinessDay.of(now, ZONE, LocalTime.MIDNIGHT).date();
        LocalDate byDefault = BusinessDay.of(now, installation, dayStartsAt).date();
        return (inStores.isBefore(byDefault) ? inStores : byDefault).minusDays(1);
    }

    public LocalDate date() {
        return date;
    }

    public List<String> events() {
        return List.copyOf(events);
    }

    /** How many of the events the door has to refuse. */
    public int refused() {
        return refused;
    }

    /** The orders in the shop's own database: those of the events, and two whose events the till never sent. */
    public List<Order> orders() {
        List<Order> all = new ArrayList<>(orders.values());
        all.add(unsent("soho", SALES + 1, LocalTime.of(12, 41), "7.30"));
        all.add(unsent("camden", SALES + 2, LocalTime.of(16, 5), "11.85"));
        return all;
    }

    private Order unsent(String store, int number, LocalTime time, String amount) {
        return new Order(
                store,
                store + "-" + date + "-" + number,
                date.atTime(time).atZone(zone).toOffsetDateTime(),
                new BigDecimal(amount));
    }

    private void keep(ObjectNode sale) {
        JsonNode details = sale.path("details");
        String order = details.path("order_id").asText();
        orders.put(
                order,
                new Order(
                        details.path("store_id").asText(),
                        order,
                        OffsetDateTime.parse(sale.path("timestamp").asText()),
                        paid(sale)));
    }

    private static BigDecimal paid(ObjectNode event) {
        return new BigDecimal(event.at("/details/payments/0/amount").asText())
                .subtract(new BigDecimal(event.at("/details/tip").asText("0")));
    }

    /** A refund, or a void: the shop keeps the order with what is left of it. */
    private void takeBack(String order, BigDecimal amount) {
        orders.computeIfPresent(order, (id, kept) -> {
            BigDecimal left = kept.amount().subtract(amount);
            return new Order(kept.storeId(), id, kept.placedAt(), left);
        });
    }

    private void trade() {
        for (int number = 1; number <= SALES; number++) {
            Store store = store(random.nextInt(100));
            LocalTime time = timeOfSale(store);
            ObjectNode sale = sale(store, number, time);
            events.add(sale.toString());
            keep(sale);
            if (number % RETRY_EVERY == 0) {
                events.add(sale.toString());
            }
            if (number % REFUND_EVERY == 0) {
                ObjectNode refund = refund(store, sale, number, time.plusMinutes(9));
                events.add(refund.toString());
                takeBack(refund.at("/details/refund_of").asText(), paid(refund));
            }
            if (number == VOIDED) {
                events.add(voiding(sale, time.plusMinutes(2)).toString());
                takeBack(sale.at("/details/order_id").asText(), paid(sale));
            }
            if (number % REFUSED_EVERY == 0) {
                events.add(refusable(store, number, time).toString());
                refused++;
            }
        }
        signIns();
    }

    private static Store store(int percent) {
        int upTo = 0;
        for (Store store : STORES) {
            upTo += store.share();
            if (percent < upTo) {
                return store;
            }
        }
        throw new IllegalStateException("the stores' shares don't add up to 100");
    }

    /** Two bell curves: the morning's rush and the afternoon. */
    private LocalTime timeOfSale(Store store) {
        double hour = random.nextInt(3) < 2 ? 9 + random.nextGaussian() * 1.3 : 15 + random.nextGaussian() * 1.8;
        double within = Math.min(Math.max(hour, store.opens()), store.closes() - 0.01);
        return LocalTime.ofSecondOfDay((long) (within * 3600));
    }

    private ObjectNode sale(Store store, int number, LocalTime time) {
        ObjectNode event = event(store, "sale.completed", date + "-" + number, time);
        ObjectNode details = details(event, store, date + "-" + number);
        ArrayNode lines = details.putArray("lines");
        BigDecimal due = BigDecimal.ZERO;
        int lineCount = 1 + random.nextInt(3);
        for (int i = 0; i < lineCount; i++) {
            due = due.add(line(lines.addObject()));
        }
        if (random.nextInt(20) == 0) {
            BigDecimal loyalty = percent(due, LOYALTY);
            details.put("discount", loyalty.toPlainString());
            due = due.subtract(loyalty);
        }
        details.put("prices_include_tax", true);
        details.put(
                "tax",
                due.subtract(due.divide(VAT.add(BigDecimal.ONE), 2, RoundingMode.HALF_UP))
                        .toPlainString());
        boolean card = random.nextInt(10) < 8;
        BigDecimal tip = card && random.nextInt(4) == 0
                ? new BigDecimal(50 * (1 + random.nextInt(4))).movePointLeft(2)
                : BigDecimal.ZERO;
        if (tip.signum() > 0) {
            details.put("tip", tip.toPlainString());
        }
        details.putArray("payments")
                .addObject()
                .put("method", card ? "card" : "cash")
                .put("amount", due.add(tip).toPlainString());
        return event;
    }

    /** Fills a line and says what it costs after its discount. */
    private BigDecimal line(ObjectNode line) {
        Product product = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
        int quantity = random.nextInt(5) == 0 ? 2 : 1;
        BigDecimal gross = new BigDecimal(product.price()).multiply(BigDecimal.valueOf(quantity));
        line.put("product_id", product.id())
                .put("name", product.name())
                .put("category", product.category())
                .put("quantity", quantity)
                .put("unit_price", product.price());
        if (random.nextInt(12) > 0) {
            return gross;
        }
        BigDecimal discount = percent(gross, "0.15");
        line.put("discount", discount.toPlainString());
        return gross.subtract(discount);
    }

    private static BigDecimal percent(BigDecimal amount, String share) {
        return amount.multiply(new BigDecimal(share)).setScale(2, RoundingMode.HALF_UP);
    }

    /** The first line of a sale comes back, for what was paid for it. */
    private ObjectNode refund(Store store, ObjectNode sale, int number, LocalTime time) {
        ObjectNode event = event(store, "sale.refunded", date + "-" + number + "-refund", time);
        ObjectNode details = details(event, store, date + "-" + number + "-refund");
        details.put("refund_of", sale.at("/details/order_id").asText());
        details.put("prices_include_tax", true);
        ObjectNode line = (ObjectNode) sale.at("/details/lines/0").deepCopy();
        details.putArray("lines").add(line);
        BigDecimal back = new BigDecimal(line.path("unit_price").asText())
                .multiply(line.path("quantity").decimalValue())
                .subtract(new BigDecimal(line.path("discount").asText("0")));
        if (sale.at("/details").has("discount")) {
            BigDecimal loyalty = percent(back, LOYALTY);
            details.put("discount", loyalty.toPlainString());
            back = back.subtract(loyalty);
        }
        details.putArray("payments").addObject().put("method", "card").put("amount", back.toPlainString());
        return event;
    }

    private ObjectNode voiding(ObjectNode sale, LocalTime time) {
        ObjectNode event = sale.deepCopy();
        event.put("event_id", event.path("event_id").asText() + "-void");
        event.put("event_type", "sale.voided");
        ((ObjectNode) event.path("details"))
                .put("sold_at", sale.path("timestamp").asText());
        event.put("timestamp", timestamp(time));
        return event;
    }

    /** What tills get wrong: each kind of it once and again. */
    private ObjectNode refusable(Store store, int number, LocalTime time) {
        ObjectNode event = sale(store, number, time);
        event.put("event_id", event.path("event_id").asText() + "-wrong");
        ObjectNode line = (ObjectNode) event.at("/details/lines/0");
        switch (number / REFUSED_EVERY % 3) {
            case 0 -> line.put("discount", "999.00");
            case 1 -> ((ObjectNode) event.path("details")).remove("currency");
            default -> event.put("timestamp", date + " " + time);
        }
        return event;
    }

    private void signIns() {
        for (Store store : STORES) {
            ObjectNode opened = event(
                    store,
                    "till_signed_in",
                    date + "-sign-in",
                    LocalTime.of(store.opens(), 0).minusMinutes(12));
            opened.putObject("details").put("action", "sign_in").put("status", "success");
            events.add(opened.toString());
        }
    }

    private ObjectNode event(Store store, String type, String number, LocalTime time) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("event_id", store.id() + "-" + number);
        event.put("source", "pos/" + store.id() + "/till-1");
        event.put("event_type", type);
        event.put("timestamp", timestamp(time));
        return event;
    }

    private String timestamp(LocalTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                date.atTime(time.withNano(0)).atZone(zone));
    }

    private static ObjectNode details(ObjectNode event, Store store, String order) {
        return event.putObject("details")
                .put("store_id", store.id())
                .put("order_id", store.id() + "-" + order)
                .put("currency", "GBP");
    }
}
