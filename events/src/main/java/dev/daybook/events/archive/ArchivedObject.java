package dev.daybook.events.archive;

import dev.daybook.events.Sha256;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What reading a whole object found: that it is whole, is what its key says, and what the index has to say of it.
 *
 * @param gaps ranges of offsets between its lines that it has no line of, by their first; the value is the last
 */
public record ArchivedObject(
        ArchiveKey key,
        long lastOffset,
        long bytes,
        String sha256,
        SortedMap<LocalDate, Long> lines,
        SortedMap<LocalDate, Long> received,
        SortedMap<Long, Long> gaps) {

    /**
     * Reads an object to its end.
     *
     * @param each told of each line, in order
     * @throws ArchiveLine.Malformed where a line is malformed, of another partition or hour, or out of order
     * @throws IOException where the gzip is torn or altered
     */
    public static ArchivedObject read(
            ArchiveKey key, ArchivedTopic.Kind kind, byte[] object, Consumer<ArchiveLine> each) throws IOException {
        SortedMap<LocalDate, Long> lines = new TreeMap<>();
        SortedMap<LocalDate, Long> received = new TreeMap<>();
        SortedMap<Long, Long> gaps = new TreeMap<>();
        long last = key.firstOffset() - 1;
        try (ArchiveLines in = new ArchiveLines(object)) {
            for (byte[] bytes = in.next(); bytes != null; bytes = in.next()) {
                ArchiveLine line = ArchiveLine.parse(bytes);
                checkPlace(key, line, last);
                if (line.offset() > last + 1) {
                    gaps.put(last + 1, line.offset() - 1);
                }
                last = line.offset();
                lines.merge(line.businessDate(), 1L, Long::sum);
                if (line.isReceived(kind)) {
                    received.merge(line.businessDate(), 1L, Long::sum);
                }
                each.accept(line);
            }
        }
        if (last < key.firstOffset()) {
            throw new ArchiveLine.Malformed("the object has no lines");
        }
        String sha256 = HexFormat.of().formatHex(Sha256.of(object));
        return new ArchivedObject(key, last, object.length, sha256, lines, received, gaps);
    }

    private static void checkPlace(ArchiveKey key, ArchiveLine line, long last) throws ArchiveLine.Malformed {
        if (line.partition() != key.partition()) {
            throw new ArchiveLine.Malformed("offset " + line.offset() + " is of partition " + line.partition());
        }
        boolean first = last == key.firstOffset() - 1;
        if (first ? line.offset() != key.firstOffset() : line.offset() <= last) {
            throw new ArchiveLine.Malformed("offset " + line.offset() + " stands where one after " + last + " belongs");
        }
        long millis = line.receivedAt().toEpochMilli();
        if (!ArchiveKey.of(key.topic(), key.partition(), key.firstOffset(), millis)
                .equals(key)) {
            throw new ArchiveLine.Malformed(
                    "offset " + line.offset() + " was received at " + line.receivedAt() + ", in another hour");
        }
    }

    /** The index entry of the object. */
    public ArchiveIndexEntry entry(Map<LocalDate, Long> receivedBefore) {
        return new ArchiveIndexEntry(
                key, lastOffset, bytes, sha256, lines, received, ArchiveIndexEntry.sum(receivedBefore, received));
    }
}
