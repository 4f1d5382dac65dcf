package dev.daybook.report.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\":1}", "<script>alert(1)</script>", "caf\u00e9\t\u62b9\u8336\r\n"})
    void showsPlainText(String text) {
        assertThat(BodyText.of(text.getBytes(UTF_8))).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001b[2J", "a\u202Eb", "a\u2066b", "\u2028", "\uFEFF{}", "\u0007", "\u007f"})
    void showsNothing_whenAScreenWouldObeyIt(String text) {
        assertThat(BodyText.of(text.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void showsNothing_whenItIsNoUtf8OrNothing() {
        assertThat(BodyText.of(new byte[] {'a', (byte) 0xC3, 'b'})).isEmpty();
        assertThat(BodyText.of(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                .isEmpty();
        assertThat(BodyText.of(null)).isEmpty();
    }

    @Test
    void showsTheBeginning_whenACharacterIsCutInTwo() {
        String text = "x".repeat(BodyText.MAX_BYTES - 1) + "\u00e9" + "y".repeat(100);
        assertThat(BodyText.of(text.getBytes(UTF_8))).contains("x".repeat(BodyText.MAX_BYTES - 1));
    }
}
