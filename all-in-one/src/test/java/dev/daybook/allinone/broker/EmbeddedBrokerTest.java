package dev.daybook.allinone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.allinone.ListenAddress;
import dev.daybook.service.PortTaken;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final ListenAddress ANY_PORT = ListenAddress.loopback(0, "KAFKA_PORT");
    private static final Consumer<BrokerFailed> NO_FAILURE_EXPECTED = failure -> {
        throw new AssertionError(failure);
    };
    private static final String TOPIC = "orders";

    @TempDir
    Path folder;

    @Test
    void keepsRecordsAndPort_whenClosedAndStartedAgain() throws Exception {
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, ANY_PORT, NO_FAILURE_EXPECTED)) {
            port = broker.port();
            createTopic(broker.bootstrapServers());
            send(broker.bootstrapServers(), "one");
        }
        ListenAddress samePort = ListenAddress.loopback(port, "KAFKA_PORT");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, samePort, NO_FAILURE_EXPECTED)) {
            send(broker.bootstrapServers(), "two");
            assertThat(broker.port()).isEqualTo(port);
            assertThat(readAll(broker.bootstrapServers(), 2)).containsExactly("one", "two");
        }
    }

    @Test
    void sendsWhatAProducerHolds_whenTheBrokerComesBack() throws Exception {
        EmbeddedBroker first = EmbeddedBroker.start(folder, ANY_PORT, NO_FAILURE_EXPECTED);
        createTopic(first.bootstrapServers());
        try (KafkaProducer<String, String> producer = producer(first.bootstrapServers())) {
            producer.send(new ProducerRecord<>(TOPIC, "before")).get();
            first.close();
            // On another thread, because a broker that stops leaves the producer without metadata, and send() waits.
            CompletableFuture<Long> pending = CompletableFuture.supplyAsync(() -> offsetOf(producer, "during"));
            ListenAddress samePort = ListenAddress.loopback(first.port(), "KAFKA_PORT");
            try (EmbeddedBroker second = EmbeddedBroker.start(folder, samePort, NO_FAILURE_EXPECTED)) {
                assertThat(pending.get()).isEqualTo(1);
                assertThat(readAll(second.bootstrapServers(), 2)).containsExactly("before", "during");
            }
        }
    }

    @Test
    void keepsAcknowledgedRecords_whenTheProcessIsKilled() throws Exception {
        try (ChildJvm child = ChildJvm.start(BrokerProcess.class, folder)) {
            createTopic(child.readyText());
            for (int i = 0; i < 50; i++) {
                send(child.readyText(), "record-" + i);
            }
            child.kill();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, ANY_PORT, NO_FAILURE_EXPECTED)) {
            assertThat(readAll(broker.bootstrapServers(), 50))
                    .hasSize(50)
                    .startsWith("record-0")
                    .endsWith("record-49");
        }
    }

    @Test
    void makesNoTopic_whenARecordNamesAnUnknownOne() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, ANY_PORT, NO_FAILURE_EXPECTED);
                Admin admin = admin(broker.bootstrapServers())) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("nowhere"))
                            .allTopicNames()
                            .get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void namesPortAndSettingAndLeavesTheFolderFree_whenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ListenAddress address = ListenAddress.loopback(taken.getLocalPort(), "KAFKA_PORT");
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, address, NO_FAILURE_EXPECTED))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + " (KAFKA_PORT) is taken");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, ANY_PORT, NO_FAILURE_EXPECTED)) {
            createTopic(broker.bootstrapServers());
        }
    }

    @Test
    void failsAndLeavesTheFirstRunning_whenItsFolderIsInUse() throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.start(folder, ANY_PORT, NO_FAILURE_EXPECTED)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, ANY_PORT, NO_FAILURE_EXPECTED))
                    .isInstanceOf(BrokerFailed.class);
            createTopic(first.bootstrapServers());
            send(first.bootstrapServers(), "still here");
        }
    }

    @Test
    void tellsTheListenerInsteadOfEndingTheProcess_whenKafkaHalts() {
        List<BrokerFailed> told = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, ANY_PORT, told::add)) {
            assertThatThrownBy(() -> Exit.halt(1, "all log dirs failed")).isInstanceOf(BrokerFailed.class);
            assertThat(told).hasSize(1);
            assertThat(broker.failure()).contains(told.get(0));
            assertThat(told.get(0)).hasMessageContaining("all log dirs failed");
        }
    }

    private static Admin admin(String servers) {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    private static void createTopic(String servers) throws Exception {
        try (Admin admin = admin(servers)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static KafkaProducer<String, String> producer(String servers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all"), new StringSerializer(), new StringSerializer());
    }

    private static void send(String servers, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(servers)) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static long offsetOf(KafkaProducer<String, String> producer, String value) {
        try {
            return producer.send(new ProducerRecord<>(TOPIC, value)).get().offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new CompletionException(e);
        }
    }

    private static List<String> readAll(String servers, int atLeast) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            assertThat(end).isGreaterThanOrEqualTo(atLeast);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }

    /** Runs a broker until it is killed. */
    static final class BrokerProcess {
        private BrokerProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), ANY_PORT, NO_FAILURE_EXPECTED)) {
                ChildJvm.announce(broker.bootstrapServers());
            }
        }
    }
}
