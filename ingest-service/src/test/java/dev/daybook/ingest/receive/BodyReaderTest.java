package dev.daybook.ingest.receive;

import static dev.daybook.ingest.receive.Events.bytes;
import static dev.daybook.ingest.receive.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private static final EventLimits LIMITS = new EventLimits(3, 400, 2, 2, 8);
    private final BodyReader reader = new BodyReader(new EventParser(LIMITS));

    private List<Item> lines(String body) {
        return ((Body.Events) reader.read(BodyFormat.NDJSON, bytes(body))).items();
    }

    private Refusal unusable(BodyFormat format, String body) {
        return ((Body.Unusable) reader.read(format, bytes(body))).refusal();
    }

    private static List<String> shown(List<Item> items) {
        return items.stream()
                .map(item -> item instanceof Accepted accepted
                        ? accepted.event().eventId()
                        : ((Refused) item).refusal().code().wireName())
                .toList();
    }

    @Test
    void readsOneObjectAsSingle_andAnArrayAsABatch() {
        Body one = reader.read(BodyFormat.JSON, bytes(event("a")));
        Body several = reader.read(BodyFormat.JSON, bytes("[" + event("a") + ",7]"));

        assertThat(one).isInstanceOfSatisfying(Body.Events.class, events -> {
            assertThat(events.single()).isTrue();
            assertThat(shown(events.items())).containsExactly("a");
        });
        assertThat(several).isInstanceOfSatisfying(Body.Events.class, events -> {
            assertThat(events.single()).isFalse();
            assertThat(shown(events.items())).containsExactly("a", "not_an_object");
        });
    }

    @Test
    void readsLinesOneByOne_whateverTheirEnds() {
        assertThat(shown(lines(event("a") + "\n" + event("b")))).containsExactly("a", "b");
        assertThat(shown(lines(event("a") + "\r\n" + event("b") + "\r\n"))).containsExactly("a", "b");
        assertThat(shown(lines("\n \n\r\n\t\n" + event("a") + "\n\n" + event("b") + "\n \t ")))
                .containsExactly("a", "b");
    }

    @Test
    void keepsALinesOwnBytes_whenItIsAccepted() {
        Accepted accepted = (Accepted) lines("\n" + event("é") + "\r\n").get(0);

        assertThat(accepted.value()).isEqualTo(bytes(event("é")));
    }

    @Test
    void refusesALineByItself_whenItIsNoEvent() {
        List<Item> items = lines("{\"event_id\":\n" + event("a") + "\n[" + event("b") + "]");

        assertThat(shown(items)).containsExactly("invalid_json", "a", "not_an_object");
        assertThat(((Refused) items.get(0)).value()).isEqualTo(bytes("{\"event_id\":"));
        assertThat(((Refused) items.get(2)).refusal().detail()).contains("application/json");
    }

    @Test
    void refusesALineByItself_whenItIsNotUtf8() {
        byte[] body = (event("a") + "\n{\"event_id\":\"é\"}\n" + event("b")).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(shown(((Body.Events) reader.read(BodyFormat.NDJSON, body)).items()))
                .containsExactly("a", "invalid_utf8", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", " \t\n "})
    void findsNoEvents_whenAllLinesAreBlank(String body) {
        assertThat(lines(body)).isEmpty();
    }

    @Test
    void findsNoEvents_whenTheArrayIsEmpty() {
        assertThat(reader.read(BodyFormat.JSON, bytes(" [ ] "))).isEqualTo(new Body.Events(List.of(), false));
    }

    @Test
    void refusesTheWholeBody_whenAnArrayIsBroken() {
        assertThat(unusable(BodyFormat.JSON, "[" + event("a") + "," + event("b"))
                        .code())
                .isEqualTo(Code.INVALID_JSON);
        assertThat(unusable(BodyFormat.JSON, "").code()).isEqualTo(Code.INVALID_JSON);
        assertThat(unusable(BodyFormat.JSON, "\"text\"").code()).isEqualTo(Code.NOT_AN_OBJECT);
        assertThat(unusable(BodyFormat.JSON, event("a") + event("b")).code()).isEqualTo(Code.TRAILING_CONTENT);
    }

    @Test
    void refusesTheWholeBody_whenThereAreTooManyEvents() {
        String four = String.join("\n", event("a"), event("b"), event("c"), "", event("d"));

        assertThat(lines(four.substring(0, four.lastIndexOf('\n')))).hasSize(3);
        assertThat(unusable(BodyFormat.NDJSON, four).code()).isEqualTo(Code.TOO_MANY_EVENTS);
        assertThat(unusable(BodyFormat.NDJSON, four).detail()).contains("3 events");
    }

    @Test
    void saysWhichEvent_whenItIsBeyondALimit() {
        String large = "{\"event_id\":\"" + "x".repeat(400) + "\"}";

        Refusal ofLine = unusable(BodyFormat.NDJSON, event("a") + "\n\n" + large);
        Refusal ofElement = unusable(BodyFormat.JSON, "[" + event("a") + "," + large + "]");

        assertThat(ofLine.code()).isEqualTo(Code.EVENT_TOO_LARGE);
        assertThat(ofLine.pointer()).isEqualTo("/1");
        assertThat(ofElement).isEqualTo(ofLine);
    }
}
