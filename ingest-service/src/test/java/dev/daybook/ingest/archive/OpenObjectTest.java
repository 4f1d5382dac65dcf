package dev.daybook.ingest.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.archive.ArchiveLineWriter;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OpenObjectTest {
    private static final ArchivedTopic TOPIC = new ArchivedTopic("daybook.events", ArchivedTopic.Kind.EVENTS);
    private static final long BEFORE_NINE =
            Instant.parse("2026-11-20T08:59:59.999Z").toEpochMilli();
    private static final ArchiveLimits LIMITS = new ArchiveLimits(1 << 20, 3, Duration.ofSeconds(30), 1 << 20);

    private final PartitionChain chain = new PartitionChain(new TopicPartition(TOPIC.name(), 0), TOPIC, ZoneOffset.UTC);

    @Test
    void cutsBeforeARecordOfAnotherHour_evenAnEarlierOne() {
        chain.readFrom(7);
        assertThat(chain.append(List.of(record(7, BEFORE_NINE), record(8, BEFORE_NINE + 1)), LIMITS, 0))
                .hasValue(8);
        assertThat(chain.cut().key().path())
                .isEqualTo("raw/dt=2026-11-20/hour=08/daybook.events-0-00000000000000000007.ndjson.gz");
        assertThat(chain.append(List.of(record(8, BEFORE_NINE + 1), record(9, BEFORE_NINE)), LIMITS, 0))
                .hasValue(9);
        assertThat(chain.cut().key().path())
                .isEqualTo("raw/dt=2026-11-20/hour=09/daybook.events-0-00000000000000000008.ndjson.gz");
    }

    @Test
    void cutsAfterTheRecordThatReachesALimit() {
        chain.readFrom(0);
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(record(0, BEFORE_NINE), record(1, BEFORE_NINE), record(2, BEFORE_NINE), record(3, BEFORE_NINE));
        assertThat(chain.append(records, LIMITS, 0)).hasValue(3);
        assertThat(chain.cut().lastOffset()).isEqualTo(2);

        ArchiveLimits oneByte = new ArchiveLimits(1, 100, Duration.ofSeconds(30), 1);
        assertThat(chain.append(records.subList(3, 4), oneByte, 0)).hasValue(4);
    }

    @Test
    void isDue_onceItsFirstRecordHasWaitedLongEnough() {
        chain.readFrom(0);
        assertThat(chain.isDue(LIMITS, Long.MAX_VALUE)).isFalse();
        assertThat(chain.append(List.of(record(0, BEFORE_NINE)), LIMITS, 1_000)).isEqualTo(OptionalLong.empty());
        assertThat(chain.append(List.of(record(1, BEFORE_NINE)), LIMITS, 20_000))
                .isEqualTo(OptionalLong.empty());
        assertThat(chain.isDue(LIMITS, 30_999)).isFalse();
        assertThat(chain.isDue(LIMITS, 31_000)).isTrue();
        assertThat(chain.isDue(LIMITS, 999))
                .as("the clock was set back, by a second or a day")
                .isTrue();
    }

    @Test
    void saysOfItselfWhatReadingItFinds() throws IOException {
        OpenObject open =
                new OpenObject(record(5, BEFORE_NINE), new ArchiveLineWriter(TOPIC.kind(), ZoneOffset.UTC), 0);
        for (long offset : new long[] {5, 6, 9, 12}) {
            open.append(record(offset, BEFORE_NINE));
        }
        OpenObject.Finished finished = open.finish();
        ArchivedObject read = ArchivedObject.read(finished.key(), TOPIC.kind(), finished.bytes(), line -> {});

        assertThat(finished.summary()).isEqualTo(read);
        assertThat(read.gaps()).hasToString("{7=8, 10=11}");
        assertThat(read.lines()).hasToString("{2026-11-20=3, 2026-11-21=1}");
    }

    @Test
    void refusesATimestampThatNoKeyCanSay() {
        chain.readFrom(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.append(List.of(record(0, Long.MAX_VALUE)), LIMITS, 0));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.BUSINESS_DATE, (offset == 9 ? "2026-11-21" : "2026-11-20").getBytes(UTF_8));
        headers.add(EventHeaders.LOCAL_TIME, "2026-11-20T08:00:00".getBytes(UTF_8));
        return new ConsumerRecord<>(
                TOPIC.name(),
                0,
                offset,
                timestamp,
                TimestampType.LOG_APPEND_TIME,
                0,
                2,
                new byte[16],
                "{}".getBytes(UTF_8),
                headers,
                Optional.empty());
    }
}
