package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.Document.Single;
import dev.daybook.events.Document.Unusable;
import java.nio.charset.StandardCharsets;

/** Events as text, and what the parser with the default limits makes of them. */
final class Samples {
    /** The sample of the contract. */
    static final String SALE = """
            {"event_id": "soho-2-000184", "source": "pos/soho/till-2", "event_type": "sale.completed",
             "timestamp": "2026-11-20T08:31:07.412Z",
             "details": {"store_id": "soho", "order_id": "soho-2-9931", "currency": "GBP",
               "lines": [{"product_id": "latte", "name": "Latte", "category": "Hot drinks",
                          "quantity": 2, "unit_price": "3.70", "discount": "0.40", "tax": "1.17"}],
               "tip": "1.00", "payments": [{"method": "card", "amount": "9.17"}]}}""";

    private static final EventParser PARSER = new EventParser(EventLimits.DEFAULT);

    private Samples() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Document parse(String body) {
        return PARSER.parse(utf8(body));
    }

    static Document parse(byte[] body) {
        return PARSER.parse(body);
    }

    static Accepted accepted(String event) {
        Document document = parse(event);
        assertThat(document).as("%s", document).isInstanceOf(Single.class);
        Document.Item item = ((Single) document).item();
        assertThat(item).as("%s", item).isInstanceOf(Accepted.class);
        return (Accepted) item;
    }

    static Refusal refused(String event) {
        Document document = parse(event);
        assertThat(document).as("%s", document).isInstanceOf(Single.class);
        Document.Item item = ((Single) document).item();
        assertThat(item).as("%s", item).isInstanceOf(Refused.class);
        return ((Refused) item).refusal();
    }

    static Refusal unusable(String body) {
        return unusable(utf8(body));
    }

    static Refusal unusable(byte[] body) {
        Document document = parse(body);
        assertThat(document).as("%s", document).isInstanceOf(Unusable.class);
        return ((Unusable) document).refusal();
    }

    /** An event of a type without a meaning, around details given as JSON. */
    static String activity(String details) {
        return "{\"event_id\":\"1\",\"source\":\"s\",\"event_type\":\"user_action\",\"timestamp\":\"2026-11-20T08:00:00Z\",\"details\":"
                + details + "}";
    }

    /** A sale event around its details but {@code store_id}, {@code order_id} and braces. */
    static String sale(String type, String details) {
        return "{\"event_id\":\"1\",\"source\":\"s\",\"event_type\":\"" + type
                + "\",\"timestamp\":\"2026-11-20T08:00:00Z\",\"details\":{\"store_id\":\"soho\",\"order_id\":\"o\","
                + details
                + "}}";
    }

    /** A completed sale of one line, given but its product, with that currency; {@code rest} starts with a comma or is empty. */
    static String oneLine(String currency, String line, String rest) {
        return sale(
                "sale.completed",
                "\"currency\":\"" + currency + "\",\"lines\":[{\"product_id\":\"p\"," + line + "}]" + rest);
    }

    static Sale saleOf(String event) {
        return (Sale) accepted(event).event().content();
    }

    /** The text as a JSON string, whatever is in it. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
