package dev.daybook.ingest.stores;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Text;
import dev.daybook.events.Timestamps;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.StoreVersionJson;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a PUT says of a store, checked in full: all that is wrong is found at once. A null stands for an absent member.
 *
 * @param validFrom empty where the request doesn't say
 * @param said the version, whose own {@code validFrom} says nothing yet
 */
record StoreBody(Optional<Instant> validFrom, StoreVersion said) {
    private static final List<String> MEMBERS =
            List.of("name", "time_zone", "day_starts_at", "currency", "opening_hours", "valid_from");
    private static final int MAX_QUOTED = 64;

    /** The body, or empty where the faults say why not. */
    static Optional<StoreBody> read(JsonNode body, Faults faults) {
        if (!body.isObject()) {
            faults.add("", "The body must be a JSON object with " + String.join(", ", MEMBERS) + ".");
            return Optional.empty();
        }
        refuseUnknown(body, MEMBERS, "", faults);
        String name = name(body.path("name"), faults);
        ZoneId zone = zone(body.path("time_zone"), faults);
        LocalTime dayStartsAt = isAbsent(body.path("day_starts_at"))
                ? LocalTime.MIDNIGHT
                : time(body.path("day_starts_at"), "/day_starts_at", faults);
        CurrencyCode currency = currency(body.path("currency"), faults);
        Optional<Instant> validFrom = validFrom(body.path("valid_from"), faults);
        StoreVersion said = new StoreVersion(
                StoreVersion.BEGINNING,
                name,
                zone,
                dayStartsAt,
                currency,
                OpeningHoursBody.read(body.path("opening_hours"), faults));
        return faults.isEmpty() ? Optional.of(new StoreBody(validFrom, said)) : Optional.empty();
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    static void refuseUnknown(JsonNode object, List<String> known, String at, Faults faults) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(
                        at + "/" + Text.quotable(escaped(name), MAX_QUOTED),
                        "There is no such member; those are " + String.join(", ", known) + ".");
            }
        });
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String name(JsonNode node, Faults faults) {
        if (node.isTextual() && Text.isValid(node.textValue(), StoreVersion.MAX_NAME)) {
            return node.textValue();
        }
        faults.add(
                "/name",
                (isAbsent(node) ? "name is required: " : "name must be ") + "a string of 1 to " + StoreVersion.MAX_NAME
                        + " characters of well-formed Unicode and no control characters.");
        return "";
    }

    private static ZoneId zone(JsonNode node, Faults faults) {
        String form = "a time zone of the IANA database, such as \"Europe/London\"";
        if (!node.isTextual()) {
            faults.add(
                    "/time_zone",
                    isAbsent(node) ? "time_zone is required: " + form + "." : "time_zone must be " + form + ".");
            return null;
        }
        // Not ZoneId.of, which takes "+01:00" as well: a shop's clock changes with its country's rules.
        if (ZoneId.getAvailableZoneIds().contains(node.textValue())) {
            return ZoneId.of(node.textValue());
        }
        List<String> near = ZoneSuggestions.of(node.textValue());
        String hint = near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
        faults.add("/time_zone", "time_zone must be " + form + ", exactly as it is spelt there." + hint);
        return null;
    }

    /** {@code HH:MM}. */
    static LocalTime time(JsonNode node, String pointer, Faults faults) {
        Optional<LocalTime> time = node.isTextual() ? StoreVersionJson.time(node.textValue()) : Optional.empty();
        if (time.isEmpty()) {
            String field = pointer.substring(pointer.lastIndexOf('/') + 1);
            faults.add(pointer, field + " must be a time of day as \"HH:MM\", from \"00:00\" to \"23:59\".");
        }
        return time.orElse(LocalTime.MIDNIGHT);
    }

    private static CurrencyCode currency(JsonNode node, Faults faults) {
        Optional<CurrencyCode> currency = node.isTextual() ? CurrencyCode.of(node.textValue()) : Optional.empty();
        if (currency.isEmpty()) {
            faults.add(
                    "/currency",
                    (isAbsent(node) ? "currency is required: " : "currency must be ")
                            + "three capital letters of ISO 4217 that name money, such as \"GBP\".");
        }
        return currency.orElse(null);
    }

    private static Optional<Instant> validFrom(JsonNode node, Faults faults) {
        if (isAbsent(node)) {
            return Optional.empty();
        }
        Instant instant = node.isTextual() ? Timestamps.parse(node.textValue()) : null;
        if (instant == null) {
            faults.add(
                    "/valid_from",
                    "valid_from must be an RFC 3339 date-time with an offset, such as \"2027-01-01T00:00:00+01:00\"; \""
                            + StoreVersion.BEGINNING + "\" means always.");
        }
        return Optional.ofNullable(instant);
    }
}
