package dev.daybook.report.web;

import static dev.daybook.report.web.ReceiptOutcomes.Outcome.CONFLICTING;
import static dev.daybook.report.web.ReceiptOutcomes.Outcome.COUNTED;
import static dev.daybook.report.web.ReceiptOutcomes.Outcome.DUPLICATE;
import static dev.daybook.report.web.ReceiptOutcomes.Outcome.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.source.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptOutcomesTest {
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void windowOfTheFirstReceiptDecides() {
        assertThat(ReceiptOutcomes.of(
                        List.of(day(0, "a"), day(5, "a"), day(6, "b"), day(11, "a"), day(12, "b")),
                        WINDOW,
                        Instant.MIN))
                .containsExactly(COUNTED, DUPLICATE, CONFLICTING, COUNTED, CONFLICTING);
    }

    @Test
    void outcomeIsNotSaid_whenReceiptsThatWereNotLookedForMayDecideIt() {
        assertThat(ReceiptOutcomes.of(List.of(day(0, "a"), day(5, "a"), day(13, "a")), WINDOW, null))
                .containsExactly(RECEIVED, RECEIVED, RECEIVED);
        assertThat(ReceiptOutcomes.of(List.of(day(0, "a"), day(5, "a"), day(13, "a"), day(14, "a")), WINDOW, START))
                .containsExactly(RECEIVED, RECEIVED, COUNTED, DUPLICATE);
    }

    private static Receipt day(int day, String sha256) {
        return new Receipt(
                "daybook.events",
                0,
                day,
                START.plus(Duration.ofDays(day)),
                LocalDate.of(2026, 3, 1),
                "raw/…",
                sha256,
                null);
    }
}
