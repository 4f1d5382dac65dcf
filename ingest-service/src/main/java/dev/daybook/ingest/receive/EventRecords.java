package dev.daybook.ingest.receive;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Document.Accepted;
import dev.daybook.events.EventHeaders;
import dev.daybook.service.http.Request;
import java.time.LocalTime;
import java.time.ZoneId;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes the record of an accepted event: its own bytes, keyed by its identity, stamped once with its business day, its
 * producer and its trace.
 */
final class EventRecords {
    private final String topic;
    private final ZoneId zone;
    private final LocalTime dayStartsAt;

    EventRecords(String topic, ZoneId zone, LocalTime dayStartsAt) {
        this.topic = topic;
        this.zone = zone;
        this.dayStartsAt = dayStartsAt;
    }

    ProducerRecord<byte[], byte[]> of(Accepted accepted, Request request) {
        byte[] key = accepted.event().identity().key();
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(topic, key, accepted.value());
        EventHeaders.stamp(made.headers(), BusinessDay.of(accepted.event().countsAt(), zone, dayStartsAt));
        made.headers()
                .add(EventHeaders.PRODUCER, EventHeaders.bytes(request.caller().id()));
        made.headers()
                .add(EventHeaders.TRACE, EventHeaders.bytes(request.trace().traceparent()));
        return made;
    }
}
