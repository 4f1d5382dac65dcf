package dev.daybook.processor.verify;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLineWriter;
import dev.daybook.events.archive.ArchiveLineWriter.KafkaRecord;
import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/** An archive of events in memory, of objects with few records each; counts what is read of it. */
final class MemoryArchive implements ArchiveSource {
    static final ArchivedTopic EVENTS = new ArchivedTopic("daybook.events", ArchivedTopic.Kind.EVENTS);

    final TreeMap<String, byte[]> objects = new TreeMap<>();
    final Map<Integer, Long> ends = new HashMap<>();
    int objectsRead;

    private final int partitions;
    private final int recordsPerObject;
    private final Map<Integer, List<KafkaRecord>> pending = new HashMap<>();
    private final Map<String, SortedMap<LocalDate, Long>> received = new HashMap<>();

    MemoryArchive(int partitions, int recordsPerObject) {
        this.partitions = partitions;
        this.recordsPerObject = recordsPerObject;
    }

    /** An activity event, its note making other bytes of the same identity. */
    void add(String id, String note, LocalDate businessDate, Instant receivedAt) {
        byte[] value = ("{\"event_id\":\"" + id + "\",\"source\":\"s\",\"event_type\":\"t\",\"timestamp\":\""
                        + businessDate + "T12:00:00Z\",\"details\":{\"note\":\"" + note + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] key = new Identity("s", id).key();
        RecordHeaders headers = new RecordHeaders();
        EventHeaders.stamp(headers, new BusinessDay(businessDate, businessDate.atTime(12, 0)));
        int partition = Utils.toPositive(Utils.murmur2(key)) % partitions;
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        List<KafkaRecord> open = pending.computeIfAbsent(partition, unseen -> new ArrayList<>());
        KafkaRecord record = new KafkaRecord(partition, offset, receivedAt.toEpochMilli(), headers, key, value);
        if (!open.isEmpty()
                && (open.size() == recordsPerObject || !hour(open.get(0)).equals(hour(record)))) {
            flush(open);
        }
        open.add(record);
    }

    private static Instant hour(KafkaRecord record) {
        return ArchiveKey.of(EVENTS.name(), record.partition(), record.offset(), record.timestampMillis())
                .hour();
    }

    MemoryArchive flush() {
        pending.values().stream().filter(open -> !open.isEmpty()).forEach(this::flush);
        return this;
    }

    private void flush(List<KafkaRecord> open) {
        KafkaRecord first = open.get(0);
        ArchiveKey key = ArchiveKey.of(EVENTS.name(), first.partition(), first.offset(), first.timestampMillis());
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                ArchiveLineWriter writer = new ArchiveLineWriter(EVENTS.kind(), ZoneOffset.UTC);
                for (KafkaRecord record : open) {
                    writer.write(record, out);
                }
            }
            objects.put(key.path(), bytes.toByteArray());
            ArchivedObject object = ArchivedObject.read(key, EVENTS.kind(), bytes.toByteArray(), line -> {});
            String day = key.chain() + key.day();
            ArchiveIndexEntry entry = object.entry(received.getOrDefault(day, new TreeMap<>()));
            received.put(day, entry.receivedSoFar());
            objects.put(key.indexPath(), entry.toJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.clear();
    }

    Cut cut() {
        Map<Integer, Long> events = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            events.put(partition, ends.getOrDefault(partition, 0L));
        }
        return new Cut(events, Map.of());
    }

    @Override
    public List<String> list(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public Optional<byte[]> get(String key) {
        if (key.startsWith(ArchiveKey.RAW)) {
            objectsRead++;
        }
        return Optional.ofNullable(objects.get(key));
    }
}
