package dev.daybook.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Daybook's topics under one name prefix. {@link #events()} and {@link #rejected()} always have the same partition count, so
 * that partition p of both belongs to the same task; the count is chosen at creation and never changed on a live topic.
 * {@link #stores()} has one.
 */
public final class Topics {
    public static final String DEFAULT_PREFIX = "daybook";
    public static final int DEFAULT_PARTITIONS = 12;
    /** How long the broker keeps events; the archive and the processor must never lag that far. */
    public static final Duration RETENTION = Duration.ofDays(30);
    /** An event of 512 KiB and its headers, with room to spare; the broker's own default of 1 MiB would do, but is the broker's. */
    public static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024;

    private static final long UNLIMITED = -1;
    private static final int MIN_IN_SYNC_REPLICAS = 2;
    /** Kafka's own rule for topic names, with room for the longest of ours. */
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

    private final String prefix;

    public Topics(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("a topic prefix has 1 to 200 of the characters a-z A-Z 0-9 . _ -");
        }
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    /** Accepted events: the value is the event's bytes on one line, the key {@link Identity#key()}, see {@link EventHeaders}. */
    public Topic<byte[], byte[]> events() {
        return Topic.ofBytes(prefix + ".events");
    }

    /** Refused events: the value is {@link Rejection#toJson()}, the key that of the refused record or the producer. */
    public Topic<byte[], byte[]> rejected() {
        return Topic.ofBytes(prefix + ".rejected");
    }

    /**
     * The store registry: one partition, so that its records have one order, of {@link dev.daybook.events.stores.StoreRecord}s
     * without keys. Never compacted and never deleted from: a record that is skipped as stale must stay so for every reader.
     */
    public Topic<byte[], byte[]> stores() {
        return Topic.ofBytes(prefix + ".stores");
    }

    /** What has to exist before the first service starts; no promise hangs on what the cluster has by default. */
    public List<NewTopic> definitions(int partitions, short replicationFactor) {
        return List.of(
                definition(events(), partitions, replicationFactor, RETENTION.toMillis()),
                definition(rejected(), partitions, replicationFactor, RETENTION.toMillis()),
                definition(stores(), 1, replicationFactor, UNLIMITED));
    }

    private static NewTopic definition(
            Topic<byte[], byte[]> topic, int partitions, short replicationFactor, long retentionMillis) {
        Map<String, String> settings = Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retentionMillis),
                // A cluster's own limit of bytes would delete what isn't that old.
                TopicConfig.RETENTION_BYTES_CONFIG,
                Long.toString(UNLIMITED),
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(MAX_MESSAGE_BYTES),
                // With one replica in sync, acks=all would acknowledge what a single disk can lose.
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(Math.min(MIN_IN_SYNC_REPLICAS, replicationFactor)),
                // Nor may a cluster elect a leader that lacks what was acknowledged.
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                Boolean.toString(false));
        return new NewTopic(topic.name(), partitions, replicationFactor).configs(settings);
    }
}
