package dev.daybook.report.analysis;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a shop sold on one local day, by product group and item. Every line that was sold is in it: items whose product or group
 * isn't known stand in a last group of their own, {@link #UNKNOWN_GROUP}. Immutable.
 */
public record SalesAnalysis(LocalDate date, List<Group> groups) {
    /** The heading of what belongs to no known product or group. */
    public static final String UNKNOWN_GROUP = "Unknown";

    private static final String UNKNOWN_ITEM = "Unknown product";

    /** A product group with the items that were sold; never without one. */
    public record Group(String name, List<Item> items) {
        public Group {
            items = List.copyOf(items);
        }
    }

    /**
     * An item.
     *
     * @param productId null where the shop's lines don't name a product
     * @param quantity in units, exact, without trailing zeros
     */
    public record Item(String productId, String name, BigDecimal quantity) {
        public Item {
            BigDecimal shortest = quantity.stripTrailingZeros();
            quantity = shortest.scale() < 0 ? shortest.setScale(0) : shortest;
        }
    }

    public SalesAnalysis {
        groups = List.copyOf(groups);
    }

    /** Adds up lines; groups and items keep the order in which they came first. Not thread-safe. */
    public static final class Builder {
        private record GroupKey(String id, String name) {}

        private record ItemKey(String productId, String name) {}

        private final LocalDate date;
        private final Map<GroupKey, Map<ItemKey, BigDecimal>> known = new LinkedHashMap<>();
        private final Map<ItemKey, BigDecimal> unknown = new LinkedHashMap<>();
        private int items;

        public Builder(LocalDate date) {
            this.date = date;
        }

        /** Adds a line that was sold; whatever isn't known of it is null. */
        public void add(String groupId, String groupName, String productId, String productName, BigDecimal quantity) {
            boolean isKnown = groupId != null && groupName != null && productName != null;
            Map<ItemKey, BigDecimal> group = isKnown
                    ? known.computeIfAbsent(new GroupKey(groupId, groupName), first -> new LinkedHashMap<>())
                    : unknown;
            String name = productName != null ? productName : productId != null ? "Product " + productId : UNKNOWN_ITEM;
            int before = group.size();
            group.merge(new ItemKey(productId, name), quantity, BigDecimal::add);
            items += group.size() - before;
        }

        /** How many different items were added. */
        public int items() {
            return items;
        }

        public SalesAnalysis build() {
            List<Group> groups = new ArrayList<>();
            known.forEach((key, lines) -> groups.add(group(key.name(), lines)));
            if (!unknown.isEmpty()) {
                groups.add(group(UNKNOWN_GROUP, unknown));
            }
            return new SalesAnalysis(date, groups);
        }

        private static Group group(String name, Map<ItemKey, BigDecimal> lines) {
            return new Group(
                    name,
                    lines.entrySet().stream()
                            .map(line -> new Item(
                                    line.getKey().productId(), line.getKey().name(), line.getValue()))
                            .toList());
        }
    }
}
