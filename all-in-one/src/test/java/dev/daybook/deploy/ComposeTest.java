package dev.daybook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.structure.Checkout;
import dev.daybook.structure.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What the compose files set are Daybook's settings, and each program starts with its own, and ends in good order. */
class ComposeTest {
    private static final String USUAL = "docker-compose.yml";
    private static final String CLUSTER = "docker-compose.cluster.yml";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:?-([^}]*)}");

    @TempDir
    Path folder;

    @Test
    void everyProgramTakesWhatItIsGiven() throws IOException {
        Map<String, Map<String, Object>> services = services(USUAL);
        assertThat(programs(services)).hasSize(6);
        assertThat(faults(services)).isEmpty();
    }

    @Test
    void everyProgramOfTheClusterTakesWhatItIsGiven() throws IOException {
        Map<String, Map<String, Object>> services = cluster();
        assertThat(programs(services)).hasSize(8);
        assertThat(faults(services)).isEmpty();
    }

    /** Files can't share what they say of both. */
    @Test
    void secondOfAKindIsToldWhatTheFirstIs() throws IOException {
        Map<String, Map<String, Object>> services = cluster();
        assertThat(environment(services.get("report-2"))).isEqualTo(environment(services.get("report")));
        Map<String, Object> second = new HashMap<>(environment(services.get("processor-2")));
        assertThat(second.put("PROCESSOR_INSTANCE_ID", "processor-1")).isEqualTo("processor-2");
        assertThat(second).isEqualTo(environment(services.get("processor")));
    }

    @Test
    void misspeltAndMissingSettingsAreFound() throws IOException {
        Map<String, Map<String, Object>> services = services(USUAL);
        environment(services.get("report")).put("REPORT_CORN", "0 0 16 ? * *");
        environment(services.get("processor")).remove("KAFKA_BOOTSTRAP_SERVERS");
        assertThat(faults(services))
                .anySatisfy(fault -> assertThat(fault).startsWith("report: REPORT_CORN is no setting"))
                .anySatisfy(fault -> assertThat(fault).startsWith("processor: KAFKA_BOOTSTRAP_SERVERS is not set"));
    }

    @ParameterizedTest
    @ValueSource(strings = {USUAL, CLUSTER})
    void everyServiceHasTheTimeToEndInGoodOrder(String file) throws IOException {
        Map<String, Map<String, Object>> services = services(file);
        services.values().removeIf(service -> !"unless-stopped".equals(service.get("restart")));
        assertThat(programs(services))
                .isNotEmpty()
                .allSatisfy((name, program) -> assertThat(
                                Duration.parse("PT" + services.get(name).get("stop_grace_period")))
                        .isGreaterThan(PodCheck.longestClose(program)));
    }

    /** What is wrong with the environments. */
    private List<String> faults(Map<String, Map<String, Object>> services) throws IOException {
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
            service.getValue().wrongWith(environment).forEach(wrong -> faults.add(service.getKey() + ": " + wrong));
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

    /** Both files together, as compose reads them, as far as programs and their environments go. */
    private static Map<String, Map<String, Object>> cluster() throws IOException {
        Map<String, Map<String, Object>> all = services(USUAL);
        services(CLUSTER).forEach((name, service) -> {
            Map<String, Object> first = all.putIfAbsent(name, service);
            if (first != null) {
                environment(first).putAll(environment(service));
            }
        });
        return all;
    }

    @SuppressWarnings("unchecked") // what compose files are made of
    private static Map<String, Map<String, Object>> services(String file) throws IOException {
        Map<String, Object> compose =
                new Yaml().load(Files.readString(Checkout.root().resolve(file)));
        return (Map<String, Map<String, Object>>) compose.get("services");
    }
}
