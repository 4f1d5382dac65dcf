package dev.daybook.ingest.archive;

import dev.daybook.events.Topics;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.ingest.archive.ArchiveRestore.Impossible;
import dev.daybook.service.kafka.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topics while they are restored: they take the times of receipt that records come with, and delete nothing. No processor
 * starts on them meanwhile. Not thread-safe.
 */
final class RestoredTopics implements AutoCloseable {
    private static final String CLIENT = "daybook-archive-restore";
    private static final int BATCH_BYTES = 256 * 1024;

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaProducer<byte[], byte[]> transactions;
    private final Map<String, Integer> partitions = new HashMap<>();
    private boolean transactionsBegan;

    /** Connects at its first use. */
    RestoredTopics(ArchiveConfig config) {
        KafkaConnection kafka = config.kafka();
        admin = Admin.create(kafka.properties(Map.of("client.id", CLIENT)));
        producer = new KafkaProducer<>(properties(kafka, Map.of()));
        transactions = new KafkaProducer<>(
                properties(kafka, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.group() + ".restore")));
    }

    private static Map<String, Object> properties(KafkaConnection kafka, Map<String, Object> also) {
        Map<String, Object> own = new HashMap<>(also);
        own.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT);
        own.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        own.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        own.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES);
        Map<String, Object> properties = new HashMap<>(kafka.properties(own));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    /**
     * Looks whether the topic can be restored.
     *
     * @param highestPartition that the archive has records of
     */
    void refuseUnlessNew(String topic, int highestPartition) throws Impossible, InterruptedException {
        int count;
        try {
            count = await(admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions()
                    .size();
        } catch (UnknownTopicOrPartitionException missing) {
            throw new Impossible(
                    "topic " + topic + " is missing: make the topics first, with as many partitions as they had");
        }
        if (highestPartition >= count) {
            throw new Impossible(
                    "topic " + topic + " has " + count + " partitions, and the archive has records of partition "
                            + highestPartition + ": make the topics anew with as many as they had");
        }
        partitions.put(topic, count);
        for (int partition = 0; partition < count; partition++) {
            long end = end(new TopicPartition(topic, partition));
            if (end > 0) {
                throw new Impossible(topic + "-" + partition + " has been written to up to offset " + (end - 1)
                        + ": only new topics can be restored. Stop all services, delete the topics, make them anew");
            }
        }
    }

    int partitions(String topic) {
        return partitions.get(topic);
    }

    /**
     * Has the topics take the records' own times, and keep them for as long as new ones of today are kept.
     *
     * @param oldest the age of the oldest record
     */
    void open(Collection<ArchivedTopic> topics, Duration oldest) throws InterruptedException {
        long retention = Topics.RETENTION.plus(oldest).toMillis();
        alter(
                topics,
                set(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"),
                set(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE)),
                set(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention)));
    }

    /** Has them take the broker's time again, as the services need it. */
    void close(Collection<ArchivedTopic> topics) throws InterruptedException {
        alter(
                topics,
                set(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"),
                new AlterConfigOp(
                        new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, ""),
                        AlterConfigOp.OpType.DELETE));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private void alter(Collection<ArchivedTopic> topics, AlterConfigOp... changes) throws InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> all = new HashMap<>();
        topics.forEach(topic -> all.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), new ArrayList<>(List.of(changes))));
        await(admin.incrementalAlterConfigs(all).all());
    }

    RestoredPartition partition(ArchivedTopic topic, int partition) {
        return new RestoredPartition(this, topic, partition);
    }

    KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** The producer for what stands in transactions. */
    KafkaProducer<byte[], byte[]> transactions() {
        if (!transactionsBegan) {
            transactions.initTransactions();
            transactionsBegan = true;
        }
        return transactions;
    }

    /** The offset that the next record will have, markers of transactions counted. */
    long end(TopicPartition partition) throws InterruptedException {
        return await(admin.listOffsets(
                                Map.of(partition, OffsetSpec.latest()),
                                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .get(partition)
                .offset();
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(); // ends by the client's own default.api.timeout.ms
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new KafkaException(failed.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        transactions.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
