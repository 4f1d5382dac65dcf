package dev.daybook.ingest.stores;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.OpeningHours.Opening;
import dev.daybook.events.stores.OpeningHours.Overlap;
import dev.daybook.events.stores.StoreVersionJson;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code opening_hours}: {@code {"monday":[{"opens":"08:00","closes":"18:00"}], …}}. What closes at or before it opens
 * closes on the next day; {@code "24:00"} is taken for a closing at midnight.
 */
final class OpeningHoursBody {
    private static final String POINTER = "/opening_hours";
    private static final String MIDNIGHT_AS_AN_END = "24:00";
    private static final List<String> DAYS =
            Arrays.stream(DayOfWeek.values()).map(StoreVersionJson::name).toList();

    private OpeningHoursBody() {}

    /** The hours; empty where there are none, or where the faults say what is wrong with them. */
    static Optional<OpeningHours> read(JsonNode node, Faults faults) {
        if (StoreBody.isAbsent(node)) {
            return Optional.empty();
        }
        int before = faults.all().size();
        if (!node.isObject()) {
            faults.add(
                    POINTER,
                    "opening_hours must be an object with an array of openings for each weekday that has any.");
            return Optional.empty();
        }
        StoreBody.refuseUnknown(node, DAYS, POINTER, faults);
        EnumMap<DayOfWeek, List<Opening>> days = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = StoreVersionJson.name(day);
            if (!StoreBody.isAbsent(node.path(name))) {
                days.put(day, openings(node.path(name), POINTER + "/" + name, faults));
            }
        }
        if (faults.all().size() > before) {
            return Optional.empty();
        }
        Overlap overlap = OpeningHours.overlap(days);
        if (overlap != null) {
            faults.add(
                    POINTER + "/" + StoreVersionJson.name(overlap.second()),
                    "An opening begins before one of " + StoreVersionJson.name(overlap.first())
                            + " has ended; join the two.");
            return Optional.empty();
        }
        return Optional.of(new OpeningHours(days));
    }

    private static List<Opening> openings(JsonNode node, String at, Faults faults) {
        if (!node.isArray() || node.size() > OpeningHours.MAX_OPENINGS) {
            faults.add(
                    at,
                    "A day's openings are an array of at most " + OpeningHours.MAX_OPENINGS
                            + ", such as [{\"opens\":\"08:00\",\"closes\":\"18:00\"}].");
            return List.of();
        }
        List<Opening> openings = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            openings.add(opening(node.get(i), at + "/" + i, faults));
        }
        return openings;
    }

    private static Opening opening(JsonNode node, String at, Faults faults) {
        if (!node.isObject()) {
            faults.add(at, "An opening is an object with opens and closes.");
            return new Opening(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        }
        StoreBody.refuseUnknown(node, List.of("opens", "closes"), at, faults);
        LocalTime opens = StoreBody.time(node.path("opens"), at + "/opens", faults);
        JsonNode closes = node.path("closes");
        return new Opening(
                opens,
                MIDNIGHT_AS_AN_END.equals(closes.textValue())
                        ? LocalTime.MIDNIGHT
                        : StoreBody.time(closes, at + "/closes", faults));
    }
}
