package dev.daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.deploy.Manifests.Workload;
import dev.daybook.processor.ProcessorService;
import dev.daybook.service.http.HttpService;
import dev.daybook.structure.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each pod must have: the rules of pod security {@code restricted} and some of ours, probes, limits, time to end. */
final class PodCheck {
    /** Where it is in the pod, and what stands there. */
    private static final Map<String, String> POD = Map.of(
            "/automountServiceAccountToken", "false",
            "/enableServiceLinks", "false",
            "/securityContext/runAsNonRoot", "true",
            "/securityContext/seccompProfile/type", "RuntimeDefault");

    private static final Map<String, String> CONTAINER = Map.of(
            "/securityContext/allowPrivilegeEscalation", "false",
            "/securityContext/readOnlyRootFilesystem", "true",
            "/securityContext/capabilities/drop", "[\"ALL\"]");
    private static final List<String> RESOURCES = List.of(
            "/resources/requests/cpu",
            "/resources/requests/memory",
            "/resources/limits/cpu",
            "/resources/limits/memory");
    private static final Map<String, String> PROBES =
            Map.of("startupProbe", "/health/live", "livenessProbe", "/health/live", "readinessProbe", "/health/ready");
    private static final String MANAGEMENT = "management";
    /**
     * What the parts of a service beside its HTTP server may take to close, one after the other. Longest it takes an ingest service
     * that is door and archive: registry 5 s, its writer 4 s, producer and watch over Kafka 12 s, archiver 10 s.
     */
    private static final Duration OTHER_PARTS = Duration.ofSeconds(35);

    private PodCheck() {}

    static List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (JsonNode namespace : manifests.kind("Namespace").toList()) {
            if (!namespace
                    .at("/metadata/labels")
                    .path("pod-security.kubernetes.io/enforce")
                    .asText()
                    .equals("restricted")) {
                faults.add(Manifests.title(namespace) + ": it doesn't enforce the pod security standard restricted");
            }
        }
        for (Workload workload : manifests.workloads()) {
            faults.addAll(demanded(workload.name(), workload.pod(), POD));
            faults.addAll(demanded(workload.name(), workload.container(), CONTAINER));
            RESOURCES.stream()
                    .filter(field -> workload.container().at(field).isMissingNode())
                    .forEach(field -> faults.add(workload.name() + ": it has no " + field));
            if (workload.volumeAt("/tmp")
                    .filter(volume -> volume.has("emptyDir"))
                    .isEmpty()) {
                faults.add(workload.name() + ": it has no emptyDir at /tmp, where its native libraries are unpacked");
            }
            if (!workload.isJob()) {
                faults.addAll(served(manifests, workload));
            }
        }
        return faults;
    }

    private static List<String> demanded(String name, JsonNode at, Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry -> !shown(at.at(entry.getKey())).equals(entry.getValue()))
                .map(entry -> name + ": " + entry.getKey() + " is not " + entry.getValue())
                .toList();
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** What serves has probes on the management port, and time to finish. */
    private static List<String> served(Manifests manifests, Workload workload) {
        List<String> faults = new ArrayList<>();
        PROBES.forEach((probe, path) -> {
            JsonNode asks = workload.container().path(probe).path("httpGet");
            if (!asks.path("path").asText().equals(path)
                    || !asks.path("port").asText().equals(MANAGEMENT)) {
                faults.add(workload.name() + ": its " + probe + " doesn't ask " + path + " on the port " + MANAGEMENT);
            }
        });
        Map<String, String> environment = Environment.of(manifests, workload).values();
        Programs program = Environment.program(workload, environment);
        program.reads().stream()
                .filter(setting -> setting.name().matches("(INGEST|PROCESSOR|REPORT)_(MANAGEMENT_)?PORT"))
                .forEach(setting -> {
                    String name = setting.name().contains(MANAGEMENT.toUpperCase(java.util.Locale.ROOT))
                            ? MANAGEMENT
                            : "http";
                    String number = environment.getOrDefault(setting.name(), setting.defaultText());
                    Integer declared = workload.ports().get(name);
                    if (declared != null && !declared.toString().equals(number)) {
                        faults.add(workload.name() + ": " + setting.name() + " is " + number + ", its port " + name
                                + " " + declared);
                    }
                });
        Duration needed = Duration.ofSeconds(workload.container()
                        .at("/lifecycle/preStop/sleep/seconds")
                        .asLong())
                .plus(longestClose(program));
        if (workload.pod().path("terminationGracePeriodSeconds").asLong() <= needed.toSeconds()) {
            faults.add(workload.name() + ": it may need " + needed.toSeconds() + " s to end, and is killed before");
        }
        return faults;
    }

    /** How long a program may take from SIGTERM to its end, each of its parts at its limit. */
    static Duration longestClose(Programs program) {
        return program == Programs.PROCESSOR
                ? ProcessorService.LONGEST_CLOSE
                : HttpService.LONGEST_CLOSE.plus(OTHER_PARTS);
    }
}
