package dev.daybook.events.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.archive.ArchiveLineWriter.KafkaRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ArchiveReaderTest {
    private static final ArchivedTopic TOPIC = new ArchivedTopic("daybook.events", ArchivedTopic.Kind.EVENTS);
    private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);
    private static final LocalDate SATURDAY = LocalDate.of(2026, 11, 21);
    private static final long NOON = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

    private final TreeMap<String, byte[]> bucket = new TreeMap<>();
    private final ArchiveReader reader = new ArchiveReader(new ArchiveSource() {
        @Override
        public List<String> list(String prefix) {
            return bucket.keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .toList();
        }

        @Override
        public Optional<byte[]> get(String key) {
            return Optional.ofNullable(bucket.get(key));
        }
    });
    private Map<LocalDate, Long> soFar = Map.of();

    @Test
    void anIndexEntryIsTheContract() throws IOException {
        ArchivedObject object = archive(10, FRIDAY, FRIDAY, SATURDAY);
        byte[] entry = bucket.get(object.key().indexPath());

        assertThat(new String(entry, UTF_8))
                .isEqualTo("{\"key\":\"raw/dt=2026-11-20/hour=12/daybook.events-0-00000000000000000010.ndjson.gz\","
                        + "\"first_offset\":10,\"last_offset\":12,\"bytes\":" + object.bytes() + ",\"sha256\":\""
                        + object.sha256() + "\",\"lines\":{\"2026-11-20\":2,\"2026-11-21\":1},"
                        + "\"received\":{\"2026-11-20\":2,\"2026-11-21\":1},"
                        + "\"received_so_far\":{\"2026-11-20\":2,\"2026-11-21\":1}}\n");
        assertThat(ArchiveIndexEntry.parse(entry).toJson()).isEqualTo(entry);
    }

    @Test
    void countsTheDayUpToTheCut() throws IOException {
        archive(0, FRIDAY, FRIDAY);
        archive(2, FRIDAY, SATURDAY, SATURDAY);

        assertThat(reader.received(TOPIC, 0, FRIDAY, 5)).isEqualTo(Map.of(FRIDAY, 3L, SATURDAY, 2L));
        assertThat(reader.received(TOPIC, 0, FRIDAY, 4)).isEqualTo(Map.of(FRIDAY, 3L, SATURDAY, 1L));
        assertThat(reader.received(TOPIC, 0, FRIDAY, 3)).isEqualTo(Map.of(FRIDAY, 3L));
        assertThat(reader.received(TOPIC, 0, FRIDAY, 2)).isEqualTo(Map.of(FRIDAY, 2L));
        assertThat(reader.received(TOPIC, 0, FRIDAY, 0)).isEmpty();
        assertThat(reader.received(TOPIC, 1, FRIDAY, 5)).isEmpty();
    }

    @Test
    void findsTheObjectOfARecord() throws IOException {
        ArchiveKey first = archive(0, FRIDAY, FRIDAY).key();
        ArchiveKey second = archive(2, FRIDAY).key();
        bucket.remove(second.indexPath());

        assertThat(reader.objectOf(TOPIC, 0, 1, NOON)).contains(first);
        assertThat(reader.objectOf(TOPIC, 0, 2, NOON)).contains(second);
        assertThat(reader.objectOf(TOPIC, 0, 3, NOON)).isEmpty();
    }

    @Test
    void findsATornOrAlteredObject() throws IOException {
        ArchivedObject object = archive(0, FRIDAY, FRIDAY, SATURDAY);
        byte[] bytes = bucket.get(object.key().path());
        for (int i = 10; i < bytes.length; i++) {
            byte[] altered = bytes.clone();
            altered[i] ^= 1;
            byte[] torn = java.util.Arrays.copyOf(bytes, i);
            assertThatThrownBy(() -> read(object.key(), altered)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> read(object.key(), torn)).isInstanceOf(IOException.class);
        }
    }

    private static ArchivedObject read(ArchiveKey key, byte[] object) throws IOException {
        return ArchivedObject.read(key, TOPIC.kind(), object, line -> {});
    }

    private ArchivedObject archive(long firstOffset, LocalDate... dates) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            ArchiveLineWriter writer = new ArchiveLineWriter(TOPIC.kind(), ZoneOffset.UTC);
            for (int i = 0; i < dates.length; i++) {
                RecordHeaders headers = new RecordHeaders();
                headers.add(EventHeaders.BUSINESS_DATE, dates[i].toString().getBytes(UTF_8));
                headers.add(EventHeaders.LOCAL_TIME, (dates[i] + "T12:00:00").getBytes(UTF_8));
                writer.write(new KafkaRecord(0, firstOffset + i, NOON, headers, null, "{}".getBytes(UTF_8)), gzip);
            }
        }
        ArchiveKey key = ArchiveKey.of(TOPIC.name(), 0, firstOffset, NOON);
        ArchivedObject object = read(key, bytes.toByteArray());
        ArchiveIndexEntry entry = object.entry(soFar);
        soFar = entry.receivedSoFar();
        bucket.put(key.path(), bytes.toByteArray());
        bucket.put(key.indexPath(), entry.toJson());
        return object;
    }
}
