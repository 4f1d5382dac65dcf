package dev.daybook.events.stores;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Text;
import dev.daybook.events.Timestamps;
import dev.daybook.events.Utf8;
import dev.daybook.events.stores.OpeningHours.Opening;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a record of {@code daybook.stores} strictly: nothing is guessed, and nothing unknown passed over. */
final class StoreRecordReader {
    private static final int MAX_CHANGE = 64;
    private static final int MAX_KEY_ID = 128;
    private static final Set<String> VERSION_MEMBERS =
            Set.of("valid_from", "name", "time_zone", "day_starts_at", "currency", "opening_hours");

    private StoreRecordReader() {}

    /** What a record's value turned out to be. */
    sealed interface Read {}

    /** A change of this release's format. */
    record Whole(StoreRecord record) implements Read {}

    /**
     * A change whose place in the order of the store's changes can be read, and no more: another release wrote it, or this Java
     * doesn't know its time zone. It counts as the others do, or readers would disagree on every later change of the store.
     */
    record HeadOnly(String storeId, long basedOn, String why) implements Read {}

    /** No change of a store at all. */
    record Unreadable(String why) implements Read {}

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    static Read read(byte[] value) {
        if (value == null || Utf8.firstInvalid(value, 0, value.length) >= 0) {
            return new Unreadable("it has no value, or one that is not UTF-8");
        }
        Map<String, Object> root;
        try {
            root = JsonTree.object(value);
        } catch (IOException notJson) {
            return new Unreadable("it is not one JSON object");
        }
        if (!(root.get("store_id") instanceof String id)
                || !Text.isValid(id, Store.MAX_ID)
                || !(root.get("based_on") instanceof Long basedOn)
                || basedOn < 0) {
            return new Unreadable("it names no store_id with a number based_on");
        }
        try {
            return new Whole(record(root, id, basedOn));
        } catch (Malformed malformed) {
            return new HeadOnly(id, basedOn, malformed.getMessage());
        }
    }

    private static StoreRecord record(Map<String, Object> root, String id, long basedOn) throws Malformed {
        if (!Long.valueOf(StoreRecord.FORMAT).equals(root.get("format"))) {
            throw new Malformed("its format is not " + StoreRecord.FORMAT + ", the one that this release reads");
        }
        onlyMembers(root, Set.of("format", "store_id", "based_on", "change", "changed_by", "version"));
        String change = text(root, "change", MAX_CHANGE);
        String changedBy = text(root, "changed_by", MAX_KEY_ID);
        Map<String, Object> version = JsonTree.members(root.get("version"));
        if (version == null) {
            throw new Malformed("version must be an object");
        }
        return new StoreRecord(id, basedOn, change, changedBy, version(version));
    }

    private static StoreVersion version(Map<String, Object> version) throws Malformed {
        onlyMembers(version, VERSION_MEMBERS);
        Instant validFrom = Timestamps.parse(text(version, "valid_from", 64));
        if (validFrom == null) {
            throw new Malformed("valid_from must be an RFC 3339 date-time");
        }
        String currency = text(version, "currency", 3);
        return new StoreVersion(
                validFrom,
                text(version, "name", StoreVersion.MAX_NAME),
                zone(text(version, "time_zone", 64)),
                time(version, "day_starts_at"),
                CurrencyCode.of(currency)
                        .orElseThrow(() -> new Malformed("this Java does not know the currency " + currency)),
                version.containsKey("opening_hours")
                        ? Optional.of(openingHours(version.get("opening_hours")))
                        : Optional.empty());
    }

    private static ZoneId zone(String id) throws Malformed {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException unknown) {
            throw new Malformed("this Java's time-zone data does not know " + id + "; a newer one may");
        }
    }

    private static OpeningHours openingHours(Object value) throws Malformed {
        Map<String, Object> members = JsonTree.members(value);
        if (members == null) {
            throw new Malformed("opening_hours must be an object");
        }
        EnumMap<DayOfWeek, List<Opening>> days = new EnumMap<>(DayOfWeek.class);
        Set<String> names = new TreeSet<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = StoreVersionJson.name(day);
            names.add(name);
            if (members.containsKey(name)) {
                days.put(day, openings(members.get(name)));
            }
        }
        onlyMembers(members, names);
        try {
            return new OpeningHours(days);
        } catch (IllegalArgumentException overlap) {
            throw new Malformed(overlap.getMessage());
        }
    }

    private static List<Opening> openings(Object value) throws Malformed {
        if (!(value instanceof List<?> elements) || elements.size() > OpeningHours.MAX_OPENINGS) {
            throw new Malformed("a day of opening_hours must be an array of openings");
        }
        List<Opening> openings = new ArrayList<>();
        for (Object element : elements) {
            Map<String, Object> members = JsonTree.members(element);
            if (members == null) {
                throw new Malformed("an opening must be an object");
            }
            onlyMembers(members, Set.of("opens", "closes"));
            openings.add(new Opening(time(members, "opens"), time(members, "closes")));
        }
        return openings;
    }

    private static LocalTime time(Map<String, Object> members, String name) throws Malformed {
        return StoreVersionJson.time(text(members, name, 5)).orElseThrow(() -> new Malformed(name + " must be HH:MM"));
    }

    private static String text(Map<String, Object> members, String name, int maxCharacters) throws Malformed {
        if (members.get(name) instanceof String text && Text.isValid(text, maxCharacters)) {
            return text;
        }
        throw new Malformed(name + " must be a string of 1 to " + maxCharacters + " characters");
    }

    private static void onlyMembers(Map<String, Object> members, Set<String> known) throws Malformed {
        if (!known.containsAll(members.keySet())) {
            throw new Malformed("it has members that this release does not know");
        }
    }
}
