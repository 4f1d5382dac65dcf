package dev.daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.deploy.Manifests.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What objects say of each other: selectors and labels, names, and the numbers and names of ports. */
final class ReferencesCheck {
    private ReferencesCheck() {}

    static List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        Set<String> titles = new HashSet<>();
        for (ObjectNode object : manifests.objects()) {
            if (!titles.add(Manifests.title(object))) {
                faults.add(Manifests.title(object) + " stands twice");
            }
        }
        manifests.workloads().forEach(workload -> faults.addAll(workload(manifests, workload)));
        manifests.kind("Service").forEach(service -> faults.addAll(service(manifests, service)));
        manifests
                .kind("PodDisruptionBudget")
                .forEach(budget -> faults.addAll(picksOne(manifests, budget, budget.at("/spec/selector"))));
        manifests.kind("HorizontalPodAutoscaler").forEach(scaler -> faults.addAll(scaler(manifests, scaler)));
        return faults;
    }

    private static List<String> workload(Manifests manifests, Workload workload) {
        List<String> faults = new ArrayList<>();
        if (!exists(manifests, "ServiceAccount", workload.pod().path("serviceAccountName"))) {
            faults.add(workload.name() + ": there is no ServiceAccount "
                    + workload.pod().path("serviceAccountName").asText());
        }
        faults.addAll(probes(workload));
        if (workload.isJob()) {
            return faults;
        }
        JsonNode selector = workload.object().at("/spec/selector");
        faults.addAll(picksOne(manifests, workload.object(), selector));
        if (!Manifests.matches(selector, workload.labels())) {
            faults.add(workload.name() + ": its selector doesn't pick its own pods");
        }
        for (JsonNode spread : workload.pod().path("topologySpreadConstraints")) {
            if (!manifests.selected(spread.path("labelSelector")).equals(List.of(workload))) {
                faults.add(workload.name() + ": it spreads over " + spread.path("topologyKey")
                        + " by other pods than its own");
            }
        }
        long budgets = manifests
                .kind("PodDisruptionBudget")
                .filter(budget ->
                        manifests.selected(budget.at("/spec/selector")).contains(workload))
                .count();
        if (budgets != 1) {
            faults.add(workload.name() + ": it has " + budgets + " PodDisruptionBudgets, not one");
        }
        JsonNode serviceName = workload.object().at("/spec/serviceName");
        boolean isHeadless = manifests
                .kind("Service")
                .anyMatch(service -> service.at("/metadata/name").equals(serviceName)
                        && service.at("/spec/clusterIP").asText().equals("None"));
        if (!serviceName.isMissingNode() && !isHeadless) {
            faults.add(workload.name() + ": there is no headless Service " + serviceName.asText());
        }
        return faults;
    }

    private static List<String> probes(Workload workload) {
        List<String> faults = new ArrayList<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode port = workload.container().path(probe).at("/httpGet/port");
            if (!port.isMissingNode() && !workload.ports().containsKey(port.asText())) {
                faults.add(
                        workload.name() + ": its " + probe + " asks port " + port.asText() + ", which it doesn't have");
            }
        }
        return faults;
    }

    private static List<String> service(Manifests manifests, ObjectNode service) {
        ObjectNode selector = service.objectNode().set("matchLabels", service.at("/spec/selector"));
        List<String> faults = new ArrayList<>(picksOne(manifests, service, selector));
        for (Workload workload : manifests.selected(selector)) {
            for (JsonNode port : service.at("/spec/ports")) {
                Integer target = workload.ports().get(port.path("targetPort").asText());
                if (target == null || target != port.path("port").asInt()) {
                    // A headless service leads to the pods' own ports, whatever it says; the same number everywhere
                    // can't mislead.
                    faults.add(Manifests.title(service) + ": port " + port.path("port") + " is not the port "
                            + port.path("targetPort") + " of " + workload.name());
                }
            }
        }
        return faults;
    }

    private static List<String> scaler(Manifests manifests, ObjectNode scaler) {
        JsonNode target = scaler.at("/spec/scaleTargetRef");
        List<Workload> workloads = manifests.workloads().stream()
                .filter(workload -> workload.object().path("kind").equals(target.path("kind"))
                        && workload.name().equals(target.path("name").asText()))
                .toList();
        if (workloads.isEmpty()) {
            return List.of(Manifests.title(scaler) + ": there is no "
                    + target.path("kind").asText() + " " + target.path("name").asText());
        }
        return workloads.stream()
                .filter(workload -> workload.object().path("spec").has("replicas"))
                .map(workload -> workload.name() + ": its replicas would undo at each apply what the autoscaler set")
                .toList();
    }

    private static List<String> picksOne(Manifests manifests, ObjectNode of, JsonNode selector) {
        List<String> picked =
                manifests.selected(selector).stream().map(Workload::name).toList();
        return picked.size() == 1
                ? List.of()
                : List.of(Manifests.title(of) + ": its selector picks " + picked + ", not one workload");
    }

    private static boolean exists(Manifests manifests, String kind, JsonNode name) {
        return manifests.kind(kind).anyMatch(object -> Manifests.nameOf(object).equals(name.asText()));
    }
}
