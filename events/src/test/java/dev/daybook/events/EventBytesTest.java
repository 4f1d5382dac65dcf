package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Batch;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** An event's value is its bytes as they came: its hash tells a retry from a conflict, and the archive keeps it. */
class EventBytesTest {
    private final EventParser parser = new EventParser(EventLimits.DEFAULT);

    @Test
    void keepsTheEventsOwnBytesOnOneLine() {
        String event = Samples.activity("{\"caf\u00e9\" :\r\n\t\"\u2615\\n\", \"x\":[1.50, -0]}");
        Accepted accepted = (Accepted) ((Document.Single) parser.parse(Samples.utf8(" \n" + event + "\r\n"))).item();
        assertThat(text(accepted.value())).isEqualTo(event.replace("\r\n", "  "));
    }

    @Test
    void findsTheEventInTheMiddleOfABuffer() {
        String before = "{\"\u00fc\": \"\uD83D\uDE00\"}\n";
        byte[] event = Samples.utf8(Samples.activity("{\"name\":\"Cr\u00e8me br\u00fbl\u00e9e\"}"));
        byte[] buffer = Samples.utf8(before + text(event) + "\n{}");
        int from = Samples.utf8(before).length;
        Document.Single single = (Document.Single) parser.parse(buffer, from, from + event.length);
        assertThat(((Accepted) single.item()).value()).isEqualTo(event);
    }

    @Test
    void refusesTheRestOfABuffer_whenTheSliceEndsWithinTheEvent() {
        byte[] event = Samples.utf8(Samples.activity("{}"));
        Document document = parser.parse(event, 0, event.length - 1);
        assertThat(((Document.Unusable) document).refusal().code()).isEqualTo(Refusal.Code.INVALID_JSON);
    }

    @Property
    void eachItemOfABatchHasExactlyItsBytes(
            @ForAll("values") List<String> values, @ForAll("gaps") String gap, @ForAll("gaps") String before) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Samples.utf8(before + gap + "["));
        for (int i = 0; i < values.size(); i++) {
            body.writeBytes(Samples.utf8((i > 0 ? "," : "") + gap + values.get(i) + gap));
        }
        body.writeBytes(Samples.utf8("]" + gap));
        int from = Samples.utf8(before).length;

        Document document = parser.parse(body.toByteArray(), from, body.size());

        assertThat(document).isInstanceOf(Batch.class);
        List<String> taken = new ArrayList<>();
        for (Item item : ((Batch) document).items()) {
            taken.add(text(item instanceof Accepted accepted ? accepted.value() : ((Refused) item).value()));
        }
        assertThat(taken)
                .isEqualTo(values.stream()
                        .map(value -> value.replace('\n', ' ').replace('\r', ' '))
                        .toList());
    }

    @Provide
    Arbitrary<List<String>> values() {
        Arbitrary<String> texts =
                Arbitraries.of("\"\"", "\"a\u00e9\u4e2d\uD83D\uDE00\"", "\"\\ud83d\\ude00\\u0000\\\"]}\"");
        Arbitrary<String> scalars = Arbitraries.oneOf(
                texts,
                Arbitraries.of("true", "false", "null", "0", "-0.0", "1e5", "12345678901234567890", "-1.5E-300"));
        Arbitrary<String> values = Arbitraries.lazyOf(
                () -> scalars,
                () -> Combinators.combine(Arbitraries.lazy(this::value), gaps())
                        .as((inner, gap) -> "[" + gap + inner + gap + ",[]]"),
                () -> Combinators.combine(Arbitraries.lazy(this::value), texts, gaps())
                        .as((inner, name, gap) -> "{" + gap + name + gap + ":" + gap + inner + gap + "}"),
                () -> Arbitraries.of(Samples.SALE, Samples.activity("{\"\u00e9\":\r\n1}")));
        return values.list().ofMaxSize(6);
    }

    private Arbitrary<String> value() {
        return Arbitraries.of("1", "\"\u00e9\"", "{}", "[ 1 ,\n2]", "{\"a\":{\"b\":[\r\n]}}", "null");
    }

    @Provide
    Arbitrary<String> gaps() {
        return Arbitraries.of("", " ", "\n", "\r\n\t ");
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
