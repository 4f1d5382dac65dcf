package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RejectionTest {
    @Test
    void isOneLineOfJson() {
        Refusal refusal = new Refusal(Refusal.Code.MISSING_FIELD, "/event_id", "event_id is \"required\"\n.");
        Rejection rejection = new Rejection(refusal, Rejection.RefusedBy.DOOR, Samples.utf8("{\"a\":\"\u00e9>>\"}\n"));
        assertThat(new String(rejection.toJson(), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":\"missing_field\",\"pointer\":\"/event_id\","
                        + "\"reason\":\"event_id is \\\"required\\\"\\n.\",\"refused_by\":\"door\","
                        + "\"body_base64\":\"eyJhIjoiw6k+PiJ9Cg==\",\"body_bytes\":13,"
                        + "\"body_sha256\":\"7004a426916881e2424076be317f11d4009500a3640cbdbf4532d6e37fa5df0a\"}");
    }

    @Test
    void namesTheEvent_whereItShowsAnIdAndASource() {
        Refusal refusal = new Refusal(Refusal.Code.MISSING_FIELD, "/details", "x");
        PartialEnvelope envelope = new PartialEnvelope("e-\"1\"", "pos/\u00e9", null);
        assertThat(new String(
                        new Rejection(refusal, Rejection.RefusedBy.DOOR, envelope, Samples.utf8("{}")).toJson(),
                        StandardCharsets.UTF_8))
                .contains(
                        "\"refused_by\":\"door\",\"event_id\":\"e-\\\"1\\\"\",\"source\":\"pos/\u00e9\",\"body_base64\":\"e30=\"");
    }

    @Test
    void keepsLengthAndHash_whenTheBodyIsLeftOut() {
        Rejection rejection = new Rejection(
                new Refusal(Refusal.Code.INVALID_JSON, "", "x"), Rejection.RefusedBy.DOOR, Samples.utf8("latte"));
        assertThat(new String(rejection.toJsonWithoutBody(), StandardCharsets.UTF_8))
                .endsWith("\"body_base64\":\"\",\"body_bytes\":5,\"body_sha256\":\""
                        + HexFormat.of().formatHex(Sha256.of(Samples.utf8("latte"))) + "\"}");
    }

    @Test
    void keepsTheFirst256KilobytesOfABody_andTheLengthAndHashOfAllOfIt() throws IOException {
        byte[] body = new byte[Rejection.MAX_BODY_BYTES + 1];
        new Random(7).nextBytes(body);
        Refusal refusal = new Refusal(Refusal.Code.INVALID_UTF8, "", "x");
        for (int length : new int[] {0, Rejection.MAX_BODY_BYTES, body.length}) {
            byte[] given = Arrays.copyOf(body, length);
            byte[] json = new Rejection(refusal, Rejection.RefusedBy.PROCESSOR, given).toJson();
            try (JsonParser parser = new JsonFactory().createParser(json)) {
                assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    switch (name) {
                        case "body_base64" ->
                            assertThat(parser.getBinaryValue())
                                    .isEqualTo(Arrays.copyOf(given, Math.min(length, Rejection.MAX_BODY_BYTES)));
                        case "body_bytes" -> assertThat(parser.getIntValue()).isEqualTo(length);
                        case "body_sha256" ->
                            assertThat(parser.getText())
                                    .isEqualTo(HexFormat.of().formatHex(Sha256.of(given)));
                        case "refused_by" -> assertThat(parser.getText()).isEqualTo("processor");
                        default -> assertThat(parser.getText()).isIn("invalid_utf8", "", "x");
                    }
                }
            }
            assertThat(json.length).isLessThan(Topics.MAX_MESSAGE_BYTES);
        }
    }

    @Test
    void writesEveryRefusalOfAHostileBody() {
        for (String body : new String[] {
            "{\"\\ud800\":1,\"\\ud800\":1}",
            "{\"\\udc00\\n\":1,\"\\udc00\\n\":1}",
            "\uD83D\uDE00",
            "{\"a\":\uD83D\uDE00}",
            "{\"a\u0001"
        }) {
            Rejection rejection = new Rejection(Samples.unusable(body), Rejection.RefusedBy.DOOR, Samples.utf8(body));
            assertThat(new String(rejection.toJson(), StandardCharsets.UTF_8)).startsWith("{\"code\":\"invalid_json\"");
        }
    }
}
