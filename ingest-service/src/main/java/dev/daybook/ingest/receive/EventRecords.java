package dev.daybook.ingest.receive;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Rejection;
import dev.daybook.events.Rejection.RefusedBy;
import dev.daybook.events.Topics;
import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.service.http.Request;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes the record of an event, accepted or refused, with its producer and its trace. Its key is the event's identity, so that
 * a refusal lies in the partition that the event would; a refusal without one has its producer's id for a key. It is stamped
 * once with its business day, that of its store where that is registered, a refusal only where its own time can be read.
 */
final class EventRecords {
    private final Topics topics;
    private final Supplier<StoreCalendar> calendar;

    EventRecords(Topics topics, Supplier<StoreCalendar> calendar) {
        this.topics = topics;
        this.calendar = calendar;
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
                PartialEnvelope.of(accepted.event()),
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
        return record(topics.rejected().name(), key, value, wrong.envelope(), request);
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, byte[] key, byte[] value, PartialEnvelope envelope, Request request) {
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(topic, key, value);
        if (envelope.countsAt() != null) {
            EventHeaders.stamp(made.headers(), calendar.get().dayOf(envelope.storeId(), envelope.countsAt()));
        }
        made.headers()
                .add(EventHeaders.PRODUCER, EventHeaders.bytes(request.caller().id()));
        made.headers()
                .add(EventHeaders.TRACE, EventHeaders.bytes(request.trace().traceparent()));
        return made;
    }
}
