package dev.daybook.events.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the index says of one object. Everything in it follows from the objects of its chain, so that writers agree on it and a
 * lost one can be made again.
 *
 * @param key the object's
 * @param lastOffset the offset of its last line
 * @param bytes of the object, packed
 * @param sha256 of those bytes, in hex
 * @param lines how many lines it has per business date, all of them
 * @param received how many of those belong to the date's {@code received}: see {@link ArchiveLine#isReceived}
 * @param receivedSoFar {@code received} of all objects of the chain with the same {@code dt}, this one included
 */
public record ArchiveIndexEntry(
        ArchiveKey key,
        long lastOffset,
        long bytes,
        String sha256,
        SortedMap<LocalDate, Long> lines,
        SortedMap<LocalDate, Long> received,
        SortedMap<LocalDate, Long> receivedSoFar) {

    private static final JsonFactory JSON = new JsonFactory();

    public ArchiveIndexEntry {
        lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
        received = Collections.unmodifiableSortedMap(new TreeMap<>(received));
        receivedSoFar = Collections.unmodifiableSortedMap(new TreeMap<>(receivedSoFar));
    }

    /** The sum of two counts per date. */
    public static SortedMap<LocalDate, Long> sum(Map<LocalDate, Long> one, Map<LocalDate, Long> other) {
        SortedMap<LocalDate, Long> sum = new TreeMap<>(one);
        other.forEach((date, lines) -> sum.merge(date, lines, Long::sum));
        return sum;
    }

    /** One line of JSON; the same entry always gives the same bytes. */
    public byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("key", key.path());
            json.writeNumberField("first_offset", key.firstOffset());
            json.writeNumberField("last_offset", lastOffset);
            json.writeNumberField("bytes", bytes);
            json.writeStringField("sha256", sha256);
            write(json, "lines", lines);
            write(json, "received", received);
            write(json, "received_so_far", receivedSoFar);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String name, Map<LocalDate, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<LocalDate, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey().toString(), count.getValue());
        }
        json.writeEndObject();
    }

    /**
     * Reads an entry.
     *
     * @throws ArchiveLine.Malformed where the bytes aren't one
     */
    public static ArchiveIndexEntry parse(byte[] bytes) throws ArchiveLine.Malformed {
        Map<String, String> texts = new HashMap<>();
        Map<String, SortedMap<LocalDate, Long>> counts = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ArchiveLine.Malformed("the index entry is not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    counts.put(name, counts(json));
                } else {
                    texts.put(name, json.getText());
                }
            }
            return new ArchiveIndexEntry(
                    ArchiveKey.parse(needed(texts, "key")).orElseThrow(() -> missing("key")),
                    Long.parseLong(needed(texts, "last_offset")),
                    Long.parseLong(needed(texts, "bytes")),
                    needed(texts, "sha256"),
                    needed(counts, "lines"),
                    needed(counts, "received"),
                    needed(counts, "received_so_far"));
        } catch (ArchiveLine.Malformed malformed) {
            throw malformed;
        } catch (IOException | DateTimeException | IllegalArgumentException wrong) {
            throw new ArchiveLine.Malformed("the index entry is not JSON of the index's form", wrong);
        }
    }

    private static SortedMap<LocalDate, Long> counts(JsonParser json) throws IOException {
        SortedMap<LocalDate, Long> counts = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            LocalDate date = LocalDate.parse(json.currentName());
            json.nextToken();
            counts.put(date, json.getLongValue());
        }
        return counts;
    }

    private static <T> T needed(Map<String, T> found, String name) throws ArchiveLine.Malformed {
        T value = found.get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private static ArchiveLine.Malformed missing(String name) {
        return new ArchiveLine.Malformed("the index entry has no usable " + name);
    }
}
