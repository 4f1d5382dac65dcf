package dev.daybook.ingest.receive;

import dev.daybook.events.Document;
import dev.daybook.events.Document.Accepted;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import java.nio.charset.StandardCharsets;

/** Events as producers write them. */
final class Events {
    private static final EventParser PARSER = new EventParser(EventLimits.DEFAULT);

    private Events() {}

    static String event(String id) {
        return event(id, "2026-07-02T12:00:00Z");
    }

    static String event(String id, String timestamp) {
        return "{\"event_id\":\"%s\",\"source\":\"s\",\"event_type\":\"test\",\"timestamp\":\"%s\",\"details\":{}}"
                .formatted(id, timestamp);
    }

    static String sale(String id, String store) {
        return "{\"event_id\":\"%s\",\"source\":\"s\",\"event_type\":\"sale.completed\",\"timestamp\":\"2026-07-02T12:00:00Z\",\"details\":%s}"
                .formatted(id, details(store, ""));
    }

    static String voided(String id, String timestamp, String soldAt) {
        return "{\"event_id\":\"%s\",\"source\":\"s\",\"event_type\":\"sale.voided\",\"timestamp\":\"%s\",\"details\":%s}"
                .formatted(id, timestamp, details("soho", ",\"sold_at\":\"" + soldAt + "\""));
    }

    private static String details(String store, String more) {
        return "{\"store_id\":\"%s\",\"order_id\":\"o\",\"currency\":\"GBP\",\"lines\":[{\"product_id\":\"latte\",\"quantity\":1,\"unit_price\":\"3.70\"}]%s}"
                .formatted(store, more);
    }

    static Accepted accepted(String event) {
        return (Accepted) ((Document.Single) PARSER.parse(bytes(event))).item();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
