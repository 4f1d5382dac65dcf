package dev.daybook.processor.aggregate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What a product was called, and by which event. Of two labels the one of the greater (timestamp, source, event_id) is the
 * later, whichever was read first; texts compare by code point.
 *
 * @param name as printed, or null where the line named none
 * @param category or null
 */
public record ProductLabel(String name, String category, Instant timestamp, String source, String eventId) {
    private static final Comparator<String> BY_CODE_POINT = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    /** Name and category decide between two contents of one identity, which DEDUP_WINDOW lets in when it has passed. */
    private static final Comparator<ProductLabel> BY_EVENT = Comparator.comparing(ProductLabel::timestamp)
            .thenComparing(ProductLabel::source, BY_CODE_POINT)
            .thenComparing(ProductLabel::eventId, BY_CODE_POINT)
            .thenComparing(ProductLabel::name, Comparator.nullsFirst(BY_CODE_POINT))
            .thenComparing(ProductLabel::category, Comparator.nullsFirst(BY_CODE_POINT));

    ProductLabel latest(ProductLabel other) {
        return BY_EVENT.compare(this, other) >= 0 ? this : other;
    }

    void write(ValueWriter out) {
        out.text(name)
                .text(category)
                .number(timestamp.getEpochSecond())
                .number(timestamp.getNano())
                .text(source)
                .text(eventId);
    }

    static ProductLabel read(ValueReader in) {
        String name = in.text();
        String category = in.text();
        return new ProductLabel(name, category, Instant.ofEpochSecond(in.number(), in.number()), in.text(), in.text());
    }
}
