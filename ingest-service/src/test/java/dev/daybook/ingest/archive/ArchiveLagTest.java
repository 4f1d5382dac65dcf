package dev.daybook.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.archive.ArchivedTopic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchiveLagTest {
    private static final ArchivedTopic TOPIC = new ArchivedTopic("daybook.events", ArchivedTopic.Kind.EVENTS);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final long ARCHIVED_TO = 10;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final PartitionChain chain = new PartitionChain(PARTITION, TOPIC, ZoneOffset.UTC);
    private Instant now = START;
    private final ArchiveLag lag = new ArchiveLag(
            consumer,
            List.of(TOPIC.name()),
            new ArchiveMetrics(meters, List.of(TOPIC.name())),
            ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
        chain.readFrom(ARCHIVED_TO);
    }

    @Test
    void countsRecordsAndTheTimeSinceTheyWereFirstSeen() {
        assertThat(measured(START, ARCHIVED_TO + 3)).isEqualTo("3 records, 0.0 s");
        assertThat(measured(START.plusSeconds(4), ARCHIVED_TO + 9))
                .as("within five seconds of the last time")
                .isEqualTo("3 records, 0.0 s");
        assertThat(measured(START.plusSeconds(5), ARCHIVED_TO + 9)).isEqualTo("9 records, 5.0 s");
        assertThat(measured(START.plusSeconds(10), ARCHIVED_TO)).isEqualTo("0 records, 0.0 s");
    }

    @Test
    void goesOnMeasuring_whenTheClockIsSetBack() {
        measured(START, ARCHIVED_TO + 3);

        assertThat(measured(START.minusSeconds(3_600), ARCHIVED_TO + 9)).startsWith("9 records, ");
    }

    private String measured(Instant at, long end) {
        now = at;
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        lag.measure(Map.of(PARTITION, chain));
        return (long) meters.get("archive.lag").gauge().value() + " records, "
                + meters.get("archive.lag.seconds").gauge().value() + " s";
    }
}
