package dev.daybook.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "owner@cafe.example",
                "o@c.de",
                "first.last+reports@mail.cafe.example",
                "o'neil@xn--caf-dma.example"
            })
    void takesAddresses(String text) {
        assertThat(EmailAddress.of(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "owner",
                "@cafe.example",
                "owner@",
                "owner@cafe",
                "owner@cafe..example",
                "owner@-cafe.example",
                ".owner@cafe.example",
                "owner.@cafe.example",
                "own..er@cafe.example",
                "own er@cafe.example",
                "owner@cafe.example ",
                "owner@cafe.example\n",
                "owner@cafe.example,other@cafe.example",
                "Owner <owner@cafe.example>",
                "owner@café.example",
                "a@b@cafe.example"
            })
    void refusesWhatIsNone(String text) {
        assertThat(EmailAddress.of(text)).isEmpty();
    }

    @Test
    void refusesWhatIsLongerThanMailServersTake() {
        String label = "d".repeat(63);
        String domain = label + "." + label + "." + label;
        assertThat(EmailAddress.of("o".repeat(64) + "@cafe.example")).isPresent();
        assertThat(EmailAddress.of("o".repeat(65) + "@cafe.example")).isEmpty();
        assertThat(EmailAddress.of("o".repeat(62) + "@" + domain)).isPresent();
        assertThat(EmailAddress.of("o".repeat(63) + "@" + domain)).isEmpty();
    }

    @Test
    void showsNoMoreThanTheFirstCharacterAndTheDomain() {
        assertThat(EmailAddress.of("owner@cafe.example").orElseThrow()).hasToString("o***@cafe.example");
    }
}
