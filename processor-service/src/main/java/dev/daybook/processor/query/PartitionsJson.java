package dev.daybook.processor.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.daybook.processor.aggregate.PartitionRows;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.service.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * How instances tell each other their rows: {@code {"partitions":[{"partition":0,"events":123,"rejected":45,"rows":[key,value,…]}]}},
 * {@code events} and {@code rejected} being the offsets after the last counted records, each key and value in base64 as the store holds it. Values carry a
 * version, so an instance of another release is noticed, not misread.
 */
final class PartitionsJson {
    private static final int MISSING = -1;

    private PartitionsJson() {}

    static byte[] write(List<PartitionRows> partitions) {
        return JsonBody.object(json -> {
            json.writeArrayFieldStart("partitions");
            for (PartitionRows partition : partitions) {
                json.writeStartObject();
                json.writeNumberField("partition", partition.partition());
                json.writeNumberField("events", partition.events());
                json.writeNumberField("rejected", partition.rejected());
                json.writeArrayFieldStart("rows");
                for (Map.Entry<Bytes, Row> row : partition.rows().entrySet()) {
                    json.writeBinary(row.getKey().get());
                    json.writeBinary(row.getValue().encode());
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** @throws IOException where the bytes are not what {@link #write} makes */
    static List<PartitionRows> read(byte[] bytes) throws IOException {
        try (JsonParser json = Json.MAPPER.createParser(bytes)) {
            expect(json, JsonToken.START_OBJECT);
            expect(json, JsonToken.FIELD_NAME);
            expect(json, JsonToken.START_ARRAY);
            List<PartitionRows> partitions = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                partitions.add(partition(json));
            }
            expect(json, JsonToken.END_OBJECT);
            return partitions;
        } catch (RuntimeException unreadable) {
            // Whatever the decoding of foreign bytes trips over: they are another release's, or not rows at all.
            throw new IOException("a row of the answer can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static PartitionRows partition(JsonParser json) throws IOException {
        int partition = MISSING;
        long events = MISSING;
        long rejected = MISSING;
        TreeMap<Bytes, Row> rows = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "partition" -> partition = json.getIntValue();
                case "events" -> events = json.getLongValue();
                case "rejected" -> rejected = json.getLongValue();
                case "rows" -> readRows(json, rows);
                default -> json.skipChildren();
            }
        }
        if (partition < 0 || events < 0 || rejected < 0) {
            throw new IOException("a partition of the answer lacks its number or one of its offsets");
        }
        return new PartitionRows(partition, events, rejected, rows);
    }

    private static void readRows(JsonParser json, TreeMap<Bytes, Row> rows) throws IOException {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            byte[] key = json.getBinaryValue();
            expect(json, JsonToken.VALUE_STRING);
            rows.put(Bytes.wrap(key), Row.decode(RowKey.decode(key).kind(), json.getBinaryValue()));
        }
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        JsonToken found = json.nextToken();
        if (found != token) {
            throw new IOException("the answer has " + found + " where " + token + " belongs");
        }
    }
}
