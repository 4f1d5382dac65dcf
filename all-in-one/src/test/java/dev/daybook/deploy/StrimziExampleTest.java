package dev.daybook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The example of a broker fits the overlay that expects it. Its fields are not checked against Strimzi's own definitions, which
 * Kubernetes' models don't have.
 */
class StrimziExampleTest {
    @Test
    void exampleIsWhatTheProductionOverlayExpects() throws IOException {
        List<ObjectNode> objects =
                Manifests.read(Files.readString(Manifests.folder().resolve("strimzi/kafka.yaml")));
        assertThat(objects)
                .extracting(Manifests::title)
                .containsExactly("KafkaNodePool brokers", "Kafka daybook", "KafkaUser daybook");
        assertThat(objects).allSatisfy(object -> {
            assertThat(object.path("apiVersion").asText()).startsWith("kafka.strimzi.io/");
            assertThat(object.at("/metadata/namespace").asText()).isEqualTo("kafka");
        });
        ObjectNode cluster = objects.get(1);
        String overlay = Files.readString(Manifests.folder().resolve("overlays/prod/kustomization.yaml"));
        assertThat(overlay)
                .contains("KAFKA_BOOTSTRAP_SERVERS=" + Manifests.nameOf(cluster) + "-kafka-bootstrap.kafka.svc:"
                        + cluster.at("/spec/kafka/listeners/0/port").asText());
        assertThat(objects.get(2).at("/spec/authentication/type").asText())
                .isEqualTo(cluster.at("/spec/kafka/listeners/0/authentication/type")
                        .asText());
    }

    @Test
    void brokersHaveTheReplicasThatTheTopicsWant() throws IOException {
        List<ObjectNode> objects =
                Manifests.read(Files.readString(Manifests.folder().resolve("strimzi/kafka.yaml")));
        int brokers = objects.get(0).at("/spec/replicas").asInt();
        int replicas = Manifests.base()
                .get("ConfigMap", "topics")
                .at("/data/TOPIC_REPLICATION_FACTOR")
                .asInt();
        assertThat(brokers).isGreaterThanOrEqualTo(replicas);
        assertThat(objects.get(1)
                        .at("/spec/kafka/config")
                        .path("default.replication.factor")
                        .asInt())
                .isEqualTo(replicas);
    }

    @Test
    void userMayWorkUnderThePrefix() throws IOException {
        ObjectNode user = Manifests.read(Files.readString(Manifests.folder().resolve("strimzi/kafka.yaml")))
                .get(2);
        String prefix = Manifests.base()
                .get("ConfigMap", "kafka")
                .at("/data/TOPIC_PREFIX")
                .asText();
        assertThat(user.at("/spec/authorization/acls").findValues("resource").stream()
                        .filter(resource -> resource.has("name")))
                .hasSize(3)
                .allSatisfy(
                        resource -> assertThat(resource.path("name").asText()).isEqualTo(prefix));
        assertThat(ArchivedTopic.consumerGroup(prefix)).startsWith(prefix);
    }
}
