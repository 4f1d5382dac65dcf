package dev.daybook.allinone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.allinone.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of the broker amid transactions, again and again: each is over in all of its partitions after the next start. */
class KilledBrokerTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 100;
    private static final int KILLS = 5;
    private static final int COMMITS_BEFORE_A_KILL = 3;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void leavesNoTransactionOpen_whenItIsKilledAmidCommits() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm broker = ChildJvm.start(EmbeddedBrokerTest.BrokerProcess.class, folder)) {
                killAmidCommits(broker, kill == 0);
            }
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, ListenAddress.loopback(0, "KAFKA_PORT"), failure -> {
                    throw failure;
                });
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            try (KafkaProducer<String, String> successor = producer(broker.bootstrapServers())) {
                successor.initTransactions(); // ends what was not prepared yet
            }
            Awaitility.await("readers of committed records get to the end of every partition")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(ends(admin, IsolationLevel.READ_COMMITTED))
                            .isEqualTo(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
        }
    }

    private static void killAmidCommits(ChildJvm broker, boolean isFirst) throws Exception {
        String servers = broker.readyText();
        if (isFirst) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
        }
        AtomicInteger commits = new AtomicInteger();
        KafkaProducer<String, String> producer = producer(servers);
        Thread committing = new Thread(() -> commitUntilTheBrokerIsGone(producer, commits), "committing");
        committing.start();
        Awaitility.await("commits")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> commits.get() >= COMMITS_BEFORE_A_KILL);
        broker.kill();
        producer.close(Duration.ZERO);
        committing.join(LIMIT.toMillis());
        assertThat(committing.isAlive()).isFalse();
    }

    private static void commitUntilTheBrokerIsGone(KafkaProducer<String, String> producer, AtomicInteger commits) {
        try {
            producer.initTransactions();
            while (true) {
                producer.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    producer.send(new ProducerRecord<>(TOPIC, partition, null, "record"));
                }
                producer.commitTransaction();
                commits.incrementAndGet();
            }
        } catch (KafkaException | IllegalStateException gone) {
            assertThat(commits.get()).isGreaterThanOrEqualTo(COMMITS_BEFORE_A_KILL);
        }
    }

    private static KafkaProducer<String, String> producer(String servers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "transactional.id", "committing", "max.block.ms", "60000"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static Map<Integer, Long> ends(Admin admin, IsolationLevel isolation) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new java.util.HashMap<>();
        IntStream.range(0, PARTITIONS)
                .forEach(partition -> latest.put(new TopicPartition(TOPIC, partition), OffsetSpec.latest()));
        Map<Integer, Long> ends = new TreeMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }
}
