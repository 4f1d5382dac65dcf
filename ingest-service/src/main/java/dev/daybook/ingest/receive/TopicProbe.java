package dev.daybook.ingest.receive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka whether the topics could take a record on every partition: each has a leader, and as many in-sync replicas as an
 * acknowledgement needs, and the topic stamps the time of receipt, which it doesn't while it is restored. An answer takes {@link #TIMEOUT} at most for each of its two questions a topic. For one thread.
 */
final class TopicProbe implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Where the topic's settings may not be read, any leader will do. */
    private static final int NO_MINIMUM = 1;

    private static final String LOG_APPEND_TIME = "LogAppendTime";

    private final Map<String, Object> properties;
    private final List<String> topics;
    private Admin admin;

    TopicProbe(Map<String, Object> properties, List<String> topics) {
        this.properties = properties;
        this.topics = topics;
    }

    /** Why something could not be appended, or empty where everything could. */
    Optional<String> problem() throws InterruptedException {
        for (String topic : topics) {
            Optional<String> ofTopic = problem(topic);
            if (ofTopic.isPresent()) {
                return ofTopic;
            }
        }
        return Optional.empty();
    }

    private Optional<String> problem(String topic) throws InterruptedException {
        try {
            if (admin == null) {
                admin = Admin.create(properties); // throws while the name of the cluster doesn't resolve
            }
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic);
            Optional<Config> settings = settings(topic);
            Optional<String> ofTime = settings.flatMap(known -> problemOfTime(topic, known));
            return ofTime.isPresent()
                    ? ofTime
                    : problemOf(
                            topic,
                            description.partitions(),
                            settings.map(TopicProbe::minInSyncReplicas).orElse(NO_MINIMUM));
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof UnknownTopicOrPartitionException
                            ? "the topic " + topic + " does not exist"
                            : "Kafka did not describe the topic " + topic + ": " + reason(e.getCause()));
        } catch (TimeoutException e) {
            return Optional.of("Kafka did not answer within " + TIMEOUT.toSeconds() + " s");
        } catch (KafkaException e) {
            return Optional.of("there is no way to Kafka: " + reason(e));
        }
    }

    /** The topic's settings, or empty where they may not be read. */
    private Optional<Config> settings(String topic) throws InterruptedException, ExecutionException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return Optional.of(admin.describeConfigs(List.of(resource))
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .get(resource));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static int minInSyncReplicas(Config settings) {
        return Integer.parseInt(
                settings.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
    }

    /** What is written to a topic that is being restored, or whose restoring failed, would be deleted with it. */
    private static Optional<String> problemOfTime(String topic, Config settings) {
        String type = settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
        return type.equals(LOG_APPEND_TIME)
                ? Optional.empty()
                : Optional.of("the topic " + topic + " has " + TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG + "=" + type
                        + ", as while it is restored; it must be " + LOG_APPEND_TIME);
    }

    private Optional<String> problemOf(String topic, List<TopicPartitionInfo> partitions, int minInSync) {
        for (TopicPartitionInfo partition : partitions) {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                return Optional.of("partition " + partition.partition() + " of " + topic + " has no leader");
            }
            if (partition.isr().size() < minInSync) {
                return Optional.of("partition " + partition.partition() + " of " + topic + " has "
                        + partition.isr().size() + " of " + minInSync + " in-sync replicas");
            }
        }
        return Optional.empty();
    }

    /** A client's exception says most in its cause; none of them holds anything of a record. */
    static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
