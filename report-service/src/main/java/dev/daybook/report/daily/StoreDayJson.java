package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.events.stores.StoreVersionJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * The stores of a report: {@code [{"store_id","registered","name","time_zone","day_starts_at","day_hours"}]}, the name only of
 * registered ones, the hours only where they aren't 24, as a JSON number.
 */
final class StoreDayJson {
    private static final BigDecimal SECONDS_OF_HOUR = BigDecimal.valueOf(3_600);
    /** 3600 has 2 and 3 and 5 in it: to the second, hours have no finite decimals, and four tell any two seconds apart. */
    private static final int DECIMALS = 4;

    private StoreDayJson() {}

    static void write(JsonGenerator out, List<StoreDay> days) throws IOException {
        out.writeStartArray();
        for (StoreDay day : days) {
            out.writeStartObject();
            out.writeStringField("store_id", day.storeId());
            out.writeBooleanField("registered", day.isRegistered());
            if (day.isRegistered()) {
                out.writeStringField("name", day.name());
            }
            out.writeStringField("time_zone", day.zone().getId());
            out.writeStringField("day_starts_at", StoreVersionJson.text(day.dayStartsAt()));
            if (!day.isUsual()) {
                out.writeNumberField("day_hours", hours(day.length()));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Such as 23, 25 or 23.5. */
    static BigDecimal hours(Duration length) {
        BigDecimal hours = BigDecimal.valueOf(length.toSeconds())
                .divide(SECONDS_OF_HOUR, DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return hours.scale() < 0 ? hours.setScale(0) : hours;
    }

    static List<StoreDay> read(JsonFields days) {
        return days.elements().stream()
                .map(day -> new StoreDay(
                        day.text("store_id"),
                        day.flag("registered") ? day.text("name") : null,
                        ZoneId.of(day.text("time_zone")),
                        LocalTime.parse(day.text("day_starts_at")),
                        day.isNull("day_hours") ? Duration.ofHours(24) : length(day.decimal("day_hours"))))
                .toList();
    }

    private static Duration length(BigDecimal hours) {
        return Duration.ofSeconds(hours.multiply(SECONDS_OF_HOUR)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact());
    }
}
