package dev.daybook.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Accepted;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
    private final EventRecords records =
            new EventRecords("daybook.events", ZoneId.of("America/Toronto"), LocalTime.of(4, 0));

    @Test
    void carriesTheEventsOwnBytes_keyedByIdentity_withoutATimestampOfItsOwn() {
        Accepted accepted = Events.accepted(Events.event("a"));
        ProducerRecord<byte[], byte[]> made = records.of(accepted, Requests.withHeaders(Map.of()));

        assertThat(made.topic()).isEqualTo("daybook.events");
        assertThat(made.value()).isEqualTo(Events.bytes(Events.event("a")));
        assertThat(made.key()).isEqualTo(accepted.event().identity().key());
        assertThat(made.partition()).isNull();
        assertThat(made.timestamp()).isNull();
    }

    @Test
    void stampsDayProducerAndTrace() {
        Accepted beforeFour = Events.accepted(Events.event("a", "2026-07-02T07:59:59Z"));

        assertThat(headers(records.of(beforeFour, Requests.withHeaders(Map.of()))))
                .isEqualTo(Map.of(
                        "producer", "till",
                        "business_date", "2026-07-01",
                        "local_time", "2026-07-02T03:59:59",
                        "traceparent", Requests.TRACEPARENT));
    }

    @Test
    void stampsTheDayOfTheSale_whenItIsVoided() {
        Accepted voided = Events.accepted(Events.voided("a", "2026-07-05T15:00:00Z", "2026-07-02T15:00:00Z"));

        assertThat(headers(records.of(voided, Requests.withHeaders(Map.of()))))
                .containsEntry("business_date", "2026-07-02")
                .containsEntry("local_time", "2026-07-02T11:00:00");
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> made) {
        Map<String, String> headers = new TreeMap<>();
        made.headers()
                .forEach(header ->
                        headers.put(header.key(), new String(header.value(), java.nio.charset.StandardCharsets.UTF_8)));
        return headers;
    }
}
