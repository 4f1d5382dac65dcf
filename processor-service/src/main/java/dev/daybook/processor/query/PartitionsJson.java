package dev.daybook.processor.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.processor.aggregate.PartitionRows;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.service.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * How instances tell each other their rows: {@code {"partitions":[{"partition":0,"events":123,"rejected":45,"rows":[{"key",
 * "value"}]}]}}, {@code events} and {@code rejected} being the offsets after the last counted records, key and value in base64 as the store holds them. Values carry a
 * version, so an instance of another release is noticed, not misread.
 */
final class PartitionsJson {
    private PartitionsJson() {}

    static ObjectNode write(List<PartitionRows> partitions) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        ArrayNode array = json.putArray("partitions");
        for (PartitionRows partition : partitions) {
            ObjectNode entry = array.addObject();
            entry.put("partition", partition.partition());
            entry.put("events", partition.events());
            entry.put("rejected", partition.rejected());
            ArrayNode rows = entry.putArray("rows");
            partition
                    .rows()
                    .forEach(
                            (key, row) -> rows.addObject().put("key", key.get()).put("value", row.encode()));
        }
        return json;
    }

    /** @throws IOException where the bytes are not what {@link #write} makes */
    static List<PartitionRows> read(byte[] bytes) throws IOException {
        JsonNode array = Json.MAPPER.readTree(bytes).path("partitions");
        if (!array.isArray()) {
            throw new IOException("the answer has no array \"partitions\"");
        }
        List<PartitionRows> partitions = new ArrayList<>();
        for (JsonNode entry : array) {
            if (!entry.path("partition").isInt()
                    || !entry.path("events").isIntegralNumber()
                    || !entry.path("rejected").isIntegralNumber()) {
                throw new IOException("a partition of the answer lacks its number or one of its offsets");
            }
            partitions.add(new PartitionRows(
                    entry.get("partition").intValue(),
                    entry.get("events").longValue(),
                    entry.get("rejected").longValue(),
                    rows(entry.path("rows"))));
        }
        return partitions;
    }

    private static TreeMap<Bytes, Row> rows(JsonNode array) throws IOException {
        TreeMap<Bytes, Row> rows = new TreeMap<>();
        try {
            for (JsonNode entry : array) {
                byte[] key = entry.path("key").binaryValue();
                byte[] value = entry.path("value").binaryValue();
                rows.put(Bytes.wrap(key), Row.decode(RowKey.decode(key).kind(), value));
            }
        } catch (RuntimeException unreadable) {
            // Whatever the decoding of foreign bytes trips over: they are another release's, or not rows at all.
            throw new IOException("a row of the answer can't be read: " + unreadable.getMessage(), unreadable);
        }
        return rows;
    }
}
