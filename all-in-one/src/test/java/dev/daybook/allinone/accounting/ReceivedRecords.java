package dev.daybook.allinone.accounting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The left side of the equation, counted from outside: an own consumer reads both topics to their ends and counts the lines of
 * each day, with nothing of the code that it checks.
 */
final class ReceivedRecords {
    static final String EVENTS = "daybook.events";
    static final String REJECTED = "daybook.rejected";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By business date. */
    final Map<LocalDate, Long> received = new TreeMap<>();
    /** The offset behind the last readable record, by topic and partition. */
    final Map<TopicPartition, Long> readTo = new HashMap<>();

    final List<ConsumerRecord<byte[], byte[]>> rejected = new ArrayList<>();

    private final ZoneId zone;

    private ReceivedRecords(ZoneId zone) {
        this.zone = zone;
    }

    static ReceivedRecords read(String bootstrapServers, ZoneId zone) {
        ReceivedRecords found = new ReceivedRecords(zone);
        Map<String, Object> properties =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(EVENTS, REJECTED)) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::count);
            }
        }
        return found;
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        readTo.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        if (record.topic().equals(REJECTED)) {
            rejected.add(record);
        }
        if (record.topic().equals(EVENTS) || "door".equals(refusedBy(record))) {
            received.merge(date(record), 1L, Long::sum);
        }
    }

    private static String refusedBy(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode json = JSON.readTree(record.value());
            return json.path("refused_by").asText();
        } catch (IOException foreign) {
            return "nobody";
        }
    }

    private LocalDate date(ConsumerRecord<byte[], byte[]> record) {
        Header date = record.headers().lastHeader("business_date");
        return date == null
                ? LocalDate.ofInstant(Instant.ofEpochMilli(record.timestamp()), zone)
                : LocalDate.parse(new String(date.value(), StandardCharsets.UTF_8));
    }
}
