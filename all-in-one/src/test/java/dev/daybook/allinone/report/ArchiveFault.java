package dev.daybook.allinone.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.events.archive.ArchiveIndexEntry;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchivedObject;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.objects.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Damages an archive by hand, index and all, as a faulty archiver would. */
final class ArchiveFault {
    private final ObjectStore store;
    private final Consumer<String> delete;
    private final int partition;

    /** @param delete takes an object away, which no part of Daybook can */
    ArchiveFault(ObjectStore store, Consumer<String> delete, int partition) {
        this.store = store;
        this.delete = delete;
        this.partition = partition;
    }

    /** Loses the last line of the date, and indexes the partition again. */
    void loseALine(LocalDate date) throws IOException {
        List<ArchiveIndexEntry> entries = entries();
        ArchiveIndexEntry loser = entries.stream()
                .filter(entry -> entry.lines().containsKey(date))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        Map<LocalDate, Long> before = Map.of();
        LocalDate day = null;
        for (ArchiveIndexEntry entry : entries) {
            before = entry.key().day().equals(day) ? before : Map.of();
            day = entry.key().day();
            List<String> lines = lines(entry.key());
            if (entry.equals(loser)) {
                lines.remove(lastOf(lines, date));
                delete.accept(entry.key().path());
                delete.accept(entry.key().indexPath());
            }
            before = lines.isEmpty() ? before : write(keyOf(lines, entry.key()), lines, before);
        }
    }

    /** An object is named after its first line. */
    private static ArchiveKey keyOf(List<String> lines, ArchiveKey before) {
        long first = Long.parseLong(lines.get(0).replaceAll(".*\"offset\":(\\d+).*", "$1"));
        return new ArchiveKey(before.topic(), before.partition(), first, before.hour());
    }

    private static int lastOf(List<String> lines, LocalDate date) {
        int last = lines.size() - 1;
        while (!lines.get(last).contains("\"business_date\":\"" + date + "\"")) {
            last--;
        }
        return last;
    }

    /** Keeps the first event of the partition a second time, as received a day before. */
    void archiveTwice() throws IOException {
        ArchiveIndexEntry first = entries().get(0);
        String line = lines(first.key()).get(0);
        String receivedAt = line.replaceAll(".*\"received_at\":\"([^\"]+)\".*", "$1");
        Instant earlier = Instant.parse(receivedAt).minus(Duration.ofDays(1));
        ArchiveKey key =
                ArchiveKey.of(first.key().topic(), partition, first.key().firstOffset(), earlier.toEpochMilli());
        LocalDate day = LocalDate.parse(receivedAt.substring(0, 10));
        write(
                key,
                List.of(line.replace(
                        receivedAt,
                        receivedAt.replace(day.toString(), day.minusDays(1).toString()))),
                Map.of());
    }

    private List<ArchiveIndexEntry> entries() throws IOException {
        List<ArchiveIndexEntry> entries = new ArrayList<>();
        for (String path : store.list(ArchiveKey.indexChain(ReportStand.EVENTS, partition))) {
            entries.add(ArchiveIndexEntry.parse(store.get(path).orElseThrow()));
        }
        return entries;
    }

    private List<String> lines(ArchiveKey key) throws IOException {
        try (var in = new GZIPInputStream(
                new ByteArrayInputStream(store.get(key.path()).orElseThrow()))) {
            return new ArrayList<>(new String(in.readAllBytes(), UTF_8).lines().toList());
        }
    }

    private Map<LocalDate, Long> write(ArchiveKey key, List<String> lines, Map<LocalDate, Long> before)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write((String.join("\n", lines) + "\n").getBytes(UTF_8));
        }
        store.replace(key.path(), bytes.toByteArray(), "application/gzip");
        ArchivedObject object = ArchivedObject.read(key, ArchivedTopic.Kind.EVENTS, bytes.toByteArray(), line -> {});
        store.replace(key.indexPath(), object.entry(before).toJson(), "application/json");
        return object.entry(before).receivedSoFar();
    }
}
