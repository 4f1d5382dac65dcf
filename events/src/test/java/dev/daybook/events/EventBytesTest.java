package dev.daybook.events;

import static dev.daybook.events.RandomCases.forAll;
import static dev.daybook.events.RandomCases.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Batch;
import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An event's value is its bytes as they came: its hash tells a retry from a conflict, and the archive keeps it. */
class EventBytesTest {
    private static final List<String> GAPS = List.of("", " ", "\n", "\r\n\t ");
    /** What stands in the buffer next to the batch, and is none of it. */
    private static final List<String> AROUND = List.of("", " ", "\r\n\t ", "[", "1,", "\u00e9\uD83D\uDE00", "{}\n");

    private static final List<String> TEXTS =
            List.of("\"\"", "\"a\u00e9\u4e2d\uD83D\uDE00\"", "\"\\ud83d\\ude00\\u0000\\\"]}\"");
    private static final List<String> SCALARS =
            List.of("true", "false", "null", "0", "-0.0", "1e5", "12345678901234567890", "-1.5E-300");
    private static final List<String> INNER =
            List.of("1", "\"\u00e9\"", "{}", "[ 1 ,\n2]", "{\"a\":{\"b\":[\r\n]}}", "null");
    private static final List<String> EVENTS = List.of(Samples.SALE, Samples.activity("{\"\u00e9\":\r\n1}"));

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

    @Test
    void eachItemOfABatchHasExactlyItsBytes() {
        forAll(5_000, random -> {
            List<String> values = Stream.generate(() -> value(random))
                    .limit(random.nextInt(7))
                    .toList();
            String gap = oneOf(random, GAPS);
            byte[] before = Samples.utf8(oneOf(random, AROUND));
            byte[] batch = Samples.utf8(gap
                    + values.stream().map(value -> gap + value + gap).collect(Collectors.joining(",", "[", "]"))
                    + gap);
            ByteArrayOutputStream buffer = new ByteArrayOutputStream();
            buffer.writeBytes(before);
            buffer.writeBytes(batch);
            buffer.writeBytes(Samples.utf8(oneOf(random, AROUND)));

            Document document = parser.parse(buffer.toByteArray(), before.length, before.length + batch.length);

            assertThat(document).isInstanceOf(Batch.class);
            assertThat(((Batch) document).items())
                    .extracting(EventBytesTest::taken)
                    .isEqualTo(values.stream()
                            .map(value -> value.replace('\n', ' ').replace('\r', ' '))
                            .toList());
        });
    }

    private static String taken(Item item) {
        return text(item instanceof Accepted accepted ? accepted.value() : ((Refused) item).value());
    }

    private static String value(Random random) {
        String gap = oneOf(random, GAPS);
        return switch (random.nextInt(4)) {
            case 0 -> oneOf(random, random.nextBoolean() ? TEXTS : SCALARS);
            case 1 -> "[" + gap + oneOf(random, INNER) + gap + ",[]]";
            case 2 -> "{" + gap + oneOf(random, TEXTS) + gap + ":" + gap + oneOf(random, INNER) + gap + "}";
            default -> oneOf(random, EVENTS);
        };
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
