package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Columns columns = new Columns("WHO", "DETAIL");
        columns.add("José", "café");
        columns.add("a", "");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        columns.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly("WHO   DETAIL", "José  café", "a");
    }

    /** Escape, the same in one character (CSI), line breaks, and what turns the direction of writing. */
    @ParameterizedTest
    @ValueSource(strings = {"\u001b", "\u009b", "\n", "\r", "\u0085", "\u2028", "\u202e", "\u2066", "\u200f", "\u007f"})
    void whatMovesTheCursorOrTurnsTheTextIsShownAsAQuestionMark(String control) {
        assertThat(Columns.printable("a" + control + "b")).isEqualTo("a?b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Crème brûlée", "コーヒー", "👩\u200d🍳", "قهوة"})
    void namesOfAnyScriptStay(String name) {
        assertThat(Columns.printable(name)).isEqualTo(name);
    }
}
