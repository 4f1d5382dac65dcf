package dev.daybook.allinone.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.service.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers the processor's internal call with figures and positions that a test sets; everything else about it is real HTTP. */
final class FixedProcessor implements AutoCloseable {
    static final String GROUP = "fixed-processor";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final String serviceKey;
    private final String topic;
    private final String rejectedTopic;
    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
    private final Map<Integer, Long> rejectedPositions = new ConcurrentHashMap<>();
    private final Map<String, long[]> accountingOfDate = new ConcurrentHashMap<>();
    private final Map<String, String> netOfDate = new ConcurrentHashMap<>();
    private final Map<String, String> storeOfDate = new ConcurrentHashMap<>();
    private volatile boolean ready = true;

    FixedProcessor(String serviceKey, String topic, String rejectedTopic, int partitions) throws IOException {
        this.serviceKey = serviceKey;
        this.topic = topic;
        this.rejectedTopic = rejectedTopic;
        for (int partition = 0; partition < partitions; partition++) {
            positions.put(partition, 0L);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/health/live", exchange -> answer(exchange, 200, "{}".getBytes()));
        server.createContext("/internal/v1/days/", this::day);
        server.createContext("/internal/v1/days", this::days);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on the date has one store with that net. */
    void sells(String date, String net) {
        netOfDate.put(date, net);
    }

    /** What the date's store is called. */
    void store(String date, String storeId) {
        storeOfDate.put(date, storeId);
    }

    void standsAt(int partition, long events) {
        positions.put(partition, events);
    }

    void standsAtRejected(int partition, long rejected) {
        rejectedPositions.put(partition, rejected);
    }

    /** What it says became of the date's records, all zero unless told; the rejected ones came from till-7. */
    void accounts(String date, long counted, long duplicate, long conflicting, long rejected) {
        accountingOfDate.put(date, new long[] {counted, duplicate, conflicting, rejected});
    }

    void ready(boolean isReady) {
        ready = isReady;
    }

    private void day(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        answerOnceReady(exchange, () -> figures(path.substring(path.lastIndexOf('/') + 1)));
    }

    /** All dates whose accounting was told, on one page. */
    private void days(HttpExchange exchange) throws IOException {
        answerOnceReady(exchange, () -> {
            ObjectNode counted = Json.MAPPER.createObjectNode().putNull("next");
            ArrayNode days = counted.putArray("days");
            new TreeMap<>(accountingOfDate)
                    .forEach(
                            (date, counts) -> days.addObject().put("date", date).put("counted", counts[0]));
            return counted;
        });
    }

    private void answerOnceReady(HttpExchange exchange, Supplier<ObjectNode> body) throws IOException {
        if (!("Bearer " + serviceKey).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"detail\":\"wrong key\"}".getBytes());
        } else if (!ready) {
            answer(exchange, 503, "{\"detail\":\"partition 3 has no ready owner\"}".getBytes());
        } else {
            answer(exchange, 200, Json.bytes(body.get()));
        }
    }

    private ObjectNode figures(String date) {
        ObjectNode day = Json.MAPPER.createObjectNode();
        day.put("date", date);
        ArrayNode cut = day.putArray("cut");
        new TreeMap<>(positions)
                .forEach((partition, events) -> cut.addObject()
                        .put("partition", partition)
                        .put("events", events)
                        .put("rejected", rejectedPositions.getOrDefault(partition, 0L)));
        day.put("complete", true)
                .put("consumer_group", GROUP)
                .put("topic", topic)
                .put("rejected_topic", rejectedTopic);
        long[] accounting = accountingOfDate.getOrDefault(date, new long[4]);
        day.putObject("accounting")
                .put("counted", accounting[0])
                .put("duplicate", accounting[1])
                .put("conflicting", accounting[2])
                .put("rejected", accounting[3]);
        ArrayNode rejections = day.putArray("rejections");
        if (accounting[3] > 0) {
            rejections
                    .addObject()
                    .put("producer", "till-7")
                    .put("code", "missing_field")
                    .put("count", accounting[3]);
        }
        ArrayNode stores = day.putArray("stores");
        String net = netOfDate.get(date);
        if (net != null) {
            store(stores.addObject(), storeOfDate.getOrDefault(date, "soho"), net);
        }
        day.putArray("activity")
                .addObject()
                .put("source", "application_A")
                .put("event_type", "user_action")
                .put("status", "success")
                .put("count", 1);
        return day;
    }

    private static void store(ObjectNode store, String storeId, String net) {
        store.put("store_id", storeId)
                .put("currency", "GBP")
                .put("orders", 2)
                .put("refunds", 0)
                .put("voids", 0);
        store.put("units_sold", 3).put("units_returned", 0);
        store.put("gross", net).put("discounts", "0.00").put("returns", "0.00").put("net", net);
        store.put("tax", "0.00").put("tips", "0.00").put("collected", net).put("average_order", net);
        store.putArray("products");
        store.putArray("hours");
        store.putArray("payments").addObject().put("method", "card").put("amount", net);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
