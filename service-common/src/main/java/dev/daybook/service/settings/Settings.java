package dev.daybook.service.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads settings from an environment and collects everything that is wrong with them, so that the operator mends all of it at
 * once. Until {@link #throwIfWrong()} has passed, a value that was read may stand for one that is wrong. An empty value counts
 * as not set. Not thread-safe.
 */
public final class Settings {
    private final Map<String, String> environment;
    /** In the order in which they were found; a setting that two parts read is wrong once. */
    private final Set<String> errors = new LinkedHashSet<>();

    /** What a file was named for that gave nothing. */
    private final Set<String> unreadable = new HashSet<>();

    private final Map<String, String> shown = new TreeMap<>();
    private final Map<String, Setting<?>> asked = new LinkedHashMap<>();

    private Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    public static Settings of(Map<String, String> environment) {
        return new Settings(Map.copyOf(environment));
    }

    /** The value; its default, or null without one, where it is not set or wrong. */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElse(null);
    }

    /** The value or its default; empty where it is neither set nor has one, or is wrong. */
    public <T> Optional<T> find(Setting<T> setting) {
        asked.putIfAbsent(setting.name(), setting);
        String text = text(setting);
        if (text == null) {
            if (setting.required() && !unreadable.contains(setting.name())) {
                errors.add(setting.name() + " is not set: " + setting.description());
            }
            return Optional.ofNullable(setting.defaultText()).map(setting.parser()::parse);
        }
        try {
            T value = setting.parser().parse(text);
            shown.put(setting.name(), setting.secret() ? "***" : text);
            return Optional.of(value);
        } catch (IllegalArgumentException wrong) {
            String given = setting.secret() ? "" : " (it is \"" + text + "\")";
            errors.add(setting.name() + " " + wrong.getMessage() + given);
            return Optional.ofNullable(setting.defaultText()).map(setting.parser()::parse);
        }
    }

    private String text(Setting<?> setting) {
        String direct = nonEmpty(setting.name());
        String fileName = setting.name() + "_FILE";
        String file = setting.secret() ? nonEmpty(fileName) : null;
        if (file == null) {
            return direct;
        }
        if (direct != null) {
            errors.add(setting.name() + " and " + fileName + " are both set; keep one of them");
            return direct;
        }
        try {
            String content = Files.readString(Path.of(file)).strip();
            if (!content.isEmpty()) {
                return content;
            }
            errors.add(fileName + " names an empty file: " + file);
        } catch (IOException | InvalidPathException failed) {
            errors.add(fileName + " names a file that can't be read: " + file);
        }
        unreadable.add(setting.name());
        return null;
    }

    private String nonEmpty(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Everything that is set under the prefix, by what follows it. */
    public Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** Notes each name that starts with the prefix but is none of the known or the common ones: a misspelt setting is not ignored. */
    public void refuseUnknown(String prefix, Collection<Setting<?>> known) {
        List<String> names = Stream.concat(known.stream(), CommonSettings.ALL.stream())
                .flatMap(setting -> setting.secret()
                        ? Stream.of(setting.name(), setting.name() + "_FILE")
                        : Stream.of(setting.name()))
                .filter(name -> name.startsWith(prefix))
                .distinct()
                .sorted()
                .toList();
        environment.keySet().stream()
                .filter(name -> name.startsWith(prefix) && !names.contains(name))
                .sorted()
                .forEach(name -> errors.add(name + " is not a setting; those are " + String.join(", ", names)));
    }

    /** Notes something that is wrong with settings together. */
    public void wrong(String error) {
        errors.add(error);
    }

    /** What is wrong so far, a line each. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Every setting that was looked for so far, set or not, in that order: what the documentation and the manifests are checked with. */
    public Collection<Setting<?>> asked() {
        return List.copyOf(asked.values());
    }

    /** What was set and read so far, by name, secrets as {@code ***}. */
    public Map<String, String> shown() {
        return Map.copyOf(shown);
    }

    /**
     * Ends the reading.
     *
     * @throws WrongSettings where anything was wrong, with all of it
     */
    public void throwIfWrong() {
        if (!errors.isEmpty()) {
            throw new WrongSettings(List.copyOf(errors));
        }
    }
}
