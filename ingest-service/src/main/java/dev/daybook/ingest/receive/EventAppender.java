package dev.daybook.ingest.receive;

import dev.daybook.events.Topics;
import dev.daybook.service.kafka.KafkaConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events and refusals to their topics: a result DURABLE means that every in-sync replica has the record. A result comes within
 * {@link ProducerSettings#DELIVERY_TIMEOUT}, at once during an outage; no record holds the caller up for longer than
 * {@link ProducerSettings#MAX_BLOCK}, and the first that finds no room is the last that is tried. Memory is bounded by the
 * producer's buffer; thread-safe.
 */
public final class EventAppender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventAppender.class);
    /** How often a probe waits {@link ProducerSettings#MAX_BLOCK} for a new producer to know a topic. */
    private static final int METADATA_ATTEMPTS = 40;
    /** What is still on its way gets this long when the service closes; the HTTP server has waited for it before. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final List<String> topics;
    private final long bufferBytes;
    private final MeterRegistry meters;
    private final Availability availability =
            new Availability(System::nanoTime, "Kafka has not been reached since the start");
    private final TopicProbe probe;
    private final TopicWatch watch;
    private volatile KafkaProducer<byte[], byte[]> producer;
    private volatile KafkaClientMetrics producerMetrics;
    /** Set by an error that a producer may never get over; the next probe replaces it. */
    private volatile boolean producerBroken;

    private EventAppender(KafkaConnection connection, List<String> topics, long bufferBytes, MeterRegistry meters) {
        this.connection = connection;
        this.topics = topics;
        this.bufferBytes = bufferBytes;
        this.meters = meters;
        this.probe = new TopicProbe(ProducerSettings.ofAdmin(connection), topics);
        this.watch = new TopicWatch(availability, this::problem);
    }

    /** Starts to look for Kafka, and returns before it is found; see {@link ProducerSettings#invalid} for the connection. */
    public static EventAppender start(
            KafkaConnection connection, Topics topics, long bufferBytes, MeterRegistry meters) {
        List<String> names = List.of(topics.events().name(), topics.rejected().name());
        EventAppender appender = new EventAppender(connection, names, bufferBytes, meters);
        appender.watch.start();
        return appender;
    }

    /** Why events are not taken at present, or empty where they are. */
    public Optional<String> outage() {
        return availability.outage();
    }

    /** Events and refusals that wait for Kafka's answer. */
    public int inFlight() {
        return availability.inFlight();
    }

    /**
     * Sends a record for each of the items, and completes with a result for each, in their order; never exceptionally.
     *
     * @param record makes an item's record when its turn comes: the producer copies it into its bounded buffer at once, so that
     *     a thousand refusals never stand in memory together
     */
    <T> CompletionStage<List<Appended>> append(List<T> items, Function<T, ProducerRecord<byte[], byte[]>> record) {
        PendingAppend pending = new PendingAppend(items.size());
        KafkaProducer<byte[], byte[]> current = producer;
        if (current == null || outage().isPresent()) {
            giveUpFrom(0, items.size(), pending, Appended.UNAVAILABLE);
            return pending.done();
        }
        long sentAt = availability.sending(items.size());
        int handedOver = 0;
        try {
            while (handedOver < items.size()) {
                send(current, record.apply(items.get(handedOver)), new Ticket(pending, handedOver, sentAt));
                Appended result = pending.result(handedOver);
                handedOver++;
                if (result == Appended.BUFFER_FULL || result == Appended.UNAVAILABLE) {
                    // Each further send would block for MAX_BLOCK as well: 1,000 of them for most of a minute.
                    giveUpFrom(handedOver, items.size(), pending, result);
                    break;
                }
            }
        } finally {
            // Whatever ended the loop, an Error too: what was never sent would look like a stall for good.
            availability.withdrawn(items.size() - handedOver);
        }
        return pending.done();
    }

    private static void giveUpFrom(int first, int end, PendingAppend pending, Appended result) {
        for (int i = first; i < end; i++) {
            pending.put(i, result);
        }
    }

    /** One record's place in its request. */
    private record Ticket(PendingAppend pending, int index, long sentAt) {}

    private void send(KafkaProducer<byte[], byte[]> current, ProducerRecord<byte[], byte[]> event, Ticket ticket) {
        Thread caller = Thread.currentThread();
        try {
            current.send(event, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged(ticket);
                } else {
                    // On the caller's own thread it failed before it was buffered: certainly not in Kafka.
                    failed(ticket, failure, Thread.currentThread() == caller ? Appended.UNAVAILABLE : Appended.UNKNOWN);
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            failed(ticket, failure, Appended.UNAVAILABLE);
        }
    }

    private void acknowledged(Ticket ticket) {
        availability.acknowledged();
        ticket.pending().put(ticket.index(), Appended.DURABLE);
    }

    private void failed(Ticket ticket, Exception failure, Appended result) {
        if (ticket.pending().result(ticket.index()) != null) {
            return; // told twice: by the callback and by what send() threw
        }
        if (failure instanceof BufferExhaustedException) {
            settle(ticket, Appended.BUFFER_FULL);
        } else if (failure instanceof RecordTooLargeException) {
            settle(ticket, Appended.TOO_LARGE);
        } else {
            if (!(failure instanceof RetriableException)) {
                producerBroken = true;
            }
            availability.failed(ticket.sentAt(), why(failure));
            ticket.pending().put(ticket.index(), result);
        }
    }

    private void settle(Ticket ticket, Appended result) {
        availability.withdrawn(1);
        ticket.pending().put(ticket.index(), result);
    }

    private static String why(Exception failure) {
        return failure instanceof TimeoutException
                ? "Kafka did not acknowledge an event within " + ProducerSettings.DELIVERY_TIMEOUT.toSeconds() + " s"
                : "Kafka failed an event: " + TopicProbe.reason(failure);
    }

    /** Asks Kafka, and sees to it that there is a producer that knows the topics. On the watch's thread only. */
    private Optional<String> problem() throws InterruptedException {
        Optional<String> ofTopic = probe.problem();
        if (ofTopic.isPresent()) {
            return ofTopic;
        }
        try {
            if (producer == null || producerBroken) {
                replaceProducer();
            }
            return topics.stream()
                    .filter(topic -> !knows(topic))
                    .findFirst()
                    .map(topic -> "the producer has not found the topic " + topic);
        } catch (KafkaException e) {
            return Optional.of("there is no way to Kafka: " + TopicProbe.reason(e));
        }
    }

    private void replaceProducer() {
        closeProducer(Duration.ZERO);
        producerBroken = false;
        KafkaProducer<byte[], byte[]> fresh = new KafkaProducer<>(ProducerSettings.ofProducer(connection, bufferBytes));
        producerMetrics = new KafkaClientMetrics(fresh);
        producerMetrics.bindTo(meters);
        producer = fresh;
    }

    private boolean knows(String topic) {
        for (int attempt = 0; attempt < METADATA_ATTEMPTS; attempt++) {
            try {
                producer.partitionsFor(topic);
                return true;
            } catch (TimeoutException stillAsking) {
                LOG.debug("the producer is still asking for the topic {}", topic);
            }
        }
        return false;
    }

    private void closeProducer(Duration timeout) {
        KafkaProducer<byte[], byte[]> old = producer;
        if (old != null) {
            producer = null;
            producerMetrics.close();
            old.close(timeout);
        }
    }

    @Override
    public void close() {
        watch.close();
        closeProducer(CLOSE_TIMEOUT);
        probe.close();
    }
}
