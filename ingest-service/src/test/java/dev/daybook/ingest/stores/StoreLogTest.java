package dev.daybook.ingest.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Topics;
import dev.daybook.events.stores.StoreRecord;
import dev.daybook.events.stores.StoreRegistry;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.ingest.stores.StoreLog.NotKnown;
import dev.daybook.ingest.stores.StoreLog.ReadBack;
import dev.daybook.ingest.stores.StoreLog.Written;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreLogTest {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final ConcurrentLinkedQueue<MockProducer<byte[], byte[]>> made = new ConcurrentLinkedQueue<>();
    private final StoreLog log = new StoreLog(this::producer, new Topics("daybook"), new StoreRegistry());

    private Producer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        made.add(producer);
        return producer;
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void sendsTheNextChangeByANewProducer_whenOneMayNeverGetOverItsError() {
        CompletionStage<Written> refused = log.write(change("c-1"));
        MockProducer<byte[], byte[]> broken = awaitSent(1, 1);
        broken.errorNext(new ClusterAuthorizationException("planted"));
        CompletionStage<Written> next = log.write(change("c-2"));
        MockProducer<byte[], byte[]> fresh = awaitSent(2, 1);
        log.read(fresh.history().get(0).value());

        assertThat(refused).isCompletedWithValue(new NotKnown());
        assertThat(broken.closed()).isTrue();
        assertThat(next).isCompletedWithValueMatching(ReadBack.class::isInstance);
    }

    @Test
    void keepsItsProducer_whenAnErrorPasses() {
        log.write(change("c-1"));
        awaitSent(1, 1).errorNext(new TimeoutException("planted"));
        log.write(change("c-2"));

        assertThat(awaitSent(1, 2).closed()).isFalse();
    }

    /** The last of so many producers, once that many changes were sent by it. */
    private MockProducer<byte[], byte[]> awaitSent(int producers, int changes) {
        Awaitility.await().atMost(WAIT).until(() -> made.size() == producers && sentByLast() == changes);
        return last();
    }

    private int sentByLast() {
        return last().history().size();
    }

    private MockProducer<byte[], byte[]> last() {
        return made.stream().reduce((earlier, later) -> later).orElseThrow();
    }

    private static StoreRecord change(String name) {
        StoreVersion version = new StoreVersion(
                StoreVersion.BEGINNING,
                "Soho",
                ZoneOffset.UTC,
                LocalTime.MIDNIGHT,
                CurrencyCode.checked("GBP"),
                Optional.empty());
        return new StoreRecord("soho", 0, name, "owner", version);
    }
}
