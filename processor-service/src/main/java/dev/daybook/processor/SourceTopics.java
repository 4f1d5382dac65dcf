package dev.daybook.processor;

import dev.daybook.events.Topics;
import dev.daybook.service.kafka.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks whether the topics are there and made as the processor needs them. */
final class SourceTopics {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String LOG_APPEND_TIME = "LogAppendTime";

    private final KafkaConnection kafka;
    private final Topics topics;

    /** What was found. */
    sealed interface Found {}

    /** @param partitions how many each of the topics has */
    record Ready(int partitions) implements Found {}

    record NotReady(String why) implements Found {}

    SourceTopics(KafkaConnection kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** One look; takes fifteen seconds at most, and says what is missing rather than throw. */
    Found look() throws InterruptedException {
        try (Admin admin = Admin.create(kafka.properties(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis())))) {
            return look(admin);
        } catch (TimeoutException e) {
            return silent();
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (KafkaException e) { // no bootstrap server resolves yet, for one
            return new NotReady(unreachable(e));
        }
    }

    private NotReady failed(Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new NotReady("a topic is missing: " + events() + " or " + rejected());
        }
        return cause instanceof org.apache.kafka.common.errors.TimeoutException
                ? silent()
                : new NotReady(unreachable(cause));
    }

    private NotReady silent() {
        return new NotReady("the broker at " + kafka.bootstrapServers() + " does not answer");
    }

    private String unreachable(Throwable cause) {
        return "the broker at " + kafka.bootstrapServers() + " can't be asked: " + cause.getMessage();
    }

    private Found look(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, TopicDescription> descriptions = admin.describeTopics(List.of(events(), rejected()))
                .allTopicNames()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        int partitions = descriptions.get(events()).partitions().size();
        int ofRejected = descriptions.get(rejected()).partitions().size();
        if (partitions != ofRejected) {
            return new NotReady(events() + " has " + partitions + " partitions and " + rejected() + " has " + ofRejected
                    + "; they must have the same number");
        }
        for (String topic : List.of(events(), rejected())) {
            String type = timestampType(admin, topic);
            if (!LOG_APPEND_TIME.equals(type)) {
                // A producer's own time could be far ahead: every identity would expire at once, and what is
                // undated would count on a day that nobody has reached.
                return new NotReady(topic + " has " + TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG + "=" + type
                        + "; it must be " + LOG_APPEND_TIME);
            }
        }
        return new Ready(partitions);
    }

    private static String timestampType(Admin admin, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource))
                .all()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .get(resource);
        return config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
    }

    private String events() {
        return topics.events().name();
    }

    private String rejected() {
        return topics.rejected().name();
    }
}
