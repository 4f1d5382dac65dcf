package dev.daybook.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.daybook.structure.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects that go to a cluster together. Mutable, so that a test can plant a mistake; make a new one for each test. */
record Manifests(String name, List<ObjectNode> objects) {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    static Path folder() {
        return Checkout.root().resolve("deploy/k8s");
    }

    /** The base as its files stand, with the maps that its kustomization makes, under the names that it gives them. */
    static Manifests base() throws IOException {
        Path base = folder().resolve("base");
        JsonNode kustomization =
                read(Files.readString(base.resolve("kustomization.yaml"))).get(0);
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode file : kustomization.path("resources")) {
            objects.addAll(read(Files.readString(base.resolve(file.asText()))));
        }
        kustomization.path("configMapGenerator").forEach(map -> objects.add(configMap(map)));
        return new Manifests("base", objects);
    }

    private static ObjectNode configMap(JsonNode generator) {
        ObjectNode map = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", generator.path("name").asText());
        ObjectNode data = map.putObject("data");
        generator.path("literals").forEach(literal -> {
            String[] pair = literal.asText().split("=", 2);
            data.put(pair[0], pair[1]);
        });
        return map;
    }

    /** What kubectl makes of an overlay, or empty where there is none on this machine that can. */
    static Optional<Manifests> kustomized(String folder) throws IOException, InterruptedException {
        Optional<String> expanded = Kubectl.kustomize(folder().resolve(folder));
        return expanded.isEmpty() ? Optional.empty() : Optional.of(new Manifests(folder, read(expanded.get())));
    }

    static List<ObjectNode> read(String yaml) throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (values.hasNext()) {
                documents.add((ObjectNode) values.next());
            }
        }
        return documents;
    }

    Stream<ObjectNode> kind(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    ObjectNode get(String kind, String name) {
        return kind(kind)
                .filter(object -> nameOf(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name + " in " + this.name));
    }

    static String nameOf(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static String title(JsonNode object) {
        return object.path("kind").asText() + " " + nameOf(object);
    }

    /** Everything that makes pods. */
    List<Workload> workloads() {
        return objects.stream()
                .filter(object -> List.of("Deployment", "StatefulSet", "Job")
                        .contains(object.path("kind").asText()))
                .map(Workload::new)
                .toList();
    }

    /** The workloads whose pods a label selector picks; an empty one picks all. */
    List<Workload> selected(JsonNode selector) {
        return workloads().stream()
                .filter(workload -> matches(selector, workload.labels()))
                .toList();
    }

    /** As Kubernetes reads a label selector; In is the one operator that the manifests use. */
    static boolean matches(JsonNode selector, JsonNode labels) {
        for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
            if (!labels.path(label.getKey()).equals(label.getValue())) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!expression.path("operator").asText().equals("In")) {
                throw new AssertionError("the checks know the operator In alone, not " + expression);
            }
            String value = labels.path(expression.path("key").asText()).asText();
            if (texts(expression.path("values")).noneMatch(value::equals)) {
                return false;
            }
        }
        return true;
    }

    static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText);
    }

    static ArrayNode array(JsonNode object, String pointer) {
        return (ArrayNode) object.at(pointer);
    }

    /** A set of pods that are alike, with the one container that each has. */
    record Workload(ObjectNode object) {
        String name() {
            return nameOf(object);
        }

        boolean isJob() {
            return object.path("kind").asText().equals("Job");
        }

        ObjectNode labels() {
            return (ObjectNode) object.at("/spec/template/metadata/labels");
        }

        ObjectNode pod() {
            return (ObjectNode) object.at("/spec/template/spec");
        }

        ObjectNode container() {
            JsonNode containers = pod().path("containers");
            if (containers.size() != 1 || pod().has("initContainers")) {
                throw new AssertionError(name() + " has not just one container, which the checks rely on");
            }
            return (ObjectNode) containers.get(0);
        }

        /** Numbers by name. */
        Map<String, Integer> ports() {
            Map<String, Integer> ports = new HashMap<>();
            container()
                    .path("ports")
                    .forEach(port -> ports.put(
                            port.path("name").asText(),
                            port.path("containerPort").asInt()));
            return ports;
        }

        /** The volume that is mounted at the path or above it. */
        Optional<JsonNode> volumeAt(String path) {
            return container()
                    .path("volumeMounts")
                    .valueStream()
                    .filter(mount ->
                            (path + "/").startsWith(mount.path("mountPath").asText() + "/"))
                    .findFirst()
                    .flatMap(mount -> pod().path("volumes")
                            .valueStream()
                            .filter(volume -> volume.path("name").equals(mount.path("name")))
                            .findFirst()
                            .or(() -> object.at("/spec/volumeClaimTemplates")
                                    .valueStream()
                                    .filter(claim -> nameOf(claim)
                                            .equals(mount.path("name").asText()))
                                    .findFirst()));
        }
    }
}
