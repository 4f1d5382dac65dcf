package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.daybook.events.Topics;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.ingest.archive.ArchiveConfig;
import dev.daybook.ingest.archive.ArchiveLimits;
import dev.daybook.ingest.archive.ArchiveSteps;
import dev.daybook.ingest.archive.Archiver;
import dev.daybook.service.Health;
import dev.daybook.service.Metrics;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.settings.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** One test's topics and bucket, and the archivers that work on them. */
final class ArchiveCase {
    /** The broker's least; a silent member is out after it. */
    static final String SESSION_MILLIS = "6000";

    static final Duration LONG = Duration.ofSeconds(90);

    private final ArchiveStack stack;
    private final String prefix;
    private final int partitions;
    private final String bucket;

    ArchiveCase(ArchiveStack stack, String prefix, int partitions, String bucket) {
        this.stack = stack;
        this.prefix = prefix;
        this.partitions = partitions;
        this.bucket = bucket;
    }

    ArchiveStack stack() {
        return stack;
    }

    String prefix() {
        return prefix;
    }

    String bucket() {
        return bucket;
    }

    int partitions() {
        return partitions;
    }

    Topics topics() {
        return new Topics(prefix);
    }

    Traffic traffic(long seed) {
        return new Traffic(stack.bootstrapServers(), topics(), partitions, seed);
    }

    static ArchiveLimits limits(int maxObjectRecords) {
        return new ArchiveLimits(1 << 20, maxObjectRecords, Duration.ofMillis(200), 16 << 20);
    }

    ArchiveConfig config(ArchiveLimits limits) {
        return config(limits, stack.s3Endpoint(), Map.of());
    }

    ArchiveConfig config(ArchiveLimits limits, URI s3, Map<String, String> kafka) {
        Map<String, String> extra = new HashMap<>(kafka);
        extra.put("session.timeout.ms", SESSION_MILLIS);
        extra.put("heartbeat.interval.ms", "500");
        return config(stack.bootstrapServers(), extra, prefix, bucket, access(s3, Optional.empty()), limits);
    }

    static ArchiveConfig config(
            String servers,
            Map<String, String> kafka,
            String prefix,
            String bucket,
            ObjectStoreAccess access,
            ArchiveLimits limits) {
        return new ArchiveConfig(
                new KafkaConnection(servers, kafka),
                ArchivedTopic.of(new Topics(prefix)),
                ArchivedTopic.consumerGroup(prefix),
                Optional.empty(),
                access,
                bucket,
                new ObjectStore.Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(1)),
                ZoneOffset.UTC,
                limits,
                4);
    }

    ObjectStoreAccess access(URI s3, Optional<String> kmsKeyId) {
        ObjectStoreAccess plain = access(s3, stack.accessKeyId(), stack.secretAccessKey());
        return new ObjectStoreAccess(plain.region(), plain.endpoint(), kmsKeyId, plain.keyPair());
    }

    static ObjectStoreAccess access(URI s3, String keyId, String secret) {
        return new ObjectStoreAccess(
                "eu-west-1",
                Optional.of(s3),
                Optional.empty(),
                Optional.of(new ObjectStoreAccess.AwsKeyPair(keyId, new Secret(secret))));
    }

    ObjectStore store() {
        return new ObjectStore(access(stack.s3Endpoint(), Optional.empty()), bucket);
    }

    static Archiver start(ArchiveConfig config, ArchiveSteps steps) {
        return Archiver.start(config, new Health(), new Metrics("test"), Clock.systemUTC(), steps);
    }

    Archiver start(ArchiveLimits limits) {
        return start(config(limits), ArchiveSteps.UNWATCHED);
    }

    /** Has an archiver's step wait; closing the archiver ends that. */
    static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the group has committed what the topics hold. */
    void awaitArchived() {
        await("all archived").atMost(LONG).pollInterval(Duration.ofMillis(100)).until(this::isArchived);
    }

    boolean isArchived() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = stack.admin()
                .listConsumerGroupOffsets(ArchivedTopic.consumerGroup(prefix))
                .partitionsToOffsetAndMetadata()
                .get();
        for (Map.Entry<TopicPartition, Long> end : ends().entrySet()) {
            OffsetAndMetadata offset = committed.get(end.getKey());
            if (end.getValue() > 0 && (offset == null || offset.offset() < end.getValue())) {
                return false;
            }
        }
        return true;
    }

    Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (ArchivedTopic topic : ArchivedTopic.of(topics())) {
            for (int p = 0; p < partitions; p++) {
                wanted.put(new TopicPartition(topic.name(), p), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        stack.admin()
                .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    ArchiveChecker checker() {
        return new ArchiveChecker(
                stack.bootstrapServers(),
                stack.s3(),
                bucket,
                List.of(topics().events().name(), topics().rejected().name()),
                partitions);
    }

    /** Each record of the topics is archived once, and there are as many as were sent. */
    void assertEachRecordOnce(long records) {
        ArchiveChecker.Verdict verdict = checker().check();
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.records()).isEqualTo(records);
    }
}
