package dev.daybook.events;

import static dev.daybook.events.Samples.accepted;
import static dev.daybook.events.Samples.activity;
import static dev.daybook.events.Samples.refused;
import static dev.daybook.events.Samples.unusable;
import static dev.daybook.events.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Batch;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.Document.Unusable;
import dev.daybook.events.Refusal.Code;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
    @Test
    void takesAnEventOfATypeWithoutAMeaning_byItsStatus() {
        Accepted accepted = accepted(
                "{\"event_id\":\"12345\",\"source\":\"application_A\",\"timestamp\":\"2026-02-08T10:30:00Z\",\"event_type\":\"user_action\",\"details\":{\"action\":\"login\",\"status\":\"success\"}}");
        assertThat(accepted.event())
                .isEqualTo(new Event(
                        "12345",
                        "application_A",
                        "user_action",
                        Instant.parse("2026-02-08T10:30:00Z"),
                        new Event.Activity("success")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"status\":null}", "{\"status\":200}", "{\"status\":\"\"}", "{\"status\":\"\\ud800\"}"})
    void countsAnActivityWithoutStatus_whenThereIsNoneFitToCountBy(String details) {
        assertThat(accepted(activity(details)).event().content()).isEqualTo(new Event.Activity(null));
    }

    @Test
    void readsTheFieldsOfTheEnvelopeInAnyOrder() {
        String type = "\"event_type\": \"sale.completed\",";
        String detailsFirst = "{"
                + Samples.SALE.substring(Samples.SALE.indexOf("\"details\""), Samples.SALE.length() - 1) + ","
                + Samples.SALE.substring(1, Samples.SALE.indexOf("\"details\"")).strip();
        String reversed = detailsFirst.substring(0, detailsFirst.length() - 1) + "}";
        assertThat(reversed.indexOf(type)).isGreaterThan(reversed.indexOf("lines"));
        assertThat(accepted(reversed).event()).isEqualTo(accepted(Samples.SALE).event());
    }

    @Test
    void ignoresFieldsItDoesNotKnow() {
        assertThat(accepted(activity("{},\"extra\":{\"event_id\":7,\"deep\":[[{}]]}"))
                        .event()
                        .eventId())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_id", "source", "event_type", "timestamp", "details"})
    void refusesAnEnvelope_whenAFieldIsAbsentOrNull(String field) {
        String event = activity("{}");
        Refusal absent = refused(event.replace("\"" + field + "\"", "\"other\""));
        assertThat(absent.code()).isEqualTo(Code.MISSING_FIELD);
        assertThat(absent.pointer()).isEqualTo("/" + field);
        assertThat(absent.detail()).startsWith(field + " is required");
        assertThat(refused(event.replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\{})", "\"" + field + "\":null")))
                .isEqualTo(absent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_id", "source", "event_type", "timestamp", "details"})
    void refusesAnEnvelope_whenAFieldIsOfAnotherType(String field) {
        String event = activity("{}");
        for (String value : new String[] {"1", "true", "[]", "[{\"a\":[]}]"}) {
            Refusal refusal =
                    refused(event.replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\{})", "\"" + field + "\":" + value));
            assertThat(refusal.code()).isEqualTo(Code.WRONG_TYPE);
            assertThat(refusal.pointer()).isEqualTo("/" + field);
        }
    }

    @ParameterizedTest
    @CsvSource({"event_id, 128", "source, 256", "event_type, 128"})
    void takesATextUpToItsLongest_inCharactersNotBytes(String field, int longest) {
        String character = "\uD83D\uDE00"; // two chars, four bytes, one character
        String event = activity("{}");
        String pattern = "\"" + field + "\":\"[^\"]*\"";
        accepted(event.replaceFirst(pattern, "\"" + field + "\":\"" + character.repeat(longest) + "\""));
        Refusal refusal =
                refused(event.replaceFirst(pattern, "\"" + field + "\":\"" + character.repeat(longest + 1) + "\""));
        assertThat(refusal.code()).isEqualTo(Code.INVALID_TEXT);
        assertThat(refusal.detail()).contains("1 to " + longest + " characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\ud800", "\\udc00\\ud800", "a\\ud800b", "\\u0000", "a\\nb", "\\u007f", "\\u0085"})
    void refusesAnId_whenItsTextIsEmptyMalformedOrHasControlCharacters(String escaped) {
        Refusal refusal = refused(activity("{}").replace("\"1\"", "\"" + escaped + "\""));
        assertThat(refusal.code()).isEqualTo(Code.INVALID_TEXT);
        assertThat(refusal.pointer()).isEqualTo("/event_id");
    }

    @Test
    void showsTheEventsId_whenOnlySomethingElseIsWrong() {
        Document.Single single = (Document.Single) Samples.parse(activity("7"));
        assertThat(((Refused) single.item()).eventId()).isEqualTo("1");
        single = (Document.Single) Samples.parse(activity("{}").replace("\"1\"", "\"\\ud800\""));
        assertThat(((Refused) single.item()).eventId()).isNull();
    }

    @Test
    void judgesEachEventOfAnArrayOnItsOwn() {
        Batch batch = (Batch) Samples.parse("[" + activity("{}") + ",7,\"x\",[[]]," + activity("null") + "]");
        assertThat(batch.items().get(0)).isInstanceOf(Accepted.class);
        assertThat(batch.items().subList(1, 5))
                .extracting(item -> ((Refused) item).refusal().code()
                        + ((Refused) item).refusal().pointer())
                .containsExactly("NOT_AN_OBJECT", "NOT_AN_OBJECT", "NOT_AN_OBJECT", "MISSING_FIELD/details");
        assertThat(((Batch) Samples.parse(" [ ] ")).items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "{",
                "[",
                "nul",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":01}",
                "[1]]",
                "1 2 x",
                "{}\u0000",
                "{}//"
            })
    void refusesTheBody_whenItIsNotJson(String body) {
        Refusal refusal = unusable(body);
        assertThat(refusal.code()).isIn(Code.INVALID_JSON, Code.TRAILING_CONTENT);
        assertThat(refusal.detail()).isNotBlank().doesNotContain("REDACTED", "StreamReadFeature");
    }

    @Test
    void namesLineAndColumnOfASyntaxError() {
        assertThat(unusable("{\n  \"a\": tru\n}").detail()).contains("(line 2, column ");
        assertThat(unusable("[1").detail()).endsWith("(start marker at line: 1, column: 1) (line 1, column 3)");
    }

    @Test
    void quotesOnlyALittleOfABrokenBody_andNothingThatForgesALine() {
        assertThat(unusable("{\"a\": " + "x".repeat(100_000) + "}").detail()).hasSizeLessThan(400);
        assertThat(Text.quotable("a\nb\uD800c\u0085", 4)).isEqualTo("a\uFFFDb\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}{}", "{} []", "[]\n[]", "{}\n{}", "\"a\" 1"})
    void refusesTheBody_whenSomethingFollowsTheValue(String body) {
        assertThat(unusable(body).code()).isEqualTo(Code.TRAILING_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"{}\"", "null", "true", "1e1000000000"})
    void refusesTheBody_whenItIsNeitherObjectNorArray(String body) {
        assertThat(unusable(body).code()).isEqualTo(Code.NOT_AN_OBJECT);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":1} | /a",
                "{\"a\":1,\"\\u0061\":2} | /a",
                "{\"details\":{\"x\":{\"b\":1,\"c\":2,\"b\":3}}} | /details/x/b",
                "[{},{\"details\":{\"lines\":[{},{\"tax\":1,\"tax\":1}]}}] | /1/details/lines/1/tax",
                "{\"a/b~c\":1,\"a/b~c\":1} | /a~1b~0c",
                "{\"u\":[[{\"\u00e9\":1,\"\u00e9\":1}]]} | /u/0/0/\u00e9"
            })
    void refusesTheBody_whenAnObjectNamesAFieldTwice(String body, String pointer) {
        Refusal refusal = unusable(body);
        assertThat(refusal.code()).isEqualTo(Code.DUPLICATE_KEY);
        assertThat(refusal.pointer()).isEqualTo(pointer);
    }

    @Test
    void pointsAtTheWholeBody_whenTheDoubleNameIsNotFitToBeShown() {
        for (String name : new String[] {"a\\nb", "x".repeat(10_000)}) {
            Refusal refusal = unusable("{\"" + name + "\":1,\"" + name + "\":1}");
            assertThat(refusal.code()).isEqualTo(Code.DUPLICATE_KEY);
            assertThat(refusal.pointer()).isEmpty();
            assertThat(refusal.detail()).hasSizeLessThan(200);
        }
    }

    @Test
    void refusesTheBody_whenItIsNotPlainUtf8() {
        byte[] event = utf8(activity("{\"x\":\"?\"}"));
        int at = new String(event, StandardCharsets.UTF_8).indexOf('?');
        for (int bad :
                new int[] {0x80, 0xC0, 0xFF, 0xED}) { // stray tail, overlong head, never valid, head of a surrogate
            event[at] = (byte) bad;
            Refusal refusal = unusable(event);
            assertThat(refusal.code()).isEqualTo(Code.INVALID_UTF8);
            assertThat(refusal.detail()).contains("offset " + at + " ");
        }
        byte[] rawSurrogate = {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'};
        byte[] overlongSlash = {'[', '"', (byte) 0xC0, (byte) 0xAF, '"', ']'};
        assertThat(unusable(rawSurrogate).code()).isEqualTo(Code.INVALID_UTF8);
        assertThat(unusable(overlongSlash).code()).isEqualTo(Code.INVALID_UTF8);
    }

    @Test
    void findsTheFirstByteThatIsNotUtf8_farIntoTheBody() {
        byte[] body = utf8("\u00e9".repeat(10_000) + "?");
        body[body.length - 1] = (byte) 0xC3;
        assertThat(Utf8.firstInvalid(body, 0, body.length)).isEqualTo(20_000);
        assertThat(Utf8.firstInvalid(body, 2, body.length - 1)).isEqualTo(-1);
    }

    @Test
    void refusesOtherEncodingsThatTheTokenizerWouldGuess() {
        String event = activity("{}");
        for (var charset : new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"}) {
            assertThat(Samples.parse(event.getBytes(Charset.forName(charset))))
                    .as(charset)
                    .isInstanceOf(Unusable.class);
        }
        assertThat(unusable("\uFEFF" + event).detail()).contains("byte-order mark");
        assertThat(unusable("\0" + event).detail()).contains("NUL");
        assertThat(unusable("[{}  \0]").code()).isEqualTo(Code.INVALID_JSON);
    }

    @Test
    void keepsAnythingInDetailsWithoutAMeaning_butNumbersBeyondTheirLength() {
        accepted(activity("{\"n\":-1e1000000000,\"s\":\"\\ud800\",\"big\":" + "9".repeat(1000) + "}"));
        Refusal refusal = unusable("[" + activity("{\"n\":[0," + "9".repeat(1001) + "]}") + "]");
        assertThat(refusal.code()).isEqualTo(Code.NUMBER_TOO_LONG);
        assertThat(refusal.pointer()).isEqualTo("/0/details/n/1");
        assertThat(refusal.detail()).contains("1000");
    }

    @Test
    void limitsTheDepthOfAnEvent_alikeAloneAndInAnArray() {
        int deepest = EventLimits.DEFAULT.maxDepth() - 1; // details is within the event
        String deep = activity("{\"a\":".repeat(deepest) + "1" + "}".repeat(deepest));
        accepted(deep);
        assertThat(Samples.parse(" \n[" + deep + "]")).isInstanceOf(Batch.class);
        String tooDeep = activity("{\"a\":".repeat(deepest + 1) + "1" + "}".repeat(deepest + 1));
        for (String body : new String[] {tooDeep, "[" + tooDeep + "]", "[".repeat(100_000)}) {
            Refusal refusal = unusable(body);
            assertThat(refusal.code()).isEqualTo(Code.TOO_DEEP);
            assertThat(refusal.detail()).contains("64 levels");
        }
        assertThat(unusable(tooDeep).pointer()).startsWith("/details/a/a");
    }

    @Test
    void limitsTheNumberOfEventsInARequest() {
        String events = IntStream.range(0, 1_000).mapToObj(i -> "{}").collect(Collectors.joining(","));
        assertThat(((Batch) Samples.parse("[" + events + "]")).items()).hasSize(1_000);
        Refusal refusal = unusable("[" + events + ",{}]");
        assertThat(refusal.code()).isEqualTo(Code.TOO_MANY_EVENTS);
        assertThat(refusal.code().isLimit()).isTrue();
        assertThat(refusal.detail()).contains("1000");
    }

    @Test
    void limitsTheBytesOfAnEvent_whateverItIs() {
        int frame = utf8(activity("{\"x\":\"\"}")).length;
        String longest = activity("{\"x\":\"" + "x".repeat(512 * 1024 - frame) + "\"}");
        assertThat(accepted(longest).value()).hasSize(512 * 1024);
        String tooLong = longest.replace("xx\"", "x\u00e9\"");
        Refusal refusal = unusable("[" + longest + ", " + tooLong + "]");
        assertThat(refusal).extracting(Refusal::code, Refusal::pointer).containsExactly(Code.EVENT_TOO_LARGE, "/1");
        assertThat(refusal.detail()).contains("524288").contains("524289");
        assertThat(unusable("[\"" + "x".repeat(600_000) + "\"]").code()).isEqualTo(Code.EVENT_TOO_LARGE);
        assertThat(unusable("{\"" + "x".repeat(600_000) + "\":1}").code()).isEqualTo(Code.EVENT_TOO_LARGE);
    }

    @Test
    void survivesFieldNamesThatHashAlike() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 1 << 12; i++) {
            body.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 12; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("\":0");
        }
        assertThat(refused(body + "}").code()).isEqualTo(Code.MISSING_FIELD);
        assertThat(unusable(body + ",\"" + "Aa".repeat(12) + "\":0}").code()).isEqualTo(Code.DUPLICATE_KEY);
    }

    @Test
    void refusesAFieldName_whenHalfASurrogatePairIsMissing() {
        assertThat(unusable("{\"a\\ud800\":1}").code()).isEqualTo(Code.INVALID_JSON);
    }

    @Test
    void refusesLimitsBelowOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventLimits(1, 1, 1, 0, 1));
    }
}
