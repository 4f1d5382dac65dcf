package dev.daybook.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Identity;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import dev.daybook.events.Topics;
import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.events.stores.Stores;
import dev.daybook.service.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
    private final EventRecords records = new EventRecords(
            new Topics("daybook"),
            () -> new StoreCalendar(Stores.NONE, ZoneId.of("America/Toronto"), LocalTime.of(4, 0)));

    @Test
    void carriesTheEventsOwnBytes_keyedByIdentity_withoutATimestampOfItsOwn() {
        Accepted accepted = Events.accepted(Events.event("a"));
        ProducerRecord<byte[], byte[]> made = records.of(new Judged.Right(accepted), Requests.withHeaders(Map.of()));

        assertThat(made.topic()).isEqualTo("daybook.events");
        assertThat(made.value()).isEqualTo(Events.bytes(Events.event("a")));
        assertThat(made.key()).isEqualTo(accepted.event().identity().key());
        assertThat(made.partition()).isNull();
        assertThat(made.timestamp()).isNull();
    }

    @Test
    void stampsDayProducerAndTrace() {
        Accepted beforeFour = Events.accepted(Events.event("a", "2026-07-02T07:59:59Z"));

        assertThat(headers(records.of(new Judged.Right(beforeFour), Requests.withHeaders(Map.of()))))
                .isEqualTo(Map.of(
                        "producer", "till",
                        "business_date", "2026-07-01",
                        "local_time", "2026-07-02T03:59:59",
                        "traceparent", Requests.TRACEPARENT));
    }

    @Test
    void stampsTheDayOfTheSale_whenItIsVoided() {
        Accepted voided = Events.accepted(Events.voided("a", "2026-07-05T15:00:00Z", "2026-07-02T15:00:00Z"));

        assertThat(headers(records.of(new Judged.Right(voided), Requests.withHeaders(Map.of()))))
                .containsEntry("business_date", "2026-07-02")
                .containsEntry("local_time", "2026-07-02T11:00:00");
    }

    @Test
    void keepsARefusalUnderTheIdentityAndOnTheDayThatTheEventShows() throws IOException {
        PartialEnvelope envelope = new PartialEnvelope("a", "s", Instant.parse("2026-07-02T07:59:59Z"));
        ProducerRecord<byte[], byte[]> made = records.of(wrong(envelope), Requests.withHeaders(Map.of()));

        assertThat(made.topic()).isEqualTo("daybook.rejected");
        assertThat(made.key()).isEqualTo(new Identity("s", "a").key());
        assertThat(headers(made))
                .isEqualTo(Map.of(
                        "producer", "till",
                        "business_date", "2026-07-01",
                        "local_time", "2026-07-02T03:59:59",
                        "traceparent", Requests.TRACEPARENT));
        JsonNode json = Json.MAPPER.readTree(made.value());
        assertThat(json.path("refused_by").asText()).isEqualTo("door");
        assertThat(json.path("event_id").asText()).isEqualTo("a");
        assertThat(json.path("body_base64").binaryValue()).isEqualTo(Events.bytes("latte"));
    }

    @Test
    void keepsARefusalUnderItsProducer_undated_whereTheEventShowsNothing() {
        for (PartialEnvelope envelope : List.of(
                PartialEnvelope.NOTHING, new PartialEnvelope("a", null, null), new PartialEnvelope(null, "s", null))) {
            ProducerRecord<byte[], byte[]> made = records.of(wrong(envelope), Requests.withHeaders(Map.of()));

            assertThat(made.key()).isEqualTo(Events.bytes("till"));
            assertThat(headers(made)).isEqualTo(Map.of("producer", "till", "traceparent", Requests.TRACEPARENT));
        }
    }

    private static Judged.Wrong wrong(PartialEnvelope envelope) {
        return new Judged.Wrong(envelope, new Refusal(Refusal.Code.MISSING_FIELD, "/x", "x"), Events.bytes("latte"));
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> made) {
        Map<String, String> headers = new TreeMap<>();
        made.headers()
                .forEach(header ->
                        headers.put(header.key(), new String(header.value(), java.nio.charset.StandardCharsets.UTF_8)));
        return headers;
    }
}
