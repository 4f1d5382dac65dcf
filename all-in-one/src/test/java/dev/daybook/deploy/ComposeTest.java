package dev.daybook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.structure.Checkout;
import dev.daybook.structure.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What docker-compose.yml sets are Daybook's settings, and each program starts with its own. */
class ComposeTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:?-([^}]*)}");

    @TempDir
    Path folder;

    @Test
    void everyProgramTakesWhatItIsGiven() throws IOException {
        Map<String, Map<String, Object>> services = services("docker-compose.yml");
        assertThat(programs(services)).hasSize(6);
        assertThat(faults(services, true)).isEmpty();
    }

    @Test
    void clusterNamesSettingsOnly() throws IOException {
        assertThat(faults(services("docker-compose.cluster.yml"), false)).isEmpty();
    }

    @Test
    void misspeltAndMissingSettingsAreFound() throws IOException {
        Map<String, Map<String, Object>> services = services("docker-compose.yml");
        environment(services.get("report")).put("REPORT_CORN", "0 0 16 ? * *");
        environment(services.get("processor")).remove("KAFKA_BOOTSTRAP_SERVERS");
        assertThat(faults(services, true))
                .anySatisfy(fault -> assertThat(fault).startsWith("report: REPORT_CORN is no setting"))
                .anySatisfy(fault -> assertThat(fault).startsWith("processor: KAFKA_BOOTSTRAP_SERVERS is not set"));
    }

    /**
     * What is wrong with the environments.
     *
     * @param whole whether each is all that its program gets
     */
    private List<String> faults(Map<String, Map<String, Object>> services, boolean whole) throws IOException {
        Set<String> known = Stream.of(Programs.values())
                .flatMap(program -> program.reads().stream())
                .flatMap(setting -> Stream.of(setting.name(), setting.secret() ? setting.name() + "_FILE" : ""))
                .collect(Collectors.toSet());
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Programs> service : programs(services).entrySet()) {
            Map<String, String> environment = new HashMap<>();
            environment(services.get(service.getKey()))
                    .forEach((name, value) -> environment.put(name, readable(String.valueOf(value))));
            environment.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> faults.add(service.getKey() + ": " + name + " is no setting of any program"));
            if (whole) {
                service.getValue().wrongWith(environment).forEach(wrong -> faults.add(service.getKey() + ": " + wrong));
            }
        }
        return faults;
    }

    /** As compose reads it where nothing is set, with a file that stands for a mounted one. */
    private String readable(String value) {
        Matcher variable = VARIABLE.matcher(value);
        String text = variable.replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
        if (!text.startsWith("/secrets/")) {
            return text;
        }
        try {
            Path file = folder.resolve(text.substring(1).replace('/', '_'));
            return Files.writeString(file, text.endsWith(".json") ? "{\"keys\":[]}" : "from-a-volume")
                    .toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, Programs> programs(Map<String, Map<String, Object>> services) {
        Map<String, Programs> programs = new HashMap<>();
        services.forEach((name, service) -> {
            String image =
                    VARIABLE.matcher(String.valueOf(service.get("image"))).replaceAll("$1");
            String runs = service.get("entrypoint") + " " + service.get("command");
            if (runs.contains("InstallationSecrets")) {
                programs.put(name, Programs.SECRETS);
            } else if (runs.contains("TopicsCommand")) {
                programs.put(name, Programs.TOPICS);
            } else if (image.contains("daybook/ingest")) {
                programs.put(name, Programs.INGEST_API);
            } else if (image.contains("daybook/processor")) {
                programs.put(name, Programs.PROCESSOR);
            } else if (image.contains("daybook/report")) {
                programs.put(name, Programs.REPORT);
            } else if (image.contains("daybook/aws-stand-in")) {
                programs.put(name, Programs.AWS_STAND_IN);
            }
        });
        return programs;
    }

    @SuppressWarnings("unchecked") // what compose files are made of
    private static Map<String, Object> environment(Map<String, Object> service) {
        return (Map<String, Object>) service.computeIfAbsent("environment", none -> new HashMap<String, Object>());
    }

    @SuppressWarnings("unchecked") // what compose files are made of
    private static Map<String, Map<String, Object>> services(String file) throws IOException {
        Map<String, Object> compose =
                new Yaml().load(Files.readString(Checkout.root().resolve(file)));
        return (Map<String, Map<String, Object>>) compose.get("services");
    }
}
