package dev.daybook.allinone.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Refusal;
import dev.daybook.events.Rejection;
import dev.daybook.events.Topics;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records as the door and the processor do, and some that neither would: junk, no value, no headers. Repeatable by its seed. */
final class Traffic implements AutoCloseable {
    private static final Instant FROM = Instant.parse("2026-11-18T20:00:00Z");

    private final KafkaProducer<byte[], byte[]> door;
    private final KafkaProducer<byte[], byte[]> processor;
    private final Topics topics;
    private final int partitions;
    private final Random random;
    private long sent;
    private boolean inTransactions;

    Traffic(String servers, Topics topics, int partitions, long seed) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        this.door = new KafkaProducer<>(Map.of("bootstrap.servers", servers, "acks", "all"), bytes, bytes);
        this.processor = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "transactional.id",
                        "processor-of-" + topics.events().name()),
                bytes,
                bytes);
        this.topics = topics;
        this.partitions = partitions;
        this.random = new Random(seed);
    }

    /** Sends that many events, returns when they are acknowledged. */
    Traffic events(int count) {
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acks.add(door.send(event(topics.events().name(), random.nextInt(partitions))));
        }
        return acknowledged(acks);
    }

    /** Events for one partition. */
    Traffic events(int count, int partition) {
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acks.add(door.send(event(topics.events().name(), partition)));
        }
        return acknowledged(acks);
    }

    /** Sends refusals in transactions, most of them committed, and some by the door in between. */
    Traffic refusals(int count) {
        if (!inTransactions) {
            processor.initTransactions();
            inTransactions = true;
        }
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean aborts = random.nextInt(4) == 0;
            processor.beginTransaction();
            processor.send(refusal(Rejection.RefusedBy.PROCESSOR));
            if (aborts) {
                processor.flush();
                processor.abortTransaction();
            } else {
                processor.commitTransaction();
                sent++;
            }
            if (random.nextBoolean()) {
                acks.add(door.send(refusal(Rejection.RefusedBy.DOOR)));
            }
        }
        return acknowledged(acks);
    }

    private Traffic acknowledged(List<Future<RecordMetadata>> acks) {
        try {
            for (Future<RecordMetadata> ack : acks) {
                ack.get();
                sent++;
            }
            return this;
        } catch (ExecutionException | InterruptedException notSent) {
            throw new AssertionError("the broker did not take what a test sent", notSent);
        }
    }

    /** How many records a read_committed reader finds. */
    long sent() {
        return sent;
    }

    private ProducerRecord<byte[], byte[]> event(String topic, int partition) {
        long n = random.nextLong();
        byte[] key = new byte[16];
        random.nextBytes(key);
        String json =
                "{\"event_id\": \"e-" + n + "\",  \"details\":{\"name\":\"Caf\u00e9 \u2603\",\"amount\":1.50,\"pad\":\""
                        + "x".repeat(random.nextInt(300)) + "\"}}";
        byte[] value = switch (random.nextInt(20)) {
            case 0 -> null;
            case 1 -> (json + "\n").getBytes(UTF_8);
            case 2 -> key.clone();
            case 3 -> json.substring(0, 12).getBytes(UTF_8);
            default -> json.getBytes(UTF_8);
        };
        return stamped(new ProducerRecord<>(topic, partition, random.nextInt(30) == 0 ? null : key, value));
    }

    private ProducerRecord<byte[], byte[]> refusal(Rejection.RefusedBy by) {
        byte[] body = new byte[random.nextInt(500)];
        random.nextBytes(body);
        byte[] value = new Rejection(new Refusal(Refusal.Code.INVALID_JSON, "/a\"b", "caf\u00e9"), by, body).toJson();
        if (random.nextInt(10) == 0) {
            value = "{\"offset\":3}".getBytes(UTF_8);
        }
        return stamped(new ProducerRecord<>(topics.rejected().name(), random.nextInt(partitions), body, value));
    }

    private ProducerRecord<byte[], byte[]> stamped(ProducerRecord<byte[], byte[]> record) {
        if (random.nextInt(15) > 0) {
            record.headers().add(EventHeaders.PRODUCER, "till-\"7\"".getBytes(UTF_8));
            Instant soldAt = FROM.plusSeconds(random.nextInt(2 * 86_400));
            EventHeaders.stamp(record.headers(), BusinessDay.of(soldAt, ZoneOffset.UTC, LocalTime.of(4, 0)));
        }
        return record;
    }

    @Override
    public void close() {
        door.close();
        processor.close();
    }
}
