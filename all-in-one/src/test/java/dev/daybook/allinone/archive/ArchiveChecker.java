package dev.daybook.allinone.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Compares the archive with Kafka, record by record. Shares nothing with the archiver: it has its own consumer, its own S3
 * client, its own reading of keys, lines and index, and its own idea of what is valid JSON. Assumes UTC as the default zone.
 */
final class ArchiveChecker {
    private static final Pattern KEY =
            Pattern.compile("raw/dt=(\\d{4}-\\d\\d-\\d\\d)/hour=(\\d\\d)/(.+)-(\\d+)-(\\d{20})\\.ndjson\\.gz");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);

    private final String servers;
    private final S3Client s3;
    private final String bucket;
    private final List<String> topics;
    private final int partitions;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, ConsumerRecord<byte[], byte[]>> missing = new TreeMap<>();
    private final Map<String, String> foundIn = new HashMap<>();
    private final Map<String, TreeMap<String, Long>> receivedSoFar = new HashMap<>();

    /** @param records how many Kafka holds */
    record Verdict(long records, List<String> problems) {}

    ArchiveChecker(String servers, S3Client s3, String bucket, List<String> topics, int partitions) {
        this.servers = servers;
        this.s3 = s3;
        this.bucket = bucket;
        this.topics = topics;
        this.partitions = partitions;
    }

    Verdict check() {
        readKafka();
        Map<String, ConsumerRecord<byte[], byte[]>> all = Map.copyOf(missing);
        list("raw/").stream()
                .filter(key -> KEY.matcher(key).matches())
                .sorted((a, b) -> order(a).compareTo(order(b)))
                .forEach(key -> object(key, all));
        missing.keySet().forEach(record -> problems.add(record + " is not archived"));
        return new Verdict(all.size(), List.copyOf(problems));
    }

    /** The first offsets of all objects. */
    List<Long> objects() {
        return list("raw/").stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .map(key -> Long.parseLong(key.group(5)))
                .toList();
    }

    private static String order(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private void readKafka() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", servers, "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (String topic : topics) {
                for (int p = 0; p < partitions; p++) {
                    TopicPartition partition = new TopicPartition(topic, p);
                    consumer.assign(List.of(partition));
                    consumer.seekToBeginning(List.of(partition));
                    long end = consumer.endOffsets(List.of(partition)).get(partition);
                    while (consumer.position(partition) < end) {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(record ->
                                        missing.put(name(topic, record.partition(), record.offset()), record));
                    }
                }
            }
        }
    }

    private static String name(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + String.format("%012d", offset);
    }

    private List<String> list(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private void object(String key, Map<String, ConsumerRecord<byte[], byte[]>> all) {
        Matcher parts = KEY.matcher(key);
        parts.matches();
        byte[] packed =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
        List<byte[]> lines;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            lines = split(in.readAllBytes());
        } catch (IOException torn) {
            problems.add(key + " is torn: " + torn.getMessage());
            return;
        }
        TreeMap<String, Long> dates = new TreeMap<>();
        TreeMap<String, Long> received = new TreeMap<>();
        long last = Long.parseLong(parts.group(5)) - 1;
        for (byte[] line : lines) {
            last = line(key, parts, line, last, all, dates, received);
        }
        index(key, parts, packed, last, dates, received);
    }

    private static List<byte[]> split(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                lines.add(Arrays.copyOfRange(text, from, i));
                from = i + 1;
            }
        }
        if (from < text.length) {
            lines.add(Arrays.copyOfRange(text, from, text.length));
        }
        return lines;
    }

    private long line(
            String key,
            Matcher parts,
            byte[] line,
            long last,
            Map<String, ConsumerRecord<byte[], byte[]>> all,
            Map<String, Long> dates,
            Map<String, Long> received) {
        JsonNode json;
        try {
            json = JSON.readTree(new String(line, UTF_8));
        } catch (IOException malformed) {
            problems.add(key + " has a line that is not JSON");
            return last;
        }
        long offset = json.path("offset").asLong(-1);
        String name = name(parts.group(3), Integer.parseInt(parts.group(4)), offset);
        if (last == Long.parseLong(parts.group(5)) - 1 ? offset != last + 1 : offset <= last) {
            problems.add(name + " is out of order in " + key);
        }
        String other = foundIn.put(name, key);
        if (other != null) {
            problems.add(name + " is archived twice: in " + other + " and " + key);
        }
        missing.remove(name);
        ConsumerRecord<byte[], byte[]> record = all.get(name);
        if (record == null) {
            problems.add(name + " is archived but not in Kafka");
            return offset;
        }
        String expected = expected(record);
        if (!Arrays.equals(line, expected.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))) {
            problems.add(name + " differs: " + new String(line, UTF_8) + " is not " + expected);
        }
        String hour = Instant.ofEpochMilli(record.timestamp()).toString().substring(0, 13);
        if (!hour.equals(parts.group(1) + "T" + parts.group(2))) {
            problems.add(name + " was received in another hour than " + key + " says");
        }
        String date = json.path("business_date").asText();
        dates.merge(date, 1L, Long::sum);
        boolean counts = !parts.group(3).endsWith(".rejected")
                || "door".equals(json.path("refused_by").asText());
        if (counts) {
            received.merge(date, 1L, Long::sum);
        }
        return offset;
    }

    /** The line as a text of one character per byte. */
    private static String expected(ConsumerRecord<byte[], byte[]> record) {
        String date = header(record, "business_date");
        String time = header(record, "local_time");
        boolean isStamped = isStamped(date, time);
        if (!isStamped) {
            date = Instant.ofEpochMilli(record.timestamp()).toString().substring(0, 10);
        }
        String producer = header(record, "producer");
        String receivedAt = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(record.timestamp()));
        return "{\"partition\":" + record.partition() + ",\"offset\":" + record.offset() + ",\"received_at\":\""
                + receivedAt + "\",\"producer\":"
                + (producer == null ? "null" : "\"" + producer.replace("\"", "\\\"") + "\"")
                + ",\"business_date\":\"" + date + "\",\"local_time\":" + (isStamped ? "\"" + time + "\"" : "null")
                + (record.topic().endsWith(".rejected") ? refusal(record.value()) : event(record)) + "}";
    }

    private static String event(ConsumerRecord<byte[], byte[]> record) {
        String key = ",\"key_base64\":" + base64(record.key());
        return isOneLineOfJson(record.value())
                ? key + ",\"event\":" + latin1(record.value())
                : key + body(record.value());
    }

    private static String refusal(byte[] value) {
        String text = latin1(value);
        return text.startsWith("{\"code\":") ? "," + text.substring(1, text.length() - 1) : body(value);
    }

    private static String body(byte[] value) {
        return ",\"body_base64\":" + base64(value);
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? "null" : "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static boolean isStamped(String date, String time) {
        try {
            return date != null && time != null && LocalDate.parse(date) != null && LocalDateTime.parse(time) != null;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static boolean isOneLineOfJson(byte[] value) {
        try {
            if (value == null || value.length == 0) {
                return false;
            }
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return !text.contains("\n")
                    && !text.contains("\r")
                    && !JSON.readTree(text).isMissingNode();
        } catch (CharacterCodingException notUtf8) {
            return false;
        } catch (IOException notJson) {
            return false;
        }
    }

    private void index(
            String key,
            Matcher parts,
            byte[] packed,
            long last,
            Map<String, Long> dates,
            TreeMap<String, Long> received) {
        String day = "index/" + parts.group(3) + "-" + parts.group(4) + "/dt=" + parts.group(1) + "/";
        String path = day + parts.group(5) + ".json";
        TreeMap<String, Long> soFar = receivedSoFar.computeIfAbsent(day, d -> new TreeMap<>());
        received.forEach((date, lines) -> soFar.merge(date, lines, Long::sum));
        try {
            JsonNode entry = JSON.readTree(
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(path))
                            .asByteArray());
            JsonNode expected = JSON.createObjectNode()
                    .put("key", key)
                    .put("first_offset", Long.parseLong(parts.group(5)))
                    .put("last_offset", last)
                    .put("bytes", packed.length)
                    .put(
                            "sha256",
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(packed)))
                    .<com.fasterxml.jackson.databind.node.ObjectNode>set("lines", JSON.valueToTree(dates))
                    .<com.fasterxml.jackson.databind.node.ObjectNode>set("received", JSON.valueToTree(received))
                    .set("received_so_far", JSON.valueToTree(soFar));
            if (!entry.toString().equals(expected.toString())) {
                problems.add(path + " says " + entry + ", not " + expected);
            }
        } catch (software.amazon.awssdk.services.s3.model.NoSuchKeyException absent) {
            problems.add(path + " is missing");
        } catch (IOException | NoSuchAlgorithmException unreadable) {
            problems.add(path + " can't be read: " + unreadable);
        }
    }
}
