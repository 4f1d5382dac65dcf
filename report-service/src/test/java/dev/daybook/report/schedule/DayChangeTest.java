package dev.daybook.report.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayChangeTest {

    @ParameterizedTest(name = "in reach {0}, complete {1}, looked {2}, counted {3}: {4}")
    @CsvSource({
        // Reported: any other count than the one that was looked at, more or less, is a change.
        "true,  true,  5,  5, SAME",
        "true,  true,  5,  6, CHANGED",
        "false, true,  5,  4, CHANGED",
        "false, true,  5,  5, SAME",
        "true,  true,  '', 5, CHANGED",
        "true,  true,  '', 0, CHANGED",
        // Not reported: the schedule's where it reaches, else history, of which there is something to report.
        "true,  false, '', 5, NONE",
        "true,  false, 5,  6, NONE",
        "false, false, '', 5, CHANGED",
        "false, false, 5,  5, CHANGED",
        "false, false, '', 0, NONE",
    })
    void saysWhetherARunIsToLook(boolean inReach, boolean isComplete, String looked, long counted, DayChange expected) {
        OptionalLong last = looked.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(looked));
        assertThat(DayChange.of(inReach, isComplete, last, counted)).isEqualTo(expected);
    }
}
