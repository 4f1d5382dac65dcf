package dev.daybook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.deploy.Manifests.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check of the manifests finds the mistake that it is there for, and says where it is. */
class PlantedMistakesTest {
    @TempDir
    Path folder;

    /** A slip of the pen in the base, and what has to be said of it. */
    private record Mistake(String found, Consumer<Manifests> planted) {
        @Override
        public String toString() {
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource({"ofTheSchema", "ofReferences", "ofPods", "ofSettings", "ofTheNetwork"})
    void mistakeIsFound(Mistake mistake) throws IOException {
        Manifests manifests = Manifests.base();
        mistake.planted().accept(manifests);
        assertThat(ManifestsTest.faults(manifests, folder))
                .anySatisfy(fault -> assertThat(fault).contains(mistake.found()));
    }

    static Stream<Mistake> ofTheSchema() {
        return Stream.of(
                new Mistake(
                        "`replica`",
                        base -> at(base.get("Deployment", "report"), "/spec").put("replica", 2)),
                new Mistake(
                        "`readOnlyRootFileSystem`",
                        base -> container(base, "report")
                                .withObject("/securityContext")
                                .put("readOnlyRootFileSystem", true)),
                new Mistake(
                        "`name` is not found",
                        base -> container(base, "processor").remove("name")),
                new Mistake(
                        "/value: 8081 is read as \"8081\"",
                        base -> env(base, "processor")
                                .addObject()
                                .put("name", "PROCESSOR_PORT")
                                .put("value", 8081)),
                new Mistake(
                        "is not a kind that the manifests use",
                        base -> base.get("PodDisruptionBudget", "report").put("apiVersion", "policy/v1beta1")));
    }

    static Stream<Mistake> ofReferences() {
        return Stream.of(
                new Mistake(
                        "processor: its selector doesn't pick its own pods",
                        base -> workload(base, "processor").labels().put("app.kubernetes.io/name", "procesor")),
                new Mistake(
                        "Service report: its selector picks []",
                        base -> at(base.get("Service", "report"), "/spec/selector")
                                .put("app.kubernetes.io/name", "reports")),
                new Mistake(
                        "report: its livenessProbe asks port managment",
                        base -> at(container(base, "report"), "/livenessProbe/httpGet")
                                .put("port", "managment")),
                new Mistake(
                        "is not the port \"https\" of ingest-api",
                        base -> at(base.get("Service", "ingest"), "/spec/ports/0")
                                .put("targetPort", "https")),
                new Mistake(
                        "there is no ServiceAccount ingest",
                        base -> workload(base, "ingest-api").pod().put("serviceAccountName", "ingest")),
                new Mistake(
                        "there is no headless Service processor",
                        base -> at(base.get("StatefulSet", "processor"), "/spec")
                                .put("serviceName", "processor")),
                new Mistake(
                        "its replicas would undo",
                        base -> at(base.get("Deployment", "ingest-api"), "/spec")
                                .put("replicas", 3)),
                new Mistake(
                        "there is no Deployment ingest",
                        base -> at(base.get("HorizontalPodAutoscaler", "ingest-api"), "/spec/scaleTargetRef")
                                .put("name", "ingest")),
                new Mistake(
                        "report: it has 0 PodDisruptionBudgets",
                        base -> base.objects().remove(base.get("PodDisruptionBudget", "report"))),
                new Mistake(
                        "by other pods than its own",
                        base -> at(
                                        workload(base, "report").pod(),
                                        "/topologySpreadConstraints/0/labelSelector/matchLabels")
                                .put("app.kubernetes.io/name", "processor")),
                new Mistake(
                        "stands twice",
                        base -> base.objects().add(base.get("Service", "report").deepCopy())));
    }

    static Stream<Mistake> ofPods() {
        return Stream.of(
                new Mistake(
                        "it doesn't enforce the pod security standard",
                        base -> at(base.get("Namespace", "daybook"), "/metadata/labels")
                                .put("pod-security.kubernetes.io/enforce", "baseline")),
                new Mistake(
                        "report: /securityContext/readOnlyRootFilesystem is not true",
                        base -> at(container(base, "report"), "/securityContext")
                                .remove("readOnlyRootFilesystem")),
                new Mistake(
                        "topics: /securityContext/capabilities/drop",
                        base -> at(container(base, "topics"), "/securityContext")
                                .remove("capabilities")),
                new Mistake(
                        "processor: /securityContext/runAsNonRoot is not true",
                        base -> at(workload(base, "processor").pod(), "/securityContext")
                                .put("runAsNonRoot", false)),
                new Mistake(
                        "/enableServiceLinks is not false",
                        base -> workload(base, "report").pod().remove("enableServiceLinks")),
                new Mistake(
                        "report: it has no /resources/limits/memory",
                        base -> at(container(base, "report"), "/resources/limits")
                                .remove("memory")),
                new Mistake(
                        "it has no emptyDir at /tmp",
                        base -> ((ArrayNode) container(base, "report").path("volumeMounts")).remove(0)),
                new Mistake(
                        "its readinessProbe doesn't ask /health/ready",
                        base -> at(container(base, "report"), "/readinessProbe/httpGet")
                                .put("path", "/health/live")),
                new Mistake(
                        "REPORT_MANAGEMENT_PORT is 9091, its port management 9090",
                        base -> set(base, "report", "REPORT_MANAGEMENT_PORT", "9091")),
                new Mistake(
                        "processor: it may need 85 s to end",
                        base -> workload(base, "processor").pod().put("terminationGracePeriodSeconds", 60)),
                new Mistake(
                        "ingest-api: it may need 80 s to end",
                        base -> workload(base, "ingest-api").pod().put("terminationGracePeriodSeconds", 60)),
                new Mistake(
                        "a Secret lies in the manifests",
                        base -> base.objects()
                                .add(base.objects().get(0).deepCopy().put("kind", "Secret"))));
    }

    static Stream<Mistake> ofSettings() {
        return Stream.of(
                new Mistake(
                        "ingest-api: REPORT_CRON is no setting of ingest (api)",
                        base -> set(base, "ingest-api", "REPORT_CRON", "0 0 16 ? * *")),
                new Mistake(
                        "PROCESSOR_STANDBYS is no setting of processor",
                        base -> set(base, "processor", "PROCESSOR_STANDBYS", "1")),
                new Mistake(
                        "ingest-archive: RAW_BUCKET is not set",
                        base -> at(base.get("ConfigMap", "storage"), "/data").remove("RAW_BUCKET")),
                new Mistake(
                        "report: REPORT_CRON must be",
                        base -> at(base.get("ConfigMap", "report"), "/data").put("REPORT_CRON", "every day")),
                new Mistake(
                        "processor: PROCESSOR_SESSION_TIMEOUT must be",
                        base -> set(base, "processor", "PROCESSOR_SESSION_TIMEOUT", "3 minutes")),
                new Mistake(
                        "there is no ConfigMap calender",
                        base -> at(container(base, "report"), "/envFrom/1/configMapRef")
                                .put("name", "calender")),
                new Mistake(
                        "$(POD_NAME) is not set above",
                        base -> ((ArrayNode) container(base, "processor").path("env")).remove(0)),
                new Mistake(
                        "API_KEY_PEPPER_FILE names /etc/daybook/keys/pepper, which no volume has",
                        base -> set(base, "report", "API_KEY_PEPPER_FILE", "/etc/daybook/keys/pepper")),
                new Mistake(
                        "PROCESSOR_STATE_DIR is /var/lib/daybook/processor, where nothing can be written",
                        base -> at(base.get("StatefulSet", "processor"), "/spec")
                                .remove("volumeClaimTemplates")),
                new Mistake(
                        "topics: TOPIC_PARTITIONS must be",
                        base -> at(base.get("ConfigMap", "topics"), "/data").put("TOPIC_PARTITIONS", "0")));
    }

    static Stream<Mistake> ofTheNetwork() {
        return Stream.of(
                new Mistake(
                        "not open, but needed: processor -> namespace kafka, TCP 9092",
                        base -> values(base, "clients-to-kafka").remove(2)),
                new Mistake(
                        "not open, but needed: report -> namespace kafka, TCP 9094",
                        base -> at(base.get("ConfigMap", "kafka"), "/data")
                                .put("KAFKA_BOOTSTRAP_SERVERS", "kafka.kafka.svc:9094")),
                new Mistake(
                        "open, but not needed: processor -> outside, TCP 443",
                        base -> values(base, "archive-and-report-to-aws").add("processor")),
                new Mistake(
                        "not open, but needed: pods report -> processor, http",
                        base -> ((ArrayNode) base.get("NetworkPolicy", "processor-from-readers")
                                        .at("/spec/ingress/0/from"))
                                .remove(1)),
                new Mistake(
                        "not open, but needed: report -> pods ingest-archive, TCP 9090",
                        base -> ((ArrayNode) base.get("NetworkPolicy", "report-to-health")
                                        .at("/spec/egress/0/to/0/podSelector/matchExpressions/0/values"))
                                .remove(1)),
                new Mistake(
                        "open, but not needed: pods report -> ingest-api, management",
                        base -> set(base, "report", "INGEST_URL", "http://processor-health:9090")),
                new Mistake(
                        "INGEST_URL leads to nothing: http://ingest-helth:9090",
                        base -> set(base, "report", "INGEST_URL", "http://ingest-helth:9090")),
                new Mistake(
                        "no policy denies everything",
                        base -> base.objects().remove(base.get("NetworkPolicy", "default-deny"))),
                new Mistake(
                        "it opens the node's metadata",
                        base -> at(
                                        base.get("NetworkPolicy", "archive-and-report-to-aws"),
                                        "/spec/egress/0/to/0/ipBlock")
                                .remove("except")),
                new Mistake(
                        "a rule without from or ports opens everything",
                        base -> at(base.get("NetworkPolicy", "doors-from-ingress"), "/spec/ingress/0")
                                .remove("from")),
                new Mistake(
                        "has no port named \"metrics\"",
                        base -> at(base.get("NetworkPolicy", "services-from-monitoring"), "/spec/ingress/0/ports/0")
                                .put("port", "metrics")),
                new Mistake(
                        "NetworkPolicy clients-to-kafka: it picks no pod",
                        base -> values(base, "clients-to-kafka").removeAll().add("kafka-client")));
    }

    @Test
    void mistakesOfImagesAreFound() throws IOException {
        assertThat(ManifestsTest.faultsOfImages(Manifests.base()))
                .anySatisfy(fault -> assertThat(fault).contains("report: daybook/report names no release"));
        Manifests other = Manifests.base();
        other.workloads()
                .forEach(workload -> workload.container()
                        .put("image", workload.container().path("image").asText() + ":1.0.0"));
        assertThat(ManifestsTest.faultsOfImages(other)).isEmpty();
        container(other, "processor").put("image", "daybook/processor:0.9.0");
        container(other, "report").put("image", "library/mariadb:11");
        assertThat(ManifestsTest.faultsOfImages(other))
                .anySatisfy(fault -> assertThat(fault).contains("of different releases"))
                .anySatisfy(fault -> assertThat(fault).contains("library/mariadb:11 is none of Daybook's images"));
    }

    @Test
    void mistakeInAPatchIsFound() throws IOException {
        String patch = """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: report
                spec:
                  replica: 2
                """;
        List<ObjectNode> read = Manifests.read(patch);
        assertThat(Schema.faultsOfPatch(read.get(0)))
                .containsExactly("Deployment report/spec/replica: 2 is read as null");
    }

    @Test
    void secretsThatAPodRefersToAreAllSeen() throws IOException {
        Manifests base = Manifests.base();
        env(base, "report")
                .addObject()
                .put("name", "SHOP_DB_PASSWORD")
                .putObject("valueFrom")
                .putObject("secretKeyRef")
                .put("name", "daybook-shop")
                .put("key", "password");
        assertThat(ManifestsTest.secrets(base))
                .containsOnlyKeys("daybook-api-keys", "daybook-internal", "daybook-ledger", "daybook-shop");
    }

    private static Workload workload(Manifests manifests, String name) {
        return manifests.workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode container(Manifests manifests, String workload) {
        return workload(manifests, workload).container();
    }

    private static ArrayNode env(Manifests manifests, String workload) {
        return (ArrayNode) container(manifests, workload).path("env");
    }

    private static void set(Manifests manifests, String workload, String name, String value) {
        ArrayNode env = env(manifests, workload);
        for (JsonNode variable : env) {
            if (variable.path("name").asText().equals(name)) {
                ((ObjectNode) variable).put("value", value);
                return;
            }
        }
        env.addObject().put("name", name).put("value", value);
    }

    private static ArrayNode values(Manifests manifests, String policy) {
        return (ArrayNode) manifests.get("NetworkPolicy", policy).at("/spec/podSelector/matchExpressions/0/values");
    }

    private static ObjectNode at(JsonNode object, String pointer) {
        return (ObjectNode) object.at(pointer);
    }
}
