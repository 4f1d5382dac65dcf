package dev.daybook.service.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes topics exist with their settings: the explicit step before the first service starts. Those that stand are left as they
 * are, and must have the partitions that are asked for, since the count of a live topic is never changed.
 */
public final class TopicCreation {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DESCRIBE_AGAIN = Duration.ofMillis(50);

    private TopicCreation() {}

    /**
     * Creates what is missing and waits until all of it can be seen.
     *
     * @throws IllegalStateException where the broker refused, didn't answer in time, or a topic stands with another count
     */
    public static void ensure(Admin admin, List<NewTopic> topics) {
        Map<String, Integer> partitions = new HashMap<>();
        topics.forEach(topic -> partitions.put(topic.name(), topic.numPartitions()));
        admin.createTopics(topics).values().forEach(TopicCreation::created);
        Map<String, TopicDescription> standing = describe(admin, partitions.keySet());
        standing.forEach((name, topic) -> {
            if (topic.partitions().size() != partitions.get(name)) {
                throw new IllegalStateException(
                        "topic " + name + " stands with " + topic.partitions().size()
                                + " partitions, not " + partitions.get(name)
                                + "; the count of a live topic can't be changed: set TOPIC_PARTITIONS to what stands, or use another"
                                + " TOPIC_PREFIX");
            }
        });
    }

    /** A broker may not know a topic yet that the controller has just created, so that answer is asked for again. */
    private static Map<String, TopicDescription> describe(Admin admin, Set<String> topics) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                return await(admin.describeTopics(topics).allTopicNames(), "describe the topics");
            } catch (IllegalStateException notYet) {
                boolean unknown = notYet.getCause() != null
                        && notYet.getCause().getCause() instanceof UnknownTopicOrPartitionException;
                if (!unknown || System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(DESCRIBE_AGAIN.toNanos());
            }
        }
    }

    private static void created(String name, KafkaFuture<Void> creation) {
        try {
            creation.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(
                        "topic " + name + " was not created: " + e.getCause().getMessage(), e);
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "topic " + name + " was not created within " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "could not " + what + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("could not " + what + " within " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while the topics were created", e);
    }
}
