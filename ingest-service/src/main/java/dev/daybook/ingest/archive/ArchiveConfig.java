package dev.daybook.ingest.archive;

import dev.daybook.events.Topics;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What the archiver is told.
 *
 * @param group the consumer group
 * @param instanceId for static membership of the group
 * @param defaultTimeZone where records without a business day get their day of receipt
 * @param uploads how many objects are under way to S3 at once
 */
public record ArchiveConfig(
        KafkaConnection kafka,
        List<ArchivedTopic> topics,
        String group,
        Optional<String> instanceId,
        ObjectStoreAccess access,
        String bucket,
        ObjectStore.Timeouts timeouts,
        ZoneId defaultTimeZone,
        ArchiveLimits limits,
        int uploads) {

    private static final Setting<Integer> MAX_OBJECT_BYTES = Setting.integer(
                    "ARCHIVE_MAX_OBJECT_BYTES",
                    1_024,
                    64 * 1024 * 1024,
                    "How large, packed, an object of the raw archive grows before the next begins.")
            .withDefault(Integer.toString(8 * 1024 * 1024));
    private static final Setting<Integer> MAX_OBJECT_RECORDS = Setting.integer(
                    "ARCHIVE_MAX_OBJECT_RECORDS",
                    1,
                    10_000_000,
                    "How many records an object of the raw archive takes before the next begins.")
            .withDefault("200000");
    private static final Setting<Duration> FLUSH_AFTER = Setting.duration(
                    "ARCHIVE_FLUSH_AFTER",
                    Duration.ofMillis(100),
                    Duration.ofHours(1),
                    "How long a part-full object of the raw archive waits for more records. Reports wait as long.")
            .withDefault("30s");
    private static final Setting<Integer> MEMORY_BYTES = Setting.integer(
                    "ARCHIVE_MEMORY_BYTES",
                    8 * 1024 * 1024,
                    1024 * 1024 * 1024,
                    "How many bytes of objects the archiver holds, over all partitions, before it stops reading.")
            .withDefault(Integer.toString(64 * 1024 * 1024));
    private static final Setting<String> INSTANCE_ID = Setting.text(
            "ARCHIVE_INSTANCE_ID",
            "A name that stays with the archiver over restarts (the pod's name): it then gets its partitions back at once.");
    private static final Setting<Integer> UPLOADS = Setting.integer(
                    "ARCHIVE_UPLOADS", 1, 16, "How many objects of the raw archive are under way to S3 at once.")
            .withDefault("4");

    /** The settings that only the archiver reads. */
    public static final List<Setting<?>> ALL =
            List.of(MAX_OBJECT_BYTES, MAX_OBJECT_RECORDS, FLUSH_AFTER, MEMORY_BYTES, INSTANCE_ID, UPLOADS);

    public ArchiveConfig {
        topics = List.copyOf(topics);
    }

    /**
     * How a consumer of the archive's is set: it sees committed records only, commits nothing by itself, begins nowhere by
     * itself, and makes no topic. The operator has the last word over tuning, but not over these.
     */
    Map<String, Object> consumerProperties(Map<String, Object> tuning) {
        Map<String, Object> properties = new HashMap<>(kafka.properties(tuning));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    /** Reads it; the caller ends the reading with {@link Settings#throwIfWrong()} before it uses the result. */
    public static ArchiveConfig from(Settings settings) {
        settings.refuseUnknown("ARCHIVE_", ALL);
        String prefix = settings.get(CommonSettings.TOPIC_PREFIX);
        return new ArchiveConfig(
                KafkaConnection.from(settings),
                ArchivedTopic.of(new Topics(prefix)),
                ArchivedTopic.consumerGroup(prefix),
                settings.find(INSTANCE_ID),
                ObjectStoreAccess.from(settings),
                settings.get(CommonSettings.RAW_BUCKET),
                ObjectStore.Timeouts.DEFAULT,
                settings.get(CommonSettings.DEFAULT_TIME_ZONE),
                new ArchiveLimits(
                        settings.get(MAX_OBJECT_BYTES),
                        settings.get(MAX_OBJECT_RECORDS),
                        settings.get(FLUSH_AFTER),
                        settings.get(MEMORY_BYTES)),
                settings.get(UPLOADS));
    }
}
