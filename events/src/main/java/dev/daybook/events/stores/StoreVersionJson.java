package dev.daybook.events.stores;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.events.stores.OpeningHours.Opening;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A store's version as JSON members in a fixed order, the same in the API and in {@code daybook.stores}. */
public final class StoreVersionJson {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    private StoreVersionJson() {}

    /** Writes the members into the object that is open. */
    public static void writeMembers(JsonGenerator json, StoreVersion version) throws IOException {
        json.writeStringField("valid_from", version.validFrom().toString());
        json.writeStringField("name", version.name());
        json.writeStringField("time_zone", version.zone().getId());
        json.writeStringField("day_starts_at", text(version.dayStartsAt()));
        json.writeStringField("currency", version.currency().code());
        if (version.openingHours().isPresent()) {
            json.writeObjectFieldStart("opening_hours");
            for (Map.Entry<DayOfWeek, List<Opening>> day :
                    version.openingHours().get().days().entrySet()) {
                json.writeArrayFieldStart(name(day.getKey()));
                for (Opening opening : day.getValue()) {
                    json.writeStartObject();
                    json.writeStringField("opens", text(opening.opens()));
                    json.writeStringField("closes", text(opening.closes()));
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
    }

    /** {@code HH:MM}. */
    public static String text(LocalTime time) {
        return MINUTES.format(time);
    }

    /** The inverse of {@link #text}; empty where the text is anything but {@code HH:MM}. */
    public static Optional<LocalTime> time(String text) {
        return TIME.matcher(text).matches() ? Optional.of(LocalTime.parse(text)) : Optional.empty();
    }

    /** A weekday's name as a member: {@code monday}. */
    public static String name(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }
}
