package dev.daybook.allinone.shop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The café lab's orders as events. */
final class CafeOrders {
    private CafeOrders() {}

    /** Each order as a till would have sent it, line by line at the product's price, by the date of its sale. */
    static Map<LocalDate, List<ObjectNode>> events(ShopServer server) throws SQLException {
        Map<String, ObjectNode> events = new TreeMap<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("""
                        select o.order_number, date_format(o.order_date_time, '%Y-%m-%dT%H:%i:%sZ') sold_at,
                               i.product_id, p.price, i.quantity
                        from `order` o join order_item i using (order_number) join product p on p.id = i.product_id
                        """)) {
            while (lines.next()) {
                String order = lines.getString("order_number");
                String soldAt = lines.getString("sold_at");
                ArrayNode bought = (ArrayNode) events.computeIfAbsent(order, id -> event(id, soldAt))
                        .get("details")
                        .get("lines");
                bought.addObject()
                        .put("product_id", lines.getString("product_id"))
                        .put("quantity", lines.getInt("quantity"))
                        .put("unit_price", lines.getString("price"));
            }
        }
        Map<LocalDate, List<ObjectNode>> byDate = new TreeMap<>();
        events.values()
                .forEach(event -> byDate.computeIfAbsent(
                                LocalDate.parse(
                                        event.get("timestamp").textValue().substring(0, 10)),
                                first -> new ArrayList<>())
                        .add(event));
        return byDate;
    }

    private static ObjectNode event(String order, String soldAt) {
        ObjectNode event = Json.MAPPER
                .createObjectNode()
                .put("event_id", "sale-" + order)
                .put("source", "pos/cafe")
                .put("event_type", "sale.completed")
                .put("timestamp", soldAt);
        event.putObject("details")
                .put("store_id", "cafe")
                .put("order_id", order)
                .put("currency", "USD")
                .putArray("lines");
        return event;
    }
}
