package dev.daybook.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What a follower that has read its topic to the end says when it can't read on. */
class TopicFollowerTest {
    private static final TopicPartition PARTITION = new TopicPartition("stores", 0);

    private final MockConsumer<byte[], byte[]> consumer = emptyTopic();
    private final Logger logger = (Logger) LoggerFactory.getLogger(TopicFollower.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void readTheLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(log);
    }

    private static MockConsumer<byte[], byte[]> emptyTopic() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        consumer.updatePartitions(
                PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        return consumer;
    }

    static Stream<Throwable> unforeseen() {
        return Stream.of(new NoClassDefFoundError("dev/daybook/Gone"), new IllegalStateException("a bug"));
    }

    @ParameterizedTest
    @MethodSource("unforeseen")
    void isNotReady_whenReadingEnds(Throwable unforeseen) {
        consumer.schedulePollTask(() -> raise(unforeseen));

        saysAtLast(value -> Optional.empty(), "it is no longer read: " + unforeseen + "; restart this service");
    }

    @ParameterizedTest
    @MethodSource("unforeseen")
    void isNotReady_whenItsReaderFails(Throwable unforeseen) {
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, 0, null, new byte[0])));

        saysAtLast(
                value -> {
                    raise(unforeseen);
                    return Optional.empty();
                },
                "the record at offset 0 could not be taken; restart this service");
    }

    @Test
    void staysReadyAndTellsTheInterruption_whileKafkaIsGone() {
        AtomicBoolean gone = new AtomicBoolean();
        MockConsumer<byte[], byte[]> again = emptyTopic();
        Iterator<MockConsumer<byte[], byte[]>> consumers =
                List.of(consumer, again).iterator();
        Supplier<Consumer<byte[], byte[]>> connections = () -> {
            if (gone.get()) {
                throw new KafkaException("no broker");
            }
            return consumers.next();
        };
        try (TopicFollower follower =
                TopicFollower.start(connections, PARTITION.topic(), "test", value -> Optional.empty())) {
            await().until(() -> follower.notReady().isEmpty());
            assertThat(follower.interruption()).isEmpty();

            gone.set(true);
            consumer.setOffsetsException(new TimeoutException("no answer"));
            await().untilAsserted(
                            () -> assertThat(follower.interruption()).contains("stores: it can't be read: no broker"));
            assertThat(follower.notReady()).isEmpty();

            gone.set(false);
            await().until(() -> follower.interruption().isEmpty());
            assertThat(follower.notReady()).isEmpty();
        }
    }

    private void saysAtLast(TopicFollower.Reader reader, String why) {
        String said = PARTITION.topic() + ": " + why;
        try (TopicFollower follower = TopicFollower.start(() -> consumer, PARTITION.topic(), "test", reader)) {
            await().untilAsserted(() -> assertThat(follower.notReady()).contains(said));
        }
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).isEqualTo(said);
            assertThat(line.getThrowableProxy()).isNotNull();
        });
    }

    private static void raise(Throwable unforeseen) {
        if (unforeseen instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) unforeseen;
    }
}
