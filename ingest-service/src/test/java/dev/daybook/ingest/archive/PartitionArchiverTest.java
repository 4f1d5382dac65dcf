package dev.daybook.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.archive.ArchivedTopic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a partition that no longer has the offset that is read next; S3 has no part in it. */
class PartitionArchiverTest {
    private static final ArchivedTopic TOPIC = new ArchivedTopic("daybook.events", ArchivedTopic.Kind.EVENTS);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);
    private static final ArchiveLimits LIMITS = new ArchiveLimits(1 << 20, 100, Duration.ofSeconds(30), 1 << 20);
    private static final long BEGIN = 10;
    private static final long READ_TO = 150;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final PartitionChain chain = new PartitionChain(PARTITION, TOPIC, ZoneOffset.UTC);
    private final PartitionArchiver archiving = new PartitionArchiver(
            consumer,
            LIMITS,
            null,
            null,
            null,
            new ArchiveMetrics(meters, List.of(TOPIC.name())),
            ArchiveSteps.UNWATCHED,
            Clock.systemUTC());

    @BeforeEach
    void readSomeRecords() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, BEGIN));
        archiving.begin(chain, new OffsetAndMetadata(READ_TO - 1));
        archiving.append(chain, List.of(record(READ_TO - 1)));
    }

    /** Cut by an unclean election, the topic may have grown behind the offset again when it is asked for its end. */
    @ParameterizedTest
    @ValueSource(longs = {READ_TO - 10, READ_TO, READ_TO + 10})
    void stops_whenTheTopicWasCut_howeverFarItReachesNow(long end) {
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        archiving.outOfRange(chain, READ_TO);

        assertThat(chain.state()).isEqualTo(PartitionChain.State.STOPPED);
        assertThat(archiving.stopped().get(PARTITION))
                .startsWith("the topic ends at offset " + end)
                .contains("before " + READ_TO, "TOPIC_PREFIX");
        assertThat(consumer.paused()).containsExactly(PARTITION);
        assertThat(meters.find("archive.records.lost").counter()).isNull();
    }

    @Test
    void goesOnWhereTheTopicBegins_andSaysWhatIsLost_whenRetentionWasShorterThanTheLag() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, READ_TO + 5));
        consumer.updateEndOffsets(Map.of(PARTITION, READ_TO + 20));
        archiving.outOfRange(chain, READ_TO);

        assertThat(chain.state()).isEqualTo(PartitionChain.State.READING);
        assertThat(archiving.stopped()).isEmpty();
        assertThat(consumer.position(PARTITION)).isEqualTo(READ_TO + 5);
        assertThat(meters.get("archive.records.lost").counter().count()).isEqualTo(5);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(TOPIC.name(), 0, offset, null, "{}".getBytes(StandardCharsets.UTF_8));
    }
}
