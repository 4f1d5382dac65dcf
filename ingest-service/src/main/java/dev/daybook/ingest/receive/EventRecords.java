package dev.daybook.ingest.receive;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Document.Accepted;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.Rejection;
import dev.daybook.events.Rejection.RefusedBy;
import dev.daybook.events.Topics;
import dev.daybook.service.http.Request;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes the record of an event, accepted or refused, with its producer and its trace. Its key is the event's identity, so that
 * a refusal lies in the partition that the event would; a refusal without one has its producer's id for a key. It is stamped
 * once with its business day, a refusal only where its own time can be read.
 */
final class EventRecords {
    private final Topics topics;
    private final ZoneId zone;
    private final LocalTime dayStartsAt;

    EventRecords(Topics topics, ZoneId zone, LocalTime dayStartsAt) {
        this.topics = topics;
        this.zone = zone;
        this.dayStartsAt = dayStartsAt;
    }

    ProducerRecord<byte[], byte[]> of(Judged judged, Request request) {
        if (judged instanceof Judged.Wrong wrong) {
            return refusal(wrong, rejection(wrong).toJson(), request);
        }
        Accepted accepted = ((Judged.Right) judged).accepted();
        return record(
                topics.events().name(),
                accepted.event().identity().key(),
                accepted.value(),
                accepted.event().countsAt(),
                request);
    }

    /** The record of a refusal that keeps nothing of the body but its length and hash. */
    ProducerRecord<byte[], byte[]> withoutBody(Judged.Wrong wrong, Request request) {
        return refusal(wrong, rejection(wrong).toJsonWithoutBody(), request);
    }

    private static Rejection rejection(Judged.Wrong wrong) {
        return new Rejection(wrong.refusal(), RefusedBy.DOOR, wrong.envelope(), wrong.body());
    }

    private ProducerRecord<byte[], byte[]> refusal(Judged.Wrong wrong, byte[] value, Request request) {
        byte[] key = wrong.envelope()
                .identity()
                .map(Identity::key)
                .orElseGet(() -> EventHeaders.bytes(request.caller().id()));
        return record(topics.rejected().name(), key, value, wrong.envelope().countsAt(), request);
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, byte[] key, byte[] value, Instant countsAt, Request request) {
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(topic, key, value);
        if (countsAt != null) {
            EventHeaders.stamp(made.headers(), BusinessDay.of(countsAt, zone, dayStartsAt));
        }
        made.headers()
                .add(EventHeaders.PRODUCER, EventHeaders.bytes(request.caller().id()));
        made.headers()
                .add(EventHeaders.TRACE, EventHeaders.bytes(request.trace().traceparent()));
        return made;
    }
}
