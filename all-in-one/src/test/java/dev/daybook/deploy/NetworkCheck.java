package dev.daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.deploy.Manifests.Workload;
import dev.daybook.structure.Programs;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The edges that the policies open, against those that the workloads' own settings and services need: none is missing, none is
 * there beyond them. Who calls in from outside (the ingress, the monitoring) is told to the check.
 */
final class NetworkCheck {
    private static final Set<String> CALLED_FROM_OUTSIDE = Set.of("ingest", "report");
    /** Where a service's health is looked at. */
    private static final List<String> HEALTH = List.of("PROCESSOR_HEALTH_URL", "INGEST_URL", "ARCHIVE_HEALTH_URL");

    private static final String NAMESPACE = "kubernetes.io/metadata.name";
    private static final String OUTSIDE = "outside";
    private static final int HTTPS = 443;
    private static final int DNS = 53;

    private NetworkCheck() {}

    static List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        Set<String> needed = new TreeSet<>();
        Set<String> opened = new TreeSet<>();
        for (Workload workload : manifests.workloads()) {
            needed.addAll(outgoing(manifests, workload));
            needed.addAll(incoming(manifests, workload));
            faults.addAll(leadingNowhere(manifests, workload));
        }
        boolean denies = false;
        for (JsonNode policy : manifests.kind("NetworkPolicy").toList()) {
            List<Workload> pods = manifests.selected(policy.at("/spec/podSelector"));
            if (pods.isEmpty()) {
                faults.add(Manifests.title(policy) + ": it picks no pod");
            }
            Set<String> types = new TreeSet<>(
                    Manifests.texts(policy.at("/spec/policyTypes")).toList());
            Set<String> edges = edges(manifests, policy, pods, faults);
            denies |= edges.isEmpty()
                    && pods.size() == manifests.workloads().size()
                    && types.equals(Set.of("Egress", "Ingress"));
            opened.addAll(edges);
        }
        if (!denies) {
            faults.add("no policy denies everything by default");
        }
        needed.stream()
                .filter(edge -> !opened.contains(edge))
                .forEach(edge -> faults.add("not open, but needed: " + edge));
        opened.stream()
                .filter(edge -> !needed.contains(edge))
                .forEach(edge -> faults.add("open, but not needed: " + edge));
        return faults;
    }

    private static Set<String> outgoing(Manifests manifests, Workload workload) {
        Map<String, String> settings = Environment.of(manifests, workload).values();
        Set<String> edges = new TreeSet<>();
        for (String protocol : List.of("TCP", "UDP")) {
            edges.add(to(workload, "namespace kube-system k8s-app=kube-dns", protocol + " " + DNS));
        }
        if (settings.containsKey("KAFKA_BOOTSTRAP_SERVERS")) {
            for (String server : settings.get("KAFKA_BOOTSTRAP_SERVERS").split(",")) {
                edges.add(toUrl(workload, "kafka://" + server));
            }
        }
        if (settings.containsKey("DB_URL")) {
            edges.add(toUrl(workload, settings.get("DB_URL").replaceFirst("^jdbc:", "")));
        }
        if (settings.containsKey("RAW_BUCKET")) {
            edges.add(toUrl(workload, settings.getOrDefault("AWS_ENDPOINT_URL_S3", "https://s3")));
        }
        if (settings.containsKey("REPORT_TOPIC_ARN")) {
            edges.add(toUrl(workload, settings.getOrDefault("AWS_ENDPOINT_URL_SNS", "https://sns")));
        }
        for (Workload processor : readProcessors(manifests, workload, settings)) {
            edges.add(to(
                    workload,
                    "pods " + processor.name(),
                    "TCP " + processor.ports().get("http")));
        }
        for (URI health : healthUrls(settings)) {
            behind(manifests, host(health)[0])
                    .forEach(watched -> edges.add(to(workload, "pods " + watched.name(), "TCP " + health.getPort())));
        }
        return edges;
    }

    private static Set<String> incoming(Manifests manifests, Workload workload) {
        Set<String> edges = new TreeSet<>();
        if (workload.ports().containsKey("management")) {
            edges.add(from(workload, "namespace monitoring", "management"));
        }
        boolean isCalled = manifests
                .kind("Service")
                .anyMatch(service -> CALLED_FROM_OUTSIDE.contains(Manifests.nameOf(service))
                        && manifests
                                .selected(service.objectNode().set("matchLabels", service.at("/spec/selector")))
                                .contains(workload));
        if (isCalled) {
            edges.add(from(workload, "namespace ingress-nginx", "http"));
        }
        for (Workload other : manifests.workloads()) {
            Map<String, String> settings = Environment.of(manifests, other).values();
            if (readProcessors(manifests, other, settings).contains(workload)) {
                edges.add(from(workload, "pods " + other.name(), "http"));
            }
            for (URI health : healthUrls(settings)) {
                if (behind(manifests, host(health)[0]).contains(workload)) {
                    edges.add(from(workload, "pods " + other.name(), portName(workload, health.getPort())));
                }
            }
        }
        return edges;
    }

    /** The processors read each other; who has a PROCESSOR_URL reads those behind the service that it names. */
    private static List<Workload> readProcessors(Manifests manifests, Workload workload, Map<String, String> settings) {
        String url = settings.getOrDefault("PROCESSOR_URL", settings.get("PROCESSOR_ADVERTISED_URL"));
        if (url == null) {
            return List.of();
        }
        String[] host = host(URI.create(url));
        return behind(manifests, Environment.program(workload, settings) == Programs.PROCESSOR ? host[1] : host[0]);
    }

    private static List<URI> healthUrls(Map<String, String> settings) {
        return HEALTH.stream()
                .filter(settings::containsKey)
                .map(name -> URI.create(settings.get(name)))
                .toList();
    }

    private static List<String> leadingNowhere(Manifests manifests, Workload workload) {
        Map<String, String> settings = Environment.of(manifests, workload).values();
        return HEALTH.stream()
                .filter(settings::containsKey)
                .filter(name -> behind(manifests, host(URI.create(settings.get(name)))[0])
                        .isEmpty())
                .map(name -> workload.name() + ": " + name + " leads to nothing: " + settings.get(name))
                .toList();
    }

    private static String portName(Workload workload, int number) {
        return workload.ports().entrySet().stream()
                .filter(port -> port.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("port " + number + ", which it doesn't have");
    }

    private static String[] host(URI url) {
        return url.getHost().split("\\.");
    }

    private static List<Workload> behind(Manifests manifests, String service) {
        return manifests
                .kind("Service")
                .filter(candidate -> Manifests.nameOf(candidate).equals(service))
                .flatMap(found ->
                        manifests.selected(found.objectNode().set("matchLabels", found.at("/spec/selector"))).stream())
                .toList();
    }

    /** A host in a namespace of the cluster, {@code name.namespace.svc}, or one outside. */
    private static String toUrl(Workload workload, String url) {
        URI uri = URI.create(url);
        String[] host = host(uri);
        boolean inside = host.length >= 3 && host[2].equals("svc");
        return to(
                workload,
                inside ? "namespace " + host[1] : OUTSIDE,
                "TCP " + (uri.getPort() < 0 ? HTTPS : uri.getPort()));
    }

    private static String to(Workload workload, String peer, String port) {
        return workload.name() + " -> " + peer + ", " + port;
    }

    private static String from(Workload workload, String peer, String port) {
        return peer + " -> " + workload.name() + ", " + port;
    }

    private static Set<String> edges(Manifests manifests, JsonNode policy, List<Workload> pods, List<String> faults) {
        Set<String> edges = new TreeSet<>();
        for (Workload pod : pods) {
            for (JsonNode rule : policy.at("/spec/egress")) {
                for (JsonNode port : open(policy, rule, "to", faults)) {
                    for (String peer : peers(manifests, policy, rule.path("to"), faults)) {
                        edges.add(to(
                                pod,
                                peer,
                                port.path("protocol").asText() + " "
                                        + port.path("port").asText()));
                    }
                }
            }
            for (JsonNode rule : policy.at("/spec/ingress")) {
                for (JsonNode port : open(policy, rule, "from", faults)) {
                    if (!pod.ports().containsKey(port.path("port").asText())) {
                        faults.add(Manifests.title(policy) + ": " + pod.name() + " has no port named "
                                + port.path("port"));
                    }
                    for (String peer : peers(manifests, policy, rule.path("from"), faults)) {
                        edges.add(from(pod, peer, port.path("port").asText()));
                    }
                }
            }
        }
        return edges;
    }

    /** A rule without peers or without ports opens all of them. */
    private static JsonNode open(JsonNode policy, JsonNode rule, String peers, List<String> faults) {
        if (rule.path(peers).isEmpty() || rule.path("ports").isEmpty()) {
            faults.add(Manifests.title(policy) + ": a rule without " + peers + " or ports opens everything");
        }
        return rule.path("ports");
    }

    private static List<String> peers(Manifests manifests, JsonNode policy, JsonNode peers, List<String> faults) {
        List<String> named = new ArrayList<>();
        for (JsonNode peer : peers) {
            if (peer.has("ipBlock")) {
                boolean all = peer.at("/ipBlock/cidr").asText().endsWith("/0");
                if (all && Manifests.texts(peer.at("/ipBlock/except")).noneMatch("169.254.0.0/16"::equals)) {
                    faults.add(Manifests.title(policy) + ": it opens the node's metadata, 169.254.0.0/16");
                }
                named.add(OUTSIDE);
            } else if (peer.has("namespaceSelector")) {
                StringBuilder name = new StringBuilder("namespace "
                        + peer.at("/namespaceSelector/matchLabels")
                                .path(NAMESPACE)
                                .asText("of any name"));
                peer.at("/podSelector/matchLabels")
                        .properties()
                        .forEach(label -> name.append(' ')
                                .append(label.getKey())
                                .append('=')
                                .append(label.getValue().asText()));
                named.add(name.toString());
            } else {
                manifests.selected(peer.path("podSelector")).forEach(pod -> named.add("pods " + pod.name()));
            }
        }
        return named;
    }
}
