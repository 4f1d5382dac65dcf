package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Rejection.RefusedBy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectionHeadTest {

    @ParameterizedTest
    @EnumSource
    void readsWhatARejectionWrites(Refusal.Code code) {
        Refusal refusal = new Refusal(code, "/x", "\u00e9 \"refused_by\":\"processor\"");
        for (RefusedBy by : RefusedBy.values()) {
            byte[] json = new Rejection(
                            refusal, by, new PartialEnvelope("e", "s", null), new byte[Rejection.MAX_BODY_BYTES + 1])
                    .toJson();
            assertThat(RejectionHead.of(json)).contains(new RejectionHead(by, code.wireName()));
        }
    }

    @Test
    void isReadWhateverElseTheObjectHolds() {
        assertThat(
                        RejectionHead.of(
                                Samples.utf8(
                                        " {\"more\":[{\"refused_by\":\"processor\"}],\n\"refused_by\":\"door\",\"code\":\"of_tomorrow_2\"} ")))
                .contains(new RejectionHead(RefusedBy.DOOR, "of_tomorrow_2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latte",
                "null",
                "\"door\"",
                "[{\"refused_by\":\"door\",\"code\":\"x\"}]",
                "{}",
                "{\"refused_by\":\"door\"}",
                "{\"code\":\"x\"}",
                "{\"refused_by\":\"Door\",\"code\":\"x\"}",
                "{\"refused_by\":[\"door\"],\"code\":\"x\"}",
                "{\"refused_by\":{\"refused_by\":\"door\"},\"code\":\"x\"}",
                "{\"refused_by\":\"door\",\"code\":\"\"}",
                "{\"refused_by\":\"door\",\"code\":\"a code\"}",
                "{\"refused_by\":\"door\",\"code\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
                "{\"refused_by\":\"door\",\"code\":\"x\",\"code\":\"x\"}",
                "{\"refused_by\":\"door\",\"code\":\"x\"",
                "{\"refused_by\":\"door\",\"code\":\"x\"}}",
                "{\"refused_by\":\"door\",\"code\":\"x\"}{}",
                "\uFEFF{\"refused_by\":\"door\",\"code\":\"x\"}"
            })
    void isNone_whereTheValueIsNoRejection(String value) {
        assertThat(RejectionHead.of(Samples.utf8(value))).isEmpty();
    }

    @Test
    void isNone_whereTheValueIsMissingOrNotUtf8() {
        String head = "{\"refused_by\":\"door\",\"code\":\"x\"}";
        assertThat(RejectionHead.of(null)).isEmpty();
        assertThat(RejectionHead.of(head.getBytes(StandardCharsets.UTF_16LE))).isEmpty();
        assertThat(RejectionHead.of(head.replace("}", ",\"\u00e9\":1}").getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
        assertThat(RejectionHead.of(Samples.utf8("{\"a\":" + "[".repeat(100_000))))
                .isEmpty();
    }
}
