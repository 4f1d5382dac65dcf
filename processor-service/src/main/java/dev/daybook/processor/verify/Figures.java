package dev.daybook.processor.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A day's figures as texts under unambiguous names, such as {@code store "soho" GBP product "latte" net}: everything that a
 * report states, and nothing that it doesn't. Absent rows of which nothing is left and absent figures are the same.
 */
final class Figures {
    private static final List<String> STORE_ARRAYS = List.of("products", "hours", "payments");
    private static final Map<String, String> ELEMENT_NAMES =
            Map.of("products", "product", "hours", "hour", "payments", "payment");
    private static final Map<String, String> ELEMENT_KEYS =
            Map.of("products", "product_id", "hours", "hour", "payments", "method");

    private static final int CURRENCY_CHARACTERS = 3;

    private final TreeMap<String, String> values = new TreeMap<>();

    /** @param mine the archive's, null where it has none; {@code theirs} likewise */
    record Difference(String figure, String theirs, String mine) {}

    Figures put(String name, String value) {
        values.put(name, value);
        return this;
    }

    int size() {
        return values.size();
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The currencies that the store has totals in. */
    List<String> currencies(String storeId) {
        String start = "store " + quoted(storeId) + " ";
        String end = " net";
        return values.subMap(start, start + Character.MAX_VALUE).keySet().stream()
                .map(name -> name.substring(start.length()))
                .filter(name -> name.endsWith(end) && name.length() == CURRENCY_CHARACTERS + end.length())
                .map(name -> name.substring(0, CURRENCY_CHARACTERS))
                .toList();
    }

    /** What the other one states otherwise, or only one of both states. */
    List<Difference> differences(Figures theirs) {
        TreeSet<String> names = new TreeSet<>(values.keySet());
        names.addAll(theirs.values.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            String mine = values.get(name);
            String other = theirs.values.get(name);
            if (!Objects.equals(mine, other)) {
                differences.add(new Difference(name, other, mine));
            }
        }
        return differences;
    }

    /** A quoted text, so that no id can be taken for another name. */
    static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    static String store(String storeId, String currency) {
        return "store " + quoted(storeId) + " " + currency + " ";
    }

    static String activity(String source, String eventType, String status) {
        return "activity " + quoted(source) + " " + quoted(eventType) + (status == null ? "" : " " + quoted(status))
                + " count";
    }

    static String rejections(String producer, String code) {
        return "rejections " + (producer == null || producer.isEmpty() ? "of no producer" : quoted(producer)) + " "
                + code;
    }

    /** Reads stores alone, in the shape of the API. */
    static Figures ofStores(JsonNode stores) {
        Figures figures = new Figures();
        stores.forEach(figures::addStore);
        return figures;
    }

    /** Reads stores, activity, and where they are there accounting and rejections, in the shape of the API. */
    static Figures ofJson(JsonNode stores, JsonNode activity, JsonNode accounting, JsonNode rejections) {
        Figures figures = ofStores(stores);
        activity.forEach(count -> figures.put(
                activity(
                        count.path("source").asText(),
                        count.path("event_type").asText(),
                        count.path("status").isTextual() ? count.path("status").textValue() : null),
                shown(count.path("count"))));
        for (String count : DayFigures.ACCOUNTING) {
            if (accounting.hasNonNull(count)) {
                figures.put("accounting " + count, shown(accounting.get(count)));
            }
        }
        rejections.forEach(count -> figures.put(
                rejections(count.path("producer").asText(""), count.path("code").asText()),
                shown(count.path("count"))));
        return figures;
    }

    private void addStore(JsonNode store) {
        String name =
                store(store.path("store_id").asText(), store.path("currency").asText());
        addScalars(name, store, List.of("store_id", "currency"));
        for (String array : STORE_ARRAYS) {
            for (JsonNode element : store.path(array)) {
                String key = ELEMENT_KEYS.get(array);
                String id = element.path(key).isTextual()
                        ? quoted(element.path(key).textValue())
                        : element.path(key).asText();
                addScalars(name + ELEMENT_NAMES.get(array) + " " + id + " ", element, List.of(key));
            }
        }
    }

    /** Every single figure that there is, known here or not: one that is new shows as a difference until it is rebuilt too. */
    private void addScalars(String prefix, JsonNode object, List<String> except) {
        object.properties().forEach(field -> {
            if (!except.contains(field.getKey()) && field.getValue().isValueNode()) {
                put(prefix + field.getKey(), shown(field.getValue()));
            }
        });
    }

    private static String shown(JsonNode value) {
        if (value.isNumber()) {
            return DayFigures.number(value.decimalValue());
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
