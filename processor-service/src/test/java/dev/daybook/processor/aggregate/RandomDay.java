package dev.daybook.processor.aggregate;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Event;
import dev.daybook.events.Sale;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** Events that share stores, products, hours, methods and orders as often as chance has it; one seed, one list. */
final class RandomDay {
    /** An event with what the door would have stamped on it. */
    record Stamped(Event event, BusinessDay day, long receivedMillis) {}

    private static final List<CurrencyCode> CURRENCIES =
            List.of(CurrencyCode.checked("GBP"), CurrencyCode.checked("JPY"), CurrencyCode.checked("KWD"));
    private static final String[] NAMES = {null, "Latte", "Flat white", "Café crème", "茶", "\uD83C\uDF75", "\uFF21"};

    private final Random random;

    RandomDay(long seed) {
        random = new Random(seed);
    }

    List<Stamped> events(int count) {
        List<Stamped> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LocalDate date = LocalDate.of(2026, 11, 19 + random.nextInt(2));
            BusinessDay day =
                    new BusinessDay(date, LocalDateTime.of(2026, 11, 20, random.nextInt(24), random.nextInt(60)));
            Event.Content content = random.nextInt(5) == 0 ? new Event.Activity(pick("ok", "failed", null)) : sale();
            String type = content instanceof Sale sale ? sale.kind().eventType() : "user_action";
            Instant at = Instant.parse("2026-11-20T08:00:00Z").plusNanos(random.nextInt(4));
            events.add(new Stamped(
                    new Event("e-" + i, pick("till-1", "till-2"), type, at, content), day, random.nextInt(1_000)));
        }
        return events;
    }

    private Sale sale() {
        Sale.Kind kind = Sale.Kind.values()[random.nextInt(3)];
        List<Sale.Line> lines = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            long gross = random.nextInt(10_000);
            lines.add(new Sale.Line(
                    pick("latte", "tea", "cake"),
                    NAMES[random.nextInt(NAMES.length)],
                    pick("Hot drinks", null),
                    1 + random.nextInt(5_000),
                    gross,
                    random.nextInt((int) gross + 1),
                    random.nextInt(500)));
        }
        List<Sale.Payment> payments = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            payments.add(new Sale.Payment(pick("card", "cash"), random.nextInt(9_000)));
        }
        return new Sale(
                kind,
                pick("soho", "soho 2", "café"),
                "order-" + random.nextInt(10),
                kind == Sale.Kind.REFUNDED && random.nextBoolean() ? "order-" + random.nextInt(10) : null,
                CURRENCIES.get(random.nextInt(3)),
                lines,
                0,
                random.nextInt(100),
                random.nextInt(100),
                random.nextBoolean(),
                payments,
                kind == Sale.Kind.VOIDED ? Instant.parse("2026-11-20T08:00:00Z") : null);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** The rows of all the events, summed one after the other. */
    static TreeMap<Bytes, Row> sum(List<Stamped> events) {
        TreeMap<Bytes, Row> rows = new TreeMap<>();
        for (Stamped stamped : events) {
            DailyFold.fold(stamped.event(), stamped.day(), stamped.receivedMillis())
                    .forEach((key, row) -> rows.merge(Bytes.wrap(key.encode()), row, Row::plus));
        }
        return rows;
    }
}
