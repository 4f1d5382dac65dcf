package dev.daybook.allinone.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The day that people see first, on any date, those of a changed clock too. */
class SampleDayTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-19", "2026-03-29", "2026-10-25", "2028-02-29"})
    void takesNoOrderBackTwice_andIsTheSameToTheByteWhenMadeAgain(LocalDate date) {
        SampleDay day = SampleDay.of(date, SampleDay.ZONE);
        assertThat(day.orders()).hasSize(SampleDay.SALES + 2);
        assertThat(day.orders().stream().filter(order -> order.amount().signum() < 0))
                .isEmpty();
        assertThat(SampleDay.of(date, SampleDay.ZONE).events()).isEqualTo(day.events());
    }
}
