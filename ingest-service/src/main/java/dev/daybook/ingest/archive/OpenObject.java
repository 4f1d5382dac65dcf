package dev.daybook.ingest.archive;

import dev.daybook.events.Sha256;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLineWriter;
import dev.daybook.events.archive.ArchiveLineWriter.Counted;
import dev.daybook.events.archive.ArchiveLineWriter.KafkaRecord;
import dev.daybook.events.archive.ArchivedObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An object in the making: records of one partition and one UTC hour, packed as they come, so that only packed bytes are held.
 * Not thread-safe; must be finished or closed, since packing holds memory outside the heap.
 */
final class OpenObject implements AutoCloseable {
    private static final int START_BYTES = 16 * 1024;
    private static final int GZIP_BUFFER_BYTES = 8 * 1024;
    /** What zlib holds outside the heap for one stream, output that it hasn't handed out included. */
    static final long PACKING_BYTES = 256 * 1024;

    private static final long HOUR_MILLIS = 3_600_000;

    private final ArchiveKey key;
    private final long firstTimestampMillis;
    private final long openedAtMillis;
    private final ArchiveLineWriter writer;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream(START_BYTES);
    private final OutputStream gzip;
    private final SortedMap<LocalDate, Long> lines = new TreeMap<>();
    private final SortedMap<LocalDate, Long> received = new TreeMap<>();
    private final SortedMap<Long, Long> gaps = new TreeMap<>();
    private LocalDate lastDate;
    private long linesOfLastDate;
    private long receivedOfLastDate;
    private long lastOffset;
    private int records;

    /**
     * Begins an object with its first record, which is still to be appended.
     *
     * @throws IllegalArgumentException for a timestamp that no key can say
     */
    OpenObject(ConsumerRecord<byte[], byte[]> first, ArchiveLineWriter writer, long nowMillis) {
        this.key = ArchiveKey.of(first.topic(), first.partition(), first.offset(), first.timestamp());
        this.firstTimestampMillis = first.timestamp();
        this.openedAtMillis = nowMillis;
        this.writer = writer;
        this.lastOffset = first.offset() - 1;
        try {
            this.gzip = new FastGzip(packed);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
    }

    /** Level 3, measured on sales of 503 bytes: 5.0 s of CPU and 78 MB per million; the default, 6: 8.3 s and 65 MB. */
    private static final class FastGzip extends GZIPOutputStream {
        private static final int LEVEL = 3;

        FastGzip(OutputStream out) throws IOException {
            super(out, GZIP_BUFFER_BYTES);
            def.setLevel(LEVEL);
        }
    }

    /** Whether the record was received in this object's hour. */
    boolean takes(ConsumerRecord<byte[], byte[]> record) {
        return Math.floorDiv(record.timestamp(), HOUR_MILLIS) == Math.floorDiv(firstTimestampMillis, HOUR_MILLIS);
    }

    void append(ConsumerRecord<byte[], byte[]> record) {
        KafkaRecord kept = new KafkaRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.headers(),
                record.key(),
                record.value());
        try {
            count(writer.write(kept, gzip));
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        if (record.offset() > lastOffset + 1) {
            gaps.put(lastOffset + 1, record.offset() - 1);
        }
        lastOffset = record.offset();
        records++;
    }

    private void count(Counted counted) {
        if (!counted.businessDate().equals(lastDate)) {
            addCounts();
            lastDate = counted.businessDate();
        }
        linesOfLastDate++;
        receivedOfLastDate += counted.received() ? 1 : 0;
    }

    /** Runs of one date are the rule, so the maps are touched once a run and not once a record. */
    private void addCounts() {
        if (linesOfLastDate > 0) {
            lines.merge(lastDate, linesOfLastDate, Long::sum);
        }
        if (receivedOfLastDate > 0) {
            received.merge(lastDate, receivedOfLastDate, Long::sum);
        }
        linesOfLastDate = 0;
        receivedOfLastDate = 0;
    }

    boolean isFull(ArchiveLimits limits) {
        return packed.size() >= limits.maxObjectBytes() || records >= limits.maxObjectRecords();
    }

    /** Whether it has waited long enough, or the clock was set back and nobody knows. */
    boolean isDue(ArchiveLimits limits, long nowMillis) {
        return nowMillis < openedAtMillis
                || nowMillis - openedAtMillis >= limits.flushAfter().toMillis();
    }

    /** Never less than what the finished object will have. */
    long heldBytes() {
        return packed.size() + PACKING_BYTES;
    }

    long firstTimestampMillis() {
        return firstTimestampMillis;
    }

    /** Ends the object: nothing can be appended any more. */
    Finished finish() {
        close();
        addCounts();
        return new Finished(
                key, packed.toByteArray(), lastOffset, records, lines, received, gaps, firstTimestampMillis);
    }

    /** Gives up the memory of packing; what is held is finished or thrown away. */
    @Override
    public void close() {
        try {
            gzip.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
    }

    /** A whole object, ready to be written. */
    record Finished(
            ArchiveKey key,
            byte[] bytes,
            long lastOffset,
            int records,
            SortedMap<LocalDate, Long> lines,
            SortedMap<LocalDate, Long> received,
            SortedMap<Long, Long> gaps,
            long firstTimestampMillis) {

        ArchivedObject summary() {
            String sha256 = HexFormat.of().formatHex(Sha256.of(bytes));
            return new ArchivedObject(key, lastOffset, bytes.length, sha256, lines, received, gaps);
        }
    }
}
