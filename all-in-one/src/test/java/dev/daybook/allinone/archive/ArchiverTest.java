package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.ingest.archive.ArchiveCommand;
import dev.daybook.ingest.archive.ArchiveConfig;
import dev.daybook.ingest.archive.ArchiveLimits;
import dev.daybook.ingest.archive.ArchiveStep;
import dev.daybook.ingest.archive.ArchiveSteps;
import dev.daybook.ingest.archive.Archiver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

class ArchiverTest {
    @TempDir
    static Path folder;

    private static ArchiveStack stack;

    @BeforeAll
    static void start() {
        stack = new ArchiveStack(folder);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void archivesEachRecordOnceWithItsBytes() throws Exception {
        ArchiveCase archive = stack.newCase(3);
        try (Traffic traffic = archive.traffic(1);
                Archiver archiver = archive.start(ArchiveCase.limits(100))) {
            traffic.events(1_000).refusals(40).events(200);
            archive.awaitArchived();
            archive.assertEachRecordOnce(traffic.sent());
            assertThat(archiver.alarm()).isEmpty();
        }
        assertThat(check(archive)).endsWith(", 0 findings\n").doesNotStartWith("0 objects");
    }

    @Test
    void cutsByBytes() throws Exception {
        ArchiveCase archive = stack.newCase(1);
        ArchiveLimits bySize = new ArchiveLimits(2_000, 1_000_000, Duration.ofMillis(200), 16 << 20);
        try (Traffic traffic = archive.traffic(2);
                Archiver archiver = archive.start(bySize)) {
            traffic.events(3_000);
            archive.awaitArchived();
            archive.assertEachRecordOnce(traffic.sent());
            assertThat(archive.checker().objects()).hasSizeGreaterThan(3);
            assertThat(archiver.alarm()).isEmpty();
        }
    }

    @Test
    void goesOnAfterTheLastObject_whenTheGroupHasExpired() throws Exception {
        ArchiveCase archive = stack.newCase(2);
        try (Traffic traffic = archive.traffic(3)) {
            traffic.events(300).refusals(10);
            runUntilArchived(archive, 70);
            forgetOffsets(archive);
            List<Long> before = archive.checker().objects();
            traffic.events(300);
            runUntilArchived(archive, 90);
            archive.assertEachRecordOnce(traffic.sent());
            assertThat(archive.checker().objects()).containsAll(before);
        }
    }

    @Test
    void goesOnAfterTheLastObjectAndReindexes_whenTheIndexIsLostToo() throws Exception {
        ArchiveCase archive = stack.newCase(2);
        try (Traffic traffic = archive.traffic(4)) {
            traffic.events(300).refusals(10);
            runUntilArchived(archive, 70);
            forgetOffsets(archive);
            delete(archive, "index/");
            traffic.events(300);
            runUntilArchived(archive, 90);
            assertThat(archive.checker().check().problems())
                    .isNotEmpty()
                    .allMatch(problem -> problem.startsWith("index/"));
            assertThat(check(archive)).contains("not indexed: raw/dt=");
            assertThat(reindex(archive)).contains(" index entries written, 0 objects that can't be read");
            archive.assertEachRecordOnce(traffic.sent());
            assertThat(check(archive)).endsWith(", 0 findings\n");
            assertThat(reindex(archive)).contains(" 0 index entries written");
        }
    }

    @Test
    void walksAlongWhatStands_whenTheCommittedOffsetsAreSetBack() throws Exception {
        ArchiveCase archive = stack.newCase(2);
        try (Traffic traffic = archive.traffic(5)) {
            traffic.events(500).refusals(10);
            runUntilArchived(archive, 70);
            setBack(archive, "events", 0);
            setBack(archive, "events", 1);
            traffic.events(100);
            runUntilArchived(archive, 45);
            archive.assertEachRecordOnce(traffic.sent());
        }
    }

    @Test
    void stopsThePartitionAndNoOther_whenWhatStandsDiffers() throws Exception {
        ArchiveCase archive = stack.newCase(2);
        try (Traffic traffic = archive.traffic(6)) {
            traffic.events(200);
            runUntilArchived(archive, 1_000);
            String key = objects(archive, "events-0").get(0);
            ByteArrayOutputStream forged = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(forged)) {
                gzip.write("{\"partition\":0}\n".getBytes(StandardCharsets.UTF_8));
            }
            stack.s3()
                    .putObject(
                            put -> put.bucket(archive.bucket()).key(key), RequestBody.fromBytes(forged.toByteArray()));
            setBack(archive, "events", 0);
            traffic.events(200, 1);
            try (Archiver archiver = archive.start(ArchiveCase.limits(1_000))) {
                await().atMost(ArchiveCase.LONG).until(() -> archiver.alarm().isPresent());
                assertThat(archiver.alarm().orElseThrow())
                        .startsWith(archive.topics().events().name() + "-0 is stopped: ")
                        .contains("line 1 differs from what Kafka has");
                TopicPartition other =
                        new TopicPartition(archive.topics().events().name(), 1);
                long end = archive.ends().get(other);
                await().atMost(ArchiveCase.LONG).until(() -> committed(archive, other) == end);
            }
            assertThat(check(archive)).contains("broken: " + key);
        }
    }

    @Test
    void stopsThePartition_whenTheTopicEndsBeforeItsArchive() throws Exception {
        ArchiveCase archive = stack.newCase(1);
        try (Traffic traffic = archive.traffic(7)) {
            traffic.events(50);
            runUntilArchived(archive, 1_000);
            commit(archive, "events", 0, 1_000);
            try (Archiver archiver = archive.start(ArchiveCase.limits(1_000))) {
                await().atMost(ArchiveCase.LONG).until(() -> archiver.alarm().isPresent());
                assertThat(archiver.alarm().orElseThrow()).contains("the topic ends at offset 50, before 1000");
            }
        }
    }

    @Test
    void saysWhatIsLostAndGoesOn_whenRetentionWasShorterThanTheLag() throws Exception {
        ArchiveCase archive = stack.newCase(1);
        TopicPartition partition = new TopicPartition(archive.topics().events().name(), 0);
        try (Traffic traffic = archive.traffic(8)) {
            traffic.events(50);
            runUntilArchived(archive, 1_000);
            traffic.events(50);
            stack.admin()
                    .deleteRecords(Map.of(partition, org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(80)))
                    .all()
                    .get();
            runUntilArchived(archive, 1_000);
            assertThat(archive.checker().objects()).contains(0L, 80L);
            assertThat(check(archive)).contains("gap: " + partition + " offsets 50 to 79: no object has them");
        }
    }

    @Test
    void checkFindsNothing_whileAnObjectStandsAndWaitsForItsIndexEntry() throws Exception {
        ArchiveCase archive = stack.newCase(1);
        AtomicInteger objects = new AtomicInteger();
        CountDownLatch secondStands = new CountDownLatch(1);
        CountDownLatch checked = new CountDownLatch(1);
        ArchiveSteps waits = (step, partition) -> {
            if (step == ArchiveStep.BEFORE_INDEX && objects.incrementAndGet() == 2) {
                secondStands.countDown();
                ArchiveCase.waitFor(checked);
            }
        };
        try (Traffic traffic = archive.traffic(9);
                Archiver archiver = ArchiveCase.start(archive.config(ArchiveCase.limits(50)), waits)) {
            traffic.events(100);
            secondStands.await();
            assertThat(check(archive)).isEqualTo("2 objects, 0 findings\n");
            checked.countDown();
            archive.awaitArchived();
            assertThat(archiver.alarm()).isEmpty();
        }
    }

    private static void runUntilArchived(ArchiveCase archive, int maxObjectRecords) {
        try (Archiver archiver =
                ArchiveCase.start(archive.config(ArchiveCase.limits(maxObjectRecords)), ArchiveSteps.UNWATCHED)) {
            archive.awaitArchived();
            assertThat(archiver.alarm()).isEmpty();
        }
    }

    private static void forgetOffsets(ArchiveCase archive) throws Exception {
        stack.admin()
                .deleteConsumerGroups(List.of(ArchivedTopic.consumerGroup(archive.prefix())))
                .all()
                .get();
    }

    private static void setBack(ArchiveCase archive, String topic, int partition) throws Exception {
        commit(archive, topic, partition, 0);
    }

    private static void commit(ArchiveCase archive, String topic, int partition, long offset) throws Exception {
        stack.admin()
                .alterConsumerGroupOffsets(
                        ArchivedTopic.consumerGroup(archive.prefix()),
                        Map.of(
                                new TopicPartition(archive.prefix() + "." + topic, partition),
                                new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static long committed(ArchiveCase archive, TopicPartition partition) throws Exception {
        OffsetAndMetadata committed = stack.admin()
                .listConsumerGroupOffsets(ArchivedTopic.consumerGroup(archive.prefix()))
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
        return committed == null ? -1 : committed.offset();
    }

    static List<String> objects(ArchiveCase archive, String part) {
        return stack
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(archive.bucket()).prefix("raw/"))
                .contents()
                .stream()
                .map(object -> object.key())
                .filter(key -> key.contains(part))
                .toList();
    }

    private static void delete(ArchiveCase archive, String prefix) {
        stack.s3()
                .listObjectsV2Paginator(list -> list.bucket(archive.bucket()).prefix(prefix))
                .contents()
                .forEach(object -> stack.s3()
                        .deleteObject(one -> one.bucket(archive.bucket()).key(object.key())));
    }

    static String check(ArchiveCase archive) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveConfig config = archive.config(ArchiveCase.limits(1));
        int status = ArchiveCommand.check(config, new PrintStream(out, true, StandardCharsets.UTF_8));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(status)
                .isEqualTo(text.endsWith(", 0 findings\n") ? ArchiveCommand.ALL_WELL : ArchiveCommand.FOUND_FAULTS);
        return text;
    }

    private static String reindex(ArchiveCase archive) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveConfig config = archive.config(ArchiveCase.limits(1));
        int status = ArchiveCommand.reindex(config, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(status).isEqualTo(ArchiveCommand.ALL_WELL);
        return out.toString(StandardCharsets.UTF_8);
    }
}
