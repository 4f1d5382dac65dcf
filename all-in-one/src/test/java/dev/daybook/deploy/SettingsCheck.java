package dev.daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.deploy.Manifests.Workload;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Setting;
import dev.daybook.structure.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has each workload's program read the environment that its pod would have: names that it doesn't know, values that it refuses,
 * and required settings that are missing. A file that a setting names must be mounted.
 */
final class SettingsCheck {
    private static final String MOUNTS = "/etc/daybook/";
    private final Path folder;

    /** Keeps what stands for mounted files in the folder. */
    SettingsCheck(Path folder) {
        this.folder = folder;
    }

    List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Workload workload : manifests.workloads()) {
            Environment environment = Environment.of(manifests, workload);
            faults.addAll(environment.faults());
            Programs program = Environment.program(workload, environment.values());
            faults.addAll(unknown(workload, program, environment));
            faults.addAll(unmounted(workload, environment.values()));
            faults.addAll(unwritable(workload, program, environment.values()));
            program.wrongWith(readable(environment.values()))
                    .forEach(wrong -> faults.add(workload.name() + ": " + wrong));
        }
        return faults;
    }

    private static List<String> unknown(Workload workload, Programs program, Environment environment) {
        Set<String> names = program.reads().stream().map(Setting::name).collect(Collectors.toSet());
        Set<String> secrets = program.reads().stream()
                .filter(Setting::secret)
                .map(setting -> setting.name() + "_FILE")
                .collect(Collectors.toSet());
        boolean ofKafka = names.contains(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name());
        return environment.values().keySet().stream()
                .filter(name -> !names.contains(name)
                        && !secrets.contains(name)
                        && !environment.auxiliary().contains(name)
                        && !(ofKafka && name.startsWith(CommonSettings.KAFKA_CONFIG_PREFIX)))
                .map(name -> workload.name() + ": " + name + " is no setting of " + program.shown())
                .toList();
    }

    private static List<String> unmounted(Workload workload, Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().startsWith(MOUNTS) && !isMounted(workload, entry.getValue()))
                .map(entry -> workload.name() + ": " + entry.getKey() + " names " + entry.getValue()
                        + ", which no volume has")
                .toList();
    }

    private static boolean isMounted(Workload workload, String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return workload.volumeAt(path)
                .filter(volume -> volume.findValuesAsText("path").contains(file))
                .isPresent();
    }

    /** The root file system is read-only. */
    private static List<String> unwritable(Workload workload, Programs program, Map<String, String> values) {
        List<String> faults = new ArrayList<>();
        for (Setting<?> setting : program.reads()) {
            if (setting.name().endsWith("_DIR")) {
                String path = values.getOrDefault(setting.name(), setting.defaultText());
                boolean isWritable = workload.volumeAt(path)
                        .filter(volume -> volume.has("emptyDir") || volume.has("spec"))
                        .isPresent();
                if (!isWritable) {
                    faults.add(
                            workload.name() + ": " + setting.name() + " is " + path + ", where nothing can be written");
                }
            }
        }
        return faults;
    }

    /** The same with files that can be read here in place of the mounted ones. */
    private Map<String, String> readable(Map<String, String> values) {
        Map<String, String> readable = new HashMap<>(values);
        readable.replaceAll((name, value) -> value.startsWith(MOUNTS) ? standIn(value) : value);
        return readable;
    }

    private String standIn(String path) {
        Path file = folder.resolve(path.substring(1).replace('/', '_'));
        try {
            Files.writeString(file, path.endsWith(".json") ? "{\"keys\":[]}" : "from-a-secret");
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The secrets that a pod refers to, each with its keys. */
    static Map<String, Set<String>> secrets(Workload workload) {
        Map<String, Set<String>> secrets = new HashMap<>();
        for (JsonNode reference : workload.container().findValues("secretKeyRef")) {
            secrets.computeIfAbsent(reference.path("name").asText(), first -> new java.util.TreeSet<>())
                    .add(reference.path("key").asText());
        }
        for (JsonNode secret : workload.pod().path("volumes").findValues("secret")) {
            String name = secret.path(secret.has("secretName") ? "secretName" : "name")
                    .asText();
            Set<String> keys = secrets.computeIfAbsent(name, first -> new java.util.TreeSet<>());
            keys.addAll(secret.path("items").findValuesAsText("key"));
            if (!secret.has("items")) {
                keys.add("(all)");
            }
        }
        return secrets;
    }
}
