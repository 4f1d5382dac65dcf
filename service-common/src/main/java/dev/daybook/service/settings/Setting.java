package dev.daybook.service.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One setting of the environment: its name, what it takes, and what it means. Immutable; declared once, as a constant of the
 * configuration that reads it, so that the documentation can be made from the same line.
 *
 * @param type what it takes, in words
 * @param defaultText what stands where it isn't set; null where nothing does
 * @param required whether it must be set
 * @param secret whether its value is never shown, and may be given as a file through {@code NAME_FILE}
 * @param description a sentence on what it does
 */
public record Setting<T>(
        String name,
        String type,
        String defaultText,
        boolean required,
        boolean secret,
        String description,
        Parser<T> parser) {

    /** Turns the text of a setting into its value. */
    public interface Parser<T> {
        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException with what it must be, such as "must be a whole number from 0 to 65535"
         */
        T parse(String text);
    }

    private static <T> Setting<T> optional(String name, String type, String description, Parser<T> parser) {
        return new Setting<>(name, type, null, false, false, description, parser);
    }

    /** The same setting with a value for where it isn't set. */
    public Setting<T> withDefault(String text) {
        return new Setting<>(name, type, text, false, secret, description, parser);
    }

    /** The same setting, which must be set. */
    public Setting<T> asRequired() {
        return new Setting<>(name, type, null, true, secret, description, parser);
    }

    public static Setting<String> text(String name, String description) {
        return optional(name, "text", description, text -> text);
    }

    public static Setting<Secret> secret(String name, String description) {
        return new Setting<>(name, "secret", null, false, true, description, Secret::new);
    }

    public static Setting<Integer> integer(String name, int min, int max, String description) {
        String type = "whole number from " + min + " to " + max;
        return optional(name, type, description, text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException notANumber) {
                // the same answer as for one out of range
            }
            throw new IllegalArgumentException("must be a " + type);
        });
    }

    public static Setting<Integer> port(String name, int defaultPort, String description) {
        return integer(name, 0, 65_535, description + " 0 picks a free one.")
                .withDefault(Integer.toString(defaultPort));
    }

    /** Takes {@code 250ms}, {@code 8s}, {@code 15m}, {@code 2h}, {@code 7d}, or ISO 8601 such as {@code PT8S}. */
    public static Setting<Duration> duration(String name, Duration min, Duration max, String description) {
        String type = "duration from " + shown(min) + " to " + shown(max) + ", such as 250ms, 8s, 15m, 2h or 7d";
        return optional(name, type, description, text -> {
            Duration duration = parseDuration(text);
            if (duration == null || duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                throw new IllegalArgumentException("must be a " + type);
            }
            return duration;
        });
    }

    private static Duration parseDuration(String text) {
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            String iso = text.toUpperCase(Locale.ROOT);
            if (!iso.startsWith("P")) {
                iso = iso.endsWith("D") ? "P" + iso : "PT" + iso;
            }
            return Duration.parse(iso);
        } catch (DateTimeException | NumberFormatException malformed) {
            return null;
        }
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 != 0
                ? duration.toMillis() + "ms"
                : duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))
                        ? duration.toDays() + "d"
                        : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    public static Setting<URI> uri(String name, String description) {
        String type = "http or https URL";
        return optional(name, type, description, text -> {
            try {
                URI uri = new URI(text);
                if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                    return uri;
                }
            } catch (URISyntaxException malformed) {
                // the same answer as for one of another scheme
            }
            throw new IllegalArgumentException("must be an " + type);
        });
    }

    public static Setting<ZoneId> zone(String name, String description) {
        return optional(name, "time zone of the IANA database, such as Europe/London", description, text -> {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException unknown) {
                throw new IllegalArgumentException("must be a time zone of the IANA database, such as Europe/London");
            }
        });
    }

    public static Setting<LocalTime> timeOfDay(String name, String description) {
        return optional(name, "time of day, HH:MM", description, text -> {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeException malformed) {
                throw new IllegalArgumentException("must be a time of day, HH:MM");
            }
        });
    }

    public static Setting<Path> path(String name, String description) {
        return optional(name, "path", description, Path::of);
    }

    public static <E extends Enum<E>> Setting<E> choice(String name, Class<E> choices, String description) {
        String type = Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return optional(
                name,
                "one of " + type,
                description,
                text -> Arrays.stream(choices.getEnumConstants())
                        .filter(choice -> choice.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be one of " + type)));
    }

    public static Setting<Boolean> flag(String name, String description) {
        return optional(name, "true or false", description, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        });
    }
}
