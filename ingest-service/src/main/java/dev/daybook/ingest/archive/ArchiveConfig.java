package dev.daybook.ingest.archive;

import dev.daybook.events.Topics;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What the archiver is told.
 *
 * @param group the consumer group
 * @param defaultTimeZone where records without a business day get their day of receipt
 * @param uploads how many objects are under way to S3 at once
 */
public record ArchiveConfig(
        KafkaConnection kafka,
        List<ArchivedTopic> topics,
        String group,
        ObjectStoreAccess access,
        String bucket,
        ObjectStore.Timeouts timeouts,
        ZoneId defaultTimeZone,
        ArchiveLimits limits,
        int uploads) {

    private static final Setting<String> RAW_BUCKET = Setting.text(
                    "RAW_BUCKET", "The S3 bucket that the raw archive is kept in.")
            .asRequired();
    private static final Setting<Secret> AWS_ACCESS_KEY_ID = Setting.secret(
            "AWS_ACCESS_KEY_ID",
            "The AWS access key. Without one the AWS SDK looks where it always does: web identity, instance profile.");
    private static final Setting<Secret> AWS_SECRET_ACCESS_KEY =
            Setting.secret("AWS_SECRET_ACCESS_KEY", "The secret of AWS_ACCESS_KEY_ID.");
    private static final Setting<Secret> AWS_SESSION_TOKEN = Setting.secret(
            "AWS_SESSION_TOKEN", "Belongs to temporary credentials, which are left to the AWS SDK to read and renew.");
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
    private static final Setting<Integer> UPLOADS = Setting.integer(
                    "ARCHIVE_UPLOADS", 1, 16, "How many objects of the raw archive are under way to S3 at once.")
            .withDefault("4");

    /** The settings that only the archiver reads. */
    public static final List<Setting<?>> ALL = List.of(
            RAW_BUCKET,
            AWS_ACCESS_KEY_ID,
            AWS_SECRET_ACCESS_KEY,
            AWS_SESSION_TOKEN,
            MAX_OBJECT_BYTES,
            MAX_OBJECT_RECORDS,
            FLUSH_AFTER,
            MEMORY_BYTES,
            UPLOADS);

    public ArchiveConfig {
        topics = List.copyOf(topics);
    }

    /** Reads it; the caller ends the reading with {@link Settings#throwIfWrong()} before it uses the result. */
    public static ArchiveConfig from(Settings settings) {
        String prefix = settings.get(CommonSettings.TOPIC_PREFIX);
        return new ArchiveConfig(
                KafkaConnection.from(settings),
                ArchivedTopic.of(new Topics(prefix)),
                ArchivedTopic.consumerGroup(prefix),
                access(settings),
                settings.get(RAW_BUCKET),
                ObjectStore.Timeouts.DEFAULT,
                settings.get(CommonSettings.DEFAULT_TIME_ZONE),
                new ArchiveLimits(
                        settings.get(MAX_OBJECT_BYTES),
                        settings.get(MAX_OBJECT_RECORDS),
                        settings.get(FLUSH_AFTER),
                        settings.get(MEMORY_BYTES)),
                settings.get(UPLOADS));
    }

    private static ObjectStoreAccess access(Settings settings) {
        Optional<Secret> keyId = settings.find(AWS_ACCESS_KEY_ID);
        Optional<Secret> secret = settings.find(AWS_SECRET_ACCESS_KEY);
        if (keyId.isPresent() != secret.isPresent()) {
            settings.wrong("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both, or neither");
        }
        boolean isTemporary = settings.find(AWS_SESSION_TOKEN).isPresent();
        Optional<ObjectStoreAccess.AwsKeyPair> keyPair = isTemporary
                ? Optional.empty()
                : keyId.flatMap(
                        id -> secret.map(withSecret -> new ObjectStoreAccess.AwsKeyPair(id.reveal(), withSecret)));
        return new ObjectStoreAccess(
                settings.get(CommonSettings.AWS_REGION),
                settings.find(CommonSettings.AWS_ENDPOINT_URL_S3),
                settings.find(CommonSettings.S3_SSE_KMS_KEY_ID),
                keyPair);
    }
}
